"""Transfer in the dark: one side, or both, not sending while two ships lay together.

Method: `dark_transfer.one_side` weighs stops of visible ships that look like one half of a
transfer; `dark_transfer.both_sides` weighs pairs of silences whose reachable regions meet on water
long enough. Both give log odds whose parts stand in `detail`; 0.5 and more is a call. Time seen is
the visible ship's, time in which nobody was seen is inferred. How deliberate a silence is, is
`gap`'s finding.

Blind spots: a partner that never carries AIS leaves only draught and sightings; a ship not heard
at all in the data cannot be half of a pair; what was moved is not seen. A drift with engine
trouble differs from a transfer by nothing but the absence of the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from ..geo.places import Places
from ..schema import (
    CLAIMS,
    CONTACTS,
    COVERAGE,
    FIXES,
    HULLS,
    JUMPS,
    SIGHTINGS,
    SILENCES,
    STAYS,
    TIME,
    TRAILS,
    require,
)
from . import gap
from .contract import SCHEMA, Detector, as_events, sorted_by_key
from .dark_transfer import both_sides, describe, one_side, sighting_evidence, space_time_prism
from .draught.at_sea import changes_at_sea
from .learning.context import Context
from .sighting import match
from .time_span.periods import Periods, by_period
from .transfer.evidence import CANDIDATES
from .transfer.ship_kind import ship_kind

NAME = "dark_sts"
READS = (
    STAYS, TRAILS, SILENCES, HULLS, CLAIMS, CONTACTS, SIGHTINGS, FIXES, JUMPS, COVERAGE,
)  # fmt: skip
"""`gap` is asked about the silences, so its tables are among them."""
SPLIT_BY: tuple[str, ...] = ()  # any two silences of a period may belong together
PERIODS = Periods(period_h=720.0, halo_h=504.0)
"""Thirty days, and twice the longest silence around them, for rivals of rivals; own choice."""
NEEDS = PERIODS.needs


_GAP: Detector = gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a transfer in the dark.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is a share of 1, or a ratio that says so.
    """

    least_speed_kn: float = 5.0  # a ship with no known speed can have made as much; own choice
    speed_margin: float = 1.05  # on the speed she showed: current, haste; own choice
    min_confidence: float = 0.05  # weaker ones are not reported
    one: one_side.Params = field(default_factory=one_side.Params)
    both: both_sides.Params = field(default_factory=both_sides.Params)
    silence: gap.Params = field(default_factory=gap.Params)
    matching: match.Params = field(default_factory=match.Params)


def detect(
    stays: pl.DataFrame,
    trails: pl.DataFrame,
    silences: pl.DataFrame,
    hulls: pl.DataFrame,
    claims: pl.DataFrame,
    contacts: pl.DataFrame,
    sightings: pl.DataFrame,
    fixes: pl.DataFrame,
    jumps: pl.DataFrame,
    coverage: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a possible transfer; rows may come in any order.

    With one side dark `mmsi` is the visible ship and `other_mmsi` the silent one where one
    candidate is clearly best, else null. Raises SchemaError if a table lacks a column.
    """
    given = dict(zip((t.name for t in READS), (
        stays, trails, silences, hulls, claims, contacts, sightings, fixes, jumps,
        coverage,
    ), strict=True))  # fmt: skip
    made = {t.name: require(given[t.name], t) for t in READS}
    return by_period(lambda part: _of_period(part, params, places, context), made, PERIODS)


def _of_period(
    tables: Mapping[str, pl.DataFrame], params: Params, places: Places, context: Context
) -> pl.DataFrame:
    """Return the transfers that the facts of a period and its surroundings show."""
    made = {t.name: sorted_by_key(tables[t.name], t) for t in READS}
    ships = made["HULLS"].filter(~pl.col("station").is_in(("base", "aton", "sar"))).select(
        "hull", "length_m", "beam_m", kind=ship_kind(pl.col("ship_type")).fill_null("unknown")
    )  # fmt: skip
    found = one_side.stops(made["STAYS"], ships, params.one, places)
    breaks = one_side.breaks(made["STAYS"], found, params.one, places)
    dark = _silences(made, ships, breaks, params, (places, context))
    could = space_time_prism.prisms(
        dark, made["TRAILS"], params.least_speed_kn, params.speed_margin
    )
    frames = [
        _one_side(made, found, breaks, (dark, could), params),
        _both_sides(dark, could, params, places),
    ]
    frames = [f for f in frames if f.height]
    if not frames:
        return SCHEMA.to_frame()
    every = pl.concat(frames, how="diagonal").sort(
        "confidence", "hull", "start_utc", "end_utc", "detail", descending=True
    )
    # Silences of one ship that overlap (two stations' clocks) can show one meeting twice.
    return as_events(every.unique(["hull", "other_hull", "start_utc"], keep="first",
                                  maintain_order=True), NAME)  # fmt: skip


def _silences(
    made: dict[str, pl.DataFrame], ships: pl.DataFrame, breaks: pl.DataFrame, params: Params,
    known: tuple[Places, Context],
) -> pl.DataFrame:  # fmt: skip
    """Return the silences of cargo ships, with how deliberate and what else is known."""
    both, (places, context) = params.both, known
    long = made["SILENCES"].filter(
        pl.col("duration_h").is_between(both.min_silence_h, both.max_silence_h)
    )
    dark = long.join(ships.select("hull", "kind", "length_m"), on="hull", how="inner").filter(
        pl.col("kind").is_in(CANDIDATES)
    )
    # Below `least_deliberate` all silences are alike: `gap` need not tell them apart.
    weighed = _GAP.detect(
        *(made[t.name] for t in _GAP.READS),
        params=replace(params.silence, min_confidence=both.least_deliberate),
        places=places, context=context,
    )  # fmt: skip
    weighed = weighed.select("hull", "start_utc", deliberate="confidence")
    dark = dark.join(weighed, on=["hull", "start_utc"], how="left").sort("hull", "start_utc")
    least = pl.col("deliberate").fill_null(0.0).clip(lower_bound=both.least_deliberate)
    dark = dark.with_columns(deliberate=least)
    around = breaks.filter(pl.col("start_utc") < pl.col("end_utc"))
    change = changes_at_sea(
        dark, around, made["CLAIMS"], params.one.draught_before_h, params.one.draught_after_h
    )
    return dark.with_columns(draught_change_m=change)


def _one_side(
    made: dict[str, pl.DataFrame], found: pl.DataFrame, breaks: pl.DataFrame,
    silent: tuple[pl.DataFrame, space_time_prism.Prisms], params: Params,
) -> pl.DataFrame:  # fmt: skip
    """Return the findings with one side dark."""
    if found.is_empty():
        return found
    one = params.one
    change = changes_at_sea(
        found, breaks, made["CLAIMS"], one.draught_before_h, one.draught_after_h
    )
    matches = match.match_sightings(
        made["SIGHTINGS"], made["FIXES"], made["HULLS"], params.matching
    )
    beams = made["SIGHTINGS"].select("sighting_id", "beam_m").join(
        matches.matched.select("sighting_id", "hull"), on="sighting_id"
    ).join(made["HULLS"].select("hull", hull_beam_m="beam_m"), on="hull").drop("hull")  # fmt: skip
    seen = sighting_evidence.weigh(
        found, matches.matched, matches.pairs, beams, one.evidence, params.matching.sensor
    )
    dark, could = silent
    likely = one_side.belief(found, seen, change, one)
    changed = found.with_columns(draught_change_m=change)
    other = one_side.partners(changed, likely, dark, could, one)
    out = one_side.weigh(
        found, seen, other, change, (made["TRAILS"], made["CONTACTS"], made["STAYS"]), one
    )
    return describe.one_side(_named(out, dark, one), params.min_confidence)


def _named(out: pl.DataFrame, dark: pl.DataFrame, one: one_side.Params) -> pl.DataFrame:
    """Return the stops with the silent ship's name where one candidate is clearly the best."""
    clear = pl.col("partner_p") >= one.named
    silent = dark.select(
        partner=pl.int_range(pl.len()), dark_hull="hull", dark_mmsi=pl.col("mmsi").cast(pl.Int64),
        dark_first="first_row", dark_last="last_row",
    )  # fmt: skip
    out = out.join(silent, on="partner", how="left", maintain_order="left")
    return out.with_columns(
        other_hull=pl.when(clear).then("dark_hull"),
        other_mmsi=pl.when(clear).then("dark_mmsi"),
        other_first_row=pl.when(clear).then("dark_first"),
        other_last_row=pl.when(clear).then("dark_last"),
    )


def _both_sides(
    dark: pl.DataFrame, could: space_time_prism.Prisms, params: Params, places: Places
) -> pl.DataFrame:
    """Return the findings with both sides dark."""
    found = both_sides.meetings(dark, could, params.both, places)
    if found.is_empty():
        return found
    mine = ("hull", "mmsi", "is_open", "deliberate", "draught_change_m", "first_row", "last_row",
            "kind")  # fmt: skip
    for side, prefix in (("i", ""), ("j", "other_")):
        known = dark.select(pl.col(c).alias(f"{prefix}{c}") for c in mine)
        found = found.hstack(known[found[side]])
    begin, end = (pl.col("begin_h") * 3600).ceil(), (pl.col("end_h") * 3600).floor()
    found = found.with_columns(
        pl.col("mmsi", "other_mmsi").cast(pl.Int64),
        start_utc=(begin * 1000).cast(pl.Int64).cast(TIME),
        end_utc=(end * 1000).cast(pl.Int64).cast(TIME),
        is_open=pl.col("is_open") | pl.col("other_is_open"),
        observed_h=pl.lit(0.0),
        inferred_h=(end - begin) / 3600,
    )
    return describe.both_sides(found, params.min_confidence, params.both)
