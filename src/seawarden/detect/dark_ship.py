"""Dark ship: a sensor saw a ship where none was sending, of a size that owes an AIS signal.

Method: sightings are matched to hulls, all of a scene at once (`assign`). A sighting left over is
a ship not broadcasting as far as it is no hull (`p_extra`), no detection of nothing (`p_real`), and
large enough to owe a signal (`p_must`; SOLAS V/19.2.4: 300 gross tonnage on international voyages,
500 for cargo ships on others; 300 is about 45 m); and as far as ships there were heard at all in
those hours (`heard`): where no receiver hears anyone, not to be heard proves nothing. A sighting
matched to a hull whose nearest report is `silent_h` or more away is a dark ship with a name.

Blind spots: warships and ships of State owe no AIS; small craft carry none by right; a platform or
wreck looks like a ship; a length is the sensor's estimate.
"""

from dataclasses import dataclass, field

import polars as pl

from ..geo.places import Places
from ..schema import COVERAGE, FIXES, HULLS, SIGHTINGS, require
from ..schema.kinds.dark_ship import KIND
from .contract import SCHEMA, Needs, as_events, detail_text
from .learning.context import Context
from .sighting import match
from .silence.reports_nearby import heard_around

NAME, READS = "dark_ship", (SIGHTINGS, FIXES, HULLS, COVERAGE)
SPLIT_BY = ("scene_id", "sensor")
NEEDS = Needs(before_h=12.5, after_h=12.5, metres=2_300_000.0)
"""FIXES are the reports of 12 h around a scene of minutes, at the highest speed AIS can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a dark ship.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is a share of 1, or a ratio that says so.
    """

    silent_h: float = 2.0  # a hull not heard for so long around the scene was silent; own choice
    heard_h: int = 6  # hours before and after in which others must have been heard; own choice
    heard_half: float = 5.0  # reports of others at which half is believed; own choice
    heard_least: float = 0.1  # what is believed where nobody was heard; own choice
    candidate_km: float = 30.0  # farther candidates are not told
    min_confidence: float = 0.05  # weaker sightings are not reported
    matching: match.Params = field(default_factory=match.Params)


def detect(
    sightings: pl.DataFrame,
    fixes: pl.DataFrame,
    hulls: pl.DataFrame,
    coverage: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a ship not broadcasting; rows in any order.

    `mmsi` and `hull` are those of a silent hull that fits; null where none does.

    Raises SchemaError if a table lacks a column.
    """
    coverage = require(coverage, COVERAGE)
    found = match.match_sightings(sightings, fixes, hulls, params.matching)
    rows = found.matched.filter(
        pl.col("hull").is_null() | (pl.col("away_h") >= params.silent_h)
    )  # fmt: skip
    if rows.is_empty():
        return SCHEMA.to_frame()
    rows = _weigh(rows, coverage, params)
    rows = rows.filter(pl.col("confidence") >= params.min_confidence)
    if rows.is_empty():
        return SCHEMA.to_frame()
    lat, lon = rows["lat_deg"].to_numpy(), rows["lon_deg"].to_numpy()
    port_m = places.port(lat, lon)[1]
    kind = places.kind(lat, lon)
    rows = rows.with_columns(
        port_km=pl.Series(port_m / 1000).round(1), place=pl.Series(kind.tolist(), dtype=pl.String)
    )
    return as_events(_describe(rows, found.pairs, params), NAME)


def _weigh(rows: pl.DataFrame, coverage: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the sightings with `heard`, `others_heard` and `confidence`."""
    lat, lon = rows["lat_deg"].to_numpy(), rows["lon_deg"].to_numpy()
    time = rows["time_utc"].to_physical().to_numpy()
    others = heard_around(coverage, lat, lon, time, params.heard_h)
    believed = others / (others + params.heard_half)
    believed = params.heard_least + (1.0 - params.heard_least) * believed
    rows = rows.with_columns(others_heard=pl.Series(others), heard=pl.Series(believed))
    named = pl.col("hull").is_not_null()
    # Matched to a silent hull: either that hull, not heard, or no hull, if it is a ship at all.
    ship = (
        pl.when(named)
        .then(pl.col("p_match") + pl.col("p_none") * pl.col("p_real"))
        .otherwise(pl.col("p_extra") * pl.col("p_real"))
    )
    return rows.with_columns(confidence=(ship * pl.col("p_must") * pl.col("heard")).round(6))


def _describe(rows: pl.DataFrame, pairs: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the sightings as findings."""
    near = pairs.filter(pl.col("distance_m") <= params.candidate_km * 1000)
    by_id = near.partition_by("sighting_id", as_dict=True)
    detail = [
        detail_text(KIND, **_detail(row, by_id.get((row["sighting_id"],), near.clear()), params))
        for row in rows.iter_rows(named=True)
    ]
    zero = pl.lit(0.0)
    return rows.with_columns(
        start_utc=pl.col("time_utc"), end_utc=pl.col("time_utc"), is_open=pl.lit(False),
        observed_h=zero, inferred_h=zero, detail=pl.Series(detail), first_row="row", last_row="row",
    )  # fmt: skip


def _detail(row: dict[str, object], near: pl.DataFrame, params: Params) -> dict[str, object]:
    """Return the fields of `detail` for one sighting."""
    plain = ("sighting_id", "sensor", "scene_id", "file_id", "line", "place", "port_km",
             "hull_length_m")  # fmt: skip
    rounded = {"length_m": 0, "heading_deg": 0, "sigma_m": 0, "away_h": 2, "others_heard": 0,
               "p_match": 4, "p_none": 4, "p_extra": 4, "p_real": 4, "p_must": 4,
               "heard": 4}  # fmt: skip
    out = {name: row[name] for name in plain}
    for name, digits in rounded.items():
        value = row[name]
        out[name] = None if value is None else round(float(value), digits)  # type: ignore[arg-type]
    out["candidates"] = [_candidate(one, params) for one in near.iter_rows(named=True)]
    return out


def _candidate(one: dict[str, float], params: Params) -> dict[str, object]:
    """Return one hull that came into question, and why it is not (or may be) the one."""
    reasons: list[str] = []
    if one["fits_place"] < 0:
        away = one["distance_m"] / 1000
        reasons.append(f"{away:.1f} km from where she was to be, give or take "
                    f"{one['sigma_m'] / 1000:.1f} km")  # fmt: skip
    if one["fits_length"] < -0.5:
        reasons.append(f"her length is {one['length_m']:.0f} m")
    if one["fits_heading"] < -0.5:
        reasons.append("she lay another way")
    if one["away_h"] >= params.silent_h:
        reasons.append(f"not heard for {one['away_h']:.1f} h")
    if not reasons:
        reasons.append("she fits" if one["p"] >= 0.5 else "another sighting fits her better")
    return {"mmsi": one["mmsi"], "hull": one["hull"], "p": round(one["p"], 4),
            "distance_m": round(one["distance_m"]), "why": "; ".join(reasons)}  # fmt: skip
