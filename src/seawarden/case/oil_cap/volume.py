"""How much oil a transfer can have moved: from draught where it moved, else from size and scenario.

Method. Where both draughts of a ship are known, the mass is that of the water between them:
`Cw * L * B * change * 1.025 t/m3`, Cw the waterplane coefficient. Where they are not, the ship's
deadweight from her size, `Cb * L * B * T * 1.025 * share`, and a scenario of how laden she was: 60,
90 and 100 %, said to be those of the Panel of Experts (no report of it was seen). Intervals hold
90 %: the errors of the factors are taken to be independent and multiply, so relative variances add;
`tests/case/oil_cap` counts how often they hold volumes that another model of hulls delivered.

Barrels a tonne: 4,000,000 barrels are 525,000 t in resolution 2397, paragraph 4 (crude oil): 7.62.
Heavy fuel oil has fewer and petrol more, which the interval allows for.

Blind spot: draught is entered by the crew, in tenths, and ballast taken in at once hides cargo
given out. A ship that says nothing of her draught is counted by scenario alone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import UsageError

SEA_WATER_T_M3 = 1.025
_Z90 = 1.6449
"""Standard deviations to each side that hold 90 % of a normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Figures of tankers; every share carries its source."""

    barrels_per_t: float = 4_000_000 / 525_000  # resolution 2397, paragraph 4
    barrels_deviation: float = 0.06  # of it, relative; own choice
    waterplane: float = 0.85  # Cw of full hulls, 0.75 to 0.92; own choice
    waterplane_deviation: float = 0.05  # relative; own choice from that range
    size_deviation: float = 0.02  # length and beam as sent, each; own choice
    draught_step_m: float = 0.1  # AIS sends tenths (ITU-R M.1371)
    draught_deviation_m: float = 0.15  # of what a crew enters beside the truth; own choice
    block: float = 0.76  # Cb of full hulls; own choice
    design_draught_share: float = 0.36  # of the beam: B/T near 2.8; own choice
    deadweight_share: float = 0.70  # of the displacement; own choice
    deadweight_deviation: float = 0.18  # relative, of a guess from length and beam; own choice
    scenarios: tuple[float, ...] = (0.6, 0.9, 1.0)  # said to be the Panel's; see above


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume with its 90 % interval, barrels, the tonnes behind it and what it rests on."""

    barrels: float
    low_barrels: float
    high_barrels: float
    tonnes: float
    basis: str


def by_draught(
    length_m: float, beam_m: float, before_m: float, after_m: float, params: Params = Params()
) -> Volume:
    """Return what a change of draught means. Raises UsageError for a size that is none."""
    _sized(length_m, beam_m)
    change_m = abs(after_m - before_m)
    per_m = params.waterplane * length_m * beam_m * SEA_WATER_T_M3
    tonnes = per_m * change_m
    # Two entries, each rounded to a tenth and each with a crew's own error.
    entry_m = math.sqrt(2.0 * (params.draught_deviation_m**2 + params.draught_step_m**2 / 12.0))
    relative = math.sqrt(
        params.waterplane_deviation**2 + 2.0 * params.size_deviation**2
        + params.barrels_deviation**2
    )  # fmt: skip
    spread_t = math.hypot(per_m * entry_m, tonnes * relative)
    return _volume(tonnes, spread_t, f"draught {before_m:g} to {after_m:g} m", params)


def by_size(length_m: float, beam_m: float, share: float, params: Params = Params()) -> Volume:
    """Return what a ship of this size carries when `share` of her deadweight is cargo."""
    _sized(length_m, beam_m)
    if not 0.0 < share <= 1.0:
        raise UsageError(f"laden share {share}: expected more than 0 and at most 1")
    draught_m = params.design_draught_share * beam_m
    displaced = params.block * length_m * beam_m * draught_m * SEA_WATER_T_M3
    tonnes = displaced * params.deadweight_share * share
    relative = math.hypot(params.deadweight_deviation, params.barrels_deviation)
    basis = f"{share:.0%} laden, deadweight from length and beam"
    return _volume(tonnes, tonnes * relative, basis, params)


def total(volumes: Sequence[Volume]) -> Volume:
    """Return the sum of deliveries; their errors are independent, so their variances add."""
    spread = math.sqrt(sum(((v.high_barrels - v.low_barrels) / (2.0 * _Z90)) ** 2 for v in volumes))
    middle = sum(v.barrels for v in volumes)
    low = max(0.0, middle - _Z90 * spread)
    tonnes = sum(v.tonnes for v in volumes)
    return Volume(middle, low, middle + _Z90 * spread, tonnes, f"{len(volumes)} deliveries")


def _volume(tonnes: float, spread_t: float, basis: str, params: Params) -> Volume:
    low, high = max(0.0, tonnes - _Z90 * spread_t), tonnes + _Z90 * spread_t
    each = params.barrels_per_t
    return Volume(tonnes * each, low * each, high * each, tonnes, basis)


def _sized(length_m: float, beam_m: float) -> None:
    if not (length_m > 0 and beam_m > 0):
        raise UsageError(f"a ship of {length_m} x {beam_m} m: expected a length and a beam")
