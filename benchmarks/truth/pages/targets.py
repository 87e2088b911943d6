"""What was measured, beside the targets that it is held to."""

import math
from dataclasses import dataclass, field

import polars as pl

from ..dark import Sightings
from ..dark_sts import DarkTransfers
from ..deceit import Deceit
from ..gaps import Ranking
from ..innocent import Contacts
from ..score import calibration_error, calibration_noise
from ..settings import INTERVALS_MIN, Settings
from ..splitting import Split
from ..transfers import Tally


@dataclass(slots=True)
class Results:
    """What the parts returned; a part that did not run is None."""

    settings: Settings
    transfers: dict[tuple[float, str], Tally] | None = None
    edges: dict[str, Tally] | None = None
    gaps: dict[float | None, Ranking] | None = None
    splitting: dict[float, Split] | None = None
    dark: dict[tuple[float, str], Sightings] | None = None
    dark_sts: DarkTransfers | None = None
    deceit: dict[float | None, Deceit] | None = None
    events: pl.DataFrame | None = None
    contacts: Contacts | None = None
    not_built: list[str] = field(default_factory=list)


Target = tuple[str, str, bool | None]
"""What is asked, what was measured, and whether it is met; None where that is not decided."""


def all_targets(results: Results) -> list[Target]:
    """Return every target, in the order of the page."""
    return [
        *_transfer_targets(results), *_dark_targets(results), *_gap_targets(results),
        *_split_targets(results), *_calibration_targets(results),
    ]  # fmt: skip


def _transfer_targets(results: Results) -> list[Target]:
    tallies = results.transfers
    if tallies is None:
        return []
    out: list[Target] = []
    for interval, least in ((20.0, 0.95), (60.0, 0.75)):
        tally = tallies[interval, "seawarden"]
        n = tally.counts.hits + tally.counts.missed
        found = f"{tally.counts.recall:.3f} ({tally.counts.hits} of {n})"
        out.append((f"transfers, {interval:g} min mean interval: recall ≥ {least}", found,
                    tally.counts.recall >= least))  # fmt: skip
        rate, days = tally.false_per_1000, tally.vessel_days
        out.append((f"at ≤ 1 false event per 1,000 vessel-days, {interval:g} min",
                    f"{rate:.2f} ({tally.false_events} in {days:,.0f} vessel-days)",
                    rate <= 1.0))  # fmt: skip
    fooled = sum(one[0] for i in INTERVALS_MIN for one in tallies[i, "seawarden"].fooled.values())
    cases = sum(one[1] for i in INTERVALS_MIN for one in tallies[i, "seawarden"].fooled.values())
    out.append(("hard cases called a transfer, all intervals: none", f"{fooled} of {cases}",
                fooled == 0))  # fmt: skip
    if results.edges:
        for interval, least in ((20.0, 0.95), (60.0, 0.75)):
            for name in ("across 180°", "over midnight"):
                one = results.edges[f"{name}, {interval:g} min"].counts
                out.append((f"{name}, {interval:g} min: recall ≥ {least}",
                            f"{one.recall:.3f} ({one.hits} of {one.hits + one.missed})",
                            one.recall >= least))  # fmt: skip
    return out


def _dark_targets(results: Results) -> list[Target]:
    found = results.dark_sts
    one = "one side dark, with a sighting: recall ≥ 0.80 at precision ≥ 0.80"
    two = "both dark: true pair among the first ten of each month"
    if found is None or not found.months:
        return [(one, "", None), (two, "", None)]
    c = found.one_side
    ranks = found.both_ranks
    first = sum(r is not None and r <= 10 for r in ranks)
    return [
        (one, f"recall {c.recall:.2f}, precision {cell(c.precision)} "
              f"({c.hits} found, {c.false} false, {c.missed} missed)",
         bool(c.recall >= 0.8 and c.precision >= 0.8)),
        (two, f"{first} of {len(ranks)} in {found.months} month(s)", first == len(ranks)),
    ]  # fmt: skip


def _gap_targets(results: Results) -> list[Target]:
    out: list[Target] = []
    for interval, ranking in (results.gaps or {}).items():
        ours = ranking.precision("gap")
        best = max(ranking.precision(m) for m in ("6 h", "12 h", "Welch 2022"))
        name = "deliberate gaps: average precision ≥ 0.2 above the best flat threshold, "
        words = f"{ours:.2f} against {best:.2f} ({ours - best:+.2f})"
        out.append((name + heard(interval), words, ours - best >= 0.2))
    return out


def heard(interval: float | None) -> str:
    """Return how a world was heard, in words."""
    return "network" if interval is None else f"{interval:g} min"


def _split_targets(results: Results) -> list[Target]:
    if results.splitting is None:
        return []
    unsplit = sum(s.unsplit for s in results.splitting.values())
    alone = sum(s.alone for s in results.splitting.values())
    return [
        ("single-ship MMSIs stay one hull", f"{unsplit} of {alone}", unsplit == alone),
        ("MMSI 416000000 (real data)", "see [accuracy-real](accuracy-real.md)", None),
    ]


def _calibration_targets(results: Results) -> list[Target]:
    events = results.events
    if events is None or events.is_empty():
        return []
    out: list[Target] = []
    for name, part in by_kind(events):
        error = calibration_error(part["is_true"], part["confidence"])
        chance = calibration_noise(part["confidence"])[1]
        what = "expected calibration error ≤ 0.05 on unseen seeds, all events"
        what = what if name == "all" else f"the same, {name}"
        words = f"{error:.3f} ({part.height} events)"
        if error > _MOST_ERROR and error <= chance:
            # Too few to tell: perfect confidences would be charged with as much.
            out.append((what, f"{words}; chance alone gives up to {chance:.3f}", None))
        else:
            out.append((what, words, error <= _MOST_ERROR))
    return out


_MOST_ERROR = 0.05


def by_kind(events: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """Return (name, events) of all together and of each kind."""
    kinds = sorted(events["kind"].unique())
    return [("all", events), *((f"`{k}`", events.filter(pl.col("kind") == k)) for k in kinds)]


def cell(value: object) -> str:
    """Return a value as a table shows it."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.2f}"
    return str(value)
