"""The oil-cap ledger: refined oil of a calendar year against 500,000 barrels, each with its case.

Resolution 2397 (2017), paragraph 5: from 2018 no more than 500,000 barrels of refined petroleum in
a calendar year, each delivery notified to the Committee. What States notified is counted as it
stands, what a case found beside it, with the case's grade: a transfer that is only possible counts
in full, so the reader looks at the grades before the total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .volume import Params, Volume, by_draught, by_size, total

CAP_BARRELS = 500_000.0
"""Resolution 2397 (2017), paragraph 5."""
FIRST_YEAR = 2018


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery: notified by a State (`case_id` None), or found by a case."""

    day: str  # ISO date
    source: str
    case_id: str | None
    by_scenario: Mapping[str, Volume]


def found(
    case_id: str, day: str, grade: str, ship: Mapping[str, Any], params: Params = Params()
) -> Delivery | None:
    """Return the delivery of a case's tanker; None where her size is not known.

    `ship` has `length_m`, `beam_m` and, where she entered them, `before_m` and `after_m`, draughts.
    """
    length, beam = ship.get("length_m"), ship.get("beam_m")
    if not length or not beam:
        return None
    scenarios = {f"{s:.0%}": by_size(length, beam, s, params) for s in params.scenarios}
    before, after = ship.get("before_m"), ship.get("after_m")
    if before is not None and after is not None and before != after:
        moved = by_draught(length, beam, before, after, params)
        scenarios = dict.fromkeys(scenarios, moved)
    return Delivery(day, f"case, graded {grade}", case_id, scenarios)


def notified(day: str, barrels: float, source: str, params: Params = Params()) -> Delivery:
    """Return what a State notified to the Committee: no interval, for it is what was said."""
    volume = Volume(barrels, barrels, barrels, barrels / params.barrels_per_t, "notified")
    return Delivery(day, source, None, {f"{s:.0%}": volume for s in params.scenarios})


def year(
    deliveries: Iterable[Delivery], of: int, params: Params = Params()
) -> list[dict[str, Any]]:
    """Return one row a delivery and scenario of a calendar year, with the running total.

    `over_cap` is 'no', 'possible' (the interval's upper end is over) or 'yes' (its lower end is).
    """
    chosen = sorted((d for d in deliveries if d.day.startswith(f"{of}-")), key=lambda d: d.day)
    out = []
    for share in (f"{s:.0%}" for s in params.scenarios):
        so_far: Sequence[Volume] = ()
        for delivery in chosen:
            volume = delivery.by_scenario[share]
            so_far = [*so_far, volume]
            running = total(so_far)
            over = ("yes" if running.low_barrels > CAP_BARRELS
                    else "possible" if running.high_barrels > CAP_BARRELS else "no")  # fmt: skip
            out.append(
                {"scenario": share, "day": delivery.day, "case_id": delivery.case_id,
                 "source": delivery.source, "barrels": round(volume.barrels),
                 "low_barrels": round(volume.low_barrels),
                 "high_barrels": round(volume.high_barrels), "basis": volume.basis,
                 "running_barrels": round(running.barrels),
                 "running_low_barrels": round(running.low_barrels),
                 "running_high_barrels": round(running.high_barrels),
                 "cap_barrels": round(CAP_BARRELS), "over_cap": over}
            )  # fmt: skip
    return out
