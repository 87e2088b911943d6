"""Spoofing: positions that cannot be true, by deed of the ship or of interference.

Method: four looks at the facts, each in its file.

    areas     many ships jump to one place at once: interference, or a receiver's fault; an event
              of the area (`mmsi` and `hull` null), and the ships' own events are left out
    jumped    one transmitter's positions jump away: on_land, circle, replay, offset, teleport
    circles   round and round one point for hours, with no jump to tell it
    inland    kilometres from any water, with no jump to tell it

`blocks` tells a lie from two ships under one MMSI, which is `identity`. An event of a ship stands
under the hull it belongs to; `detail.false_hull` is the hull that the false positions made.

Blind spots: a constant shift from the first report to the last; a lie that begins and ends where
the ship is and keeps to a ship's speed; shifts below 5 km; a straight line drawn instead of
sailed (half hours do not show noise below a decimetre a leg).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from ..geo.places import Places
from ..schema import COVERAGE, HULLS, JUMPS, TRAILS, require
from .contract import SCHEMA, as_events
from .false_position import blocks, circles, inland, interference
from .false_position import jumps as jumped
from .false_position.describe import AREA, CIRCLE, INLAND, JUMPED, tell
from .learning.context import Context
from .time_span.periods import Periods, by_period

NAME, READS = "spoofing", (HULLS, JUMPS, TRAILS, COVERAGE)
SPLIT_BY = ("mmsi",)
PERIODS = Periods(period_h=720.0, halo_h=720.0)
"""Thirty days, and as many around: her usual track, and where rivers are; own choice."""
NEEDS = PERIODS.needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The thresholds of the parts, and what is worth reporting.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    sender: blocks.Params = field(default_factory=blocks.Params)
    area: interference.Params = field(default_factory=interference.Params)
    jump: jumped.Params = field(default_factory=jumped.Params)
    circle: circles.Params = field(default_factory=circles.Params)
    land: inland.Params = field(default_factory=inland.Params)
    near_h: float = 2.0  # a jump so near to a circle is that circle's end
    min_confidence: float = 0.3  # weaker findings are not reported


def detect(
    hulls: pl.DataFrame,
    jumps: pl.DataFrame,
    trails: pl.DataFrame,
    coverage: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`) of the MMSIs in `hulls`; rows may come in any order.

    JUMPS, TRAILS and COVERAGE are read whole: what many ships do at once is no ship's deed.
    Raises SchemaError if a table lacks a column.
    """
    given = (require(hulls, HULLS), require(jumps, JUMPS), require(trails, TRAILS),
             require(coverage, COVERAGE))  # fmt: skip
    tables = {t.name: frame for t, frame in zip(READS, given, strict=True)}
    return by_period(lambda part: _of_period(part, params, places), tables, PERIODS)


def _of_period(tables: Mapping[str, pl.DataFrame], params: Params, places: Places) -> pl.DataFrame:
    """Return the events that the facts of a period and its surroundings show."""
    hulls, jumps, trails, coverage = (tables[t.name] for t in READS)
    jumps = jumps.drop_nulls(["hull", "other_hull"])
    marked = _blocks(jumps, trails, coverage, params)
    own = pl.col("mmsi").is_in(hulls["mmsi"].unique().implode())
    ships = hulls.filter(pl.col("station").is_in(("ship", "other")))
    sailing = trails.join(ships.select("hull").unique(), on="hull", how="semi")
    rounds = circles.circles(sailing, ships, params.circle)
    areas_of = marked.filter(pl.col("area").is_not_null())
    jumped_with = pl.struct("mmsi", "after_utc").is_in(
        areas_of.select(pl.struct("mmsi", after_utc="start_utc")).to_series().implode()
    )
    away = marked.filter(own & pl.col("area").is_null() & ~jumped_with.fill_null(value=False))
    false = jumped.jumped(away, trails, rounds, params.jump)
    false = _without_ends(false, rounds, params.near_h)
    findings = [
        tell(interference.gather(marked, params.area).filter(pl.col("owner").is_in(
            hulls["mmsi"].unique().implode())), AREA),
        tell(false, JUMPED),
        tell(_apart(rounds, false, marked), CIRCLE),
        tell(_apart(_inland(trails, marked, ships, params, places), false, marked), INLAND),
    ]  # fmt: skip
    findings = [part for part in findings if part.height]
    if not findings:
        return SCHEMA.to_frame()
    found = pl.concat(findings).filter(pl.col("confidence") >= params.min_confidence)
    return as_events(_distinct(found), NAME) if found.height else SCHEMA.to_frame()


def _blocks(
    jumps: pl.DataFrame, trails: pl.DataFrame, coverage: pl.DataFrame, params: Params
) -> pl.DataFrame:
    """Return the blocks of all MMSIs, with `area`, `heard` and `receiver`."""
    away = blocks.blocks(jumps, trails, params.sender)
    marked = interference.areas(away, params.area)
    asked = pl.col("area").is_not_null() | (pl.col("one_sender") >= params.jump.min_one_sender)
    heard = interference.heard_by(marked.filter(asked), trails, coverage)
    rest = marked.filter(~asked).with_columns(
        heard=pl.lit(interference.NOT_KNOWN), receiver=pl.lit(None, pl.String)
    )
    return pl.concat([heard, rest.select(heard.columns)]).sort("mmsi", "start_utc", "hull")


def _inland(
    trails: pl.DataFrame, marked: pl.DataFrame, ships: pl.DataFrame, params: Params, places: Places
) -> pl.DataFrame:
    """Return the runs inland of the given ships; false hulls tell no river."""
    shown = marked.filter(
        pl.col("area").is_not_null() | (pl.col("one_sender") >= params.jump.min_one_sender)
    )
    there = trails.join(shown.select("hull").unique(), on="hull", how="anti")
    runs = inland.inland(there, params.land, places)
    return runs.join(ships.select("hull").unique(), on="hull", how="semi")


def _apart(rows: pl.DataFrame, false: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose hull has no jump event or area event at the time."""
    spans = pl.concat(
        [
            false.select("hull", a="start_utc", b="end_utc"),
            marked.filter(pl.col("area").is_not_null()).select("hull", a="start_utc", b="end_utc"),
        ]
    )
    rows = rows.with_row_index("nth")
    met = rows.select("nth", "hull", "start_utc", "end_utc").join(spans, on="hull")
    met = met.filter((pl.col("a") <= pl.col("end_utc")) & (pl.col("b") >= pl.col("start_utc")))
    return rows.join(met.select("nth").unique(), on="nth", how="anti").drop("nth")


def _without_ends(false: pl.DataFrame, rounds: pl.DataFrame, near_h: float) -> pl.DataFrame:
    """Return the blocks without one-way jumps that only begin or end a circle, or hold it."""
    near = pl.duration(minutes=int(near_h * 60))
    rows = false.with_row_index("nth")
    ends = rows.filter(pl.col("is_one_way")).select(
        "nth", "mmsi", at=pl.coalesce("before_utc", "end_utc")
    )
    met = ends.join(
        rounds.filter(pl.col("log_odds") > 0).select("mmsi", a="start_utc", b="end_utc"),
        on="mmsi",
    ).filter(
        (pl.col("a") - near <= pl.col("at")) & (pl.col("at") <= pl.col("b") + near)
    )  # fmt: skip
    return rows.join(met.select("nth").unique(), on="nth", how="anti").drop("nth")


def _distinct(found: pl.DataFrame) -> pl.DataFrame:
    """Return the findings with starts that tell events of one hull (or of no hull) apart."""
    found = found.sort("hull", "start_utc", "end_utc", "lat_deg", "lon_deg", "detail")
    nth = pl.int_range(pl.len()).over("hull", "start_utc")
    return found.filter((nth == 0) | pl.col("hull").is_null()).with_columns(
        start_utc=pl.when(pl.col("hull").is_null())
        .then(pl.min_horizontal(pl.col("start_utc") + pl.duration(milliseconds=nth), "end_utc"))
        .otherwise("start_utc")
    )
