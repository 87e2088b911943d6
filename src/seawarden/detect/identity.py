"""Identity: a ship says that she is who she is not, or one identity is on several ships.

Method: the hull is the thing behind dated claims. Three looks at them, and what each says is a
probability; those on one hull are put together as if independent, 1 - (1 - p) (1 - q) ...

    same_mmsi       `shared_mmsi`: one MMSI on several hulls
    handover        `handover`: one hull, several MMSIs in turn; `one_imo`, `reflagged`
    claim_changes   `two_identities`, `back_and_forth`, `renamed`, `resized`, `imo_changed`,
                    `invalid_imo`
    here            `unassigned_mmsi`, `no_country`: numbers that nobody issued; `gear`: the same,
                    explained as a beacon on fishing gear

Every event tells its reasons in one sentence and carries the claims as a table. A name or flag
changes lawfully every day: the confidence is that of a false identity, not of a change.
Blind spots: an identity stolen whole from a ship that is not heard; registers are not asked here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from ..geo.places import Places
from ..ids import flags
from ..ids import mmsi as ids_mmsi
from ..ids.gear import is_countdown, is_gear
from ..ids.imo import check_digits_ok
from ..schema import CLAIMS, HULLS, JUMPS, TRAILS, require
from .contract import SCHEMA, as_events
from .false_position import blocks, interference
from .identity_change import claim_changes, handover, shared_mmsi
from .identity_change.describe import history, pair_events, ship_events
from .learning.context import Context
from .time_span.periods import Periods, by_period

NAME, READS = "identity", (HULLS, CLAIMS, JUMPS, TRAILS)
SPLIT_BY = ("mmsi",)
PERIODS = Periods(period_h=1440.0, halo_h=1440.0)
"""Sixty days, and as many around: two claims further apart are not seen together; own choice."""
NEEDS = PERIODS.needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The thresholds of the parts; probabilities of a false identity are own choice.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    sender: blocks.Params = field(default_factory=blocks.Params)
    area: interference.Params = field(default_factory=interference.Params)
    same: shared_mmsi.Params = field(default_factory=shared_mmsi.Params)
    change: claim_changes.Params = field(default_factory=claim_changes.Params)
    turn: handover.Params = field(default_factory=handover.Params)
    unassigned: float = 0.7  # a number nobody issued, on something that moves as ships do
    unassigned_slow: float = 0.35  # it never makes way: gear, a buoy, or a ship adrift
    unassigned_few: float = 0.3  # heard once or twice: a bit error
    gear: float = 0.1  # false as a ship's identity, explained as a beacon's
    no_country: float = 0.55  # the form of a ship's number, with digits of no country
    few_reports: int = 3
    drift_kn: float = 3.0  # gear goes with the water: 2 kn [miller2018], and a strong tide
    under_way_kn: float = 2.0
    mixed: float = 0.5  # `shared_mmsi` this sure explains changing claims
    min_port_m: float = 10_000.0  # a renaming is painted on in port
    min_confidence: float = 0.1  # weaker findings are not reported


def detect(
    hulls: pl.DataFrame,
    claims: pl.DataFrame,
    jumps: pl.DataFrame,
    trails: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`) of the MMSIs in `hulls`; rows may come in any order.

    CLAIMS, JUMPS and TRAILS are read whole: the other side of a pair may be any ship. An event
    of two hulls stands once, under the first one's MMSI. Raises SchemaError if a table lacks a
    column.
    """
    given = (require(hulls, HULLS), require(claims, CLAIMS), require(jumps, JUMPS),
             require(trails, TRAILS))  # fmt: skip
    tables = {t.name: frame for t, frame in zip(READS, given, strict=True)}
    return by_period(lambda part: _of_period(part, params, places), tables, PERIODS)


def _of_period(tables: Mapping[str, pl.DataFrame], params: Params, places: Places) -> pl.DataFrame:
    """Return the events that the facts of a period and its surroundings show."""
    hulls, claims, jumps, trails = (tables[t.name] for t in READS)
    if hulls.is_empty() or trails.is_empty():
        return SCHEMA.to_frame()
    claims = claim_changes.with_size(claims.drop_nulls("hull")).sort(
        "hull", "start_utc", "end_utc", "n_statics", "first_line", "name", "call_sign", "imo"
    )
    marked = blocks.blocks(jumps.drop_nulls(["hull", "other_hull"]), trails, params.sender)
    marked = interference.areas(marked, params.area)
    false = marked.filter(
        pl.col("area").is_not_null() | (pl.col("one_sender") >= params.same.max_one_sender)
    )["hull"].unique()
    lives = _identified(trails, claims)
    real = lives.filter(pl.col("hull").is_in(false.implode()).not_())
    ship = hulls.filter(pl.col("station").is_in(("ship", "other")))
    one_mmsi = shared_mmsi.shared(marked, lives, params.same)
    # What ships under one MMSI claim gets mixed up between them: that event says it.
    mixed = one_mmsi.filter(pl.col("confidence") >= params.mixed)["mmsi"]
    unmixed = claims.join(real.select("hull"), on="hull", how="semi").filter(
        pl.col("mmsi").is_in(mixed.implode()).not_()
    )
    table = history(claims)
    pairs = pl.concat(
        [
            handover.pairs(real, params.turn, places),
            one_mmsi.with_columns(
                pattern=pl.lit("shared_mmsi"), other_mmsi="mmsi", wait_h=pl.lit(0.0)
            ),
        ],
        how="diagonal",
    ).join(hulls.select("hull").unique(), on="hull", how="semi")  # fmt: skip
    found = _of_ships(ship, unmixed, trails, params, places)
    parts = [p for p in (pair_events(pairs, table), ship_events(found, ship, table)) if p.height]
    if not parts:
        return SCHEMA.to_frame()
    events = pl.concat(parts, how="diagonal").filter(pl.col("confidence") >= params.min_confidence)
    return as_events(events, NAME) if events.height else SCHEMA.to_frame()


def _identified(trails: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return one row a hull: when and where heard, and the identity claimed most."""
    lives = blocks.lives(trails)
    valid = pl.Series(check_digits_ok(claims["imo"].fill_null(0).to_numpy()), dtype=pl.Boolean)
    claims = claims.with_columns(imo=pl.when(valid).then("imo"))
    for fields in (["imo"], ["name"], [*handover.SIZE, "size"]):
        most = (
            claims.drop_nulls(fields)
            .group_by("hull", *fields)
            .agg(pl.col("n_statics").sum(), first=pl.col("start_utc").min())
            .sort("hull", "n_statics", "first", *fields,
                  descending=[False, True, False, *(False for _ in fields)])
            .unique("hull", keep="first", maintain_order=True)
            .select("hull", *fields)
        )  # fmt: skip
        lives = lives.join(most, on="hull", how="left")
    return lives.sort("hull")


def _of_ships(
    hulls: pl.DataFrame, claims: pl.DataFrame, trails: pl.DataFrame, params: Params, places: Places
) -> dict[int, list[claim_changes.Found]]:
    """Return what was found on single hulls, by hull."""
    claimed = claims.join(hulls.select("hull").unique(), on="hull", how="semi")
    at_sea = _changed_at_sea(claimed, trails, params, places)
    out: dict[int, list[claim_changes.Found]] = {}
    looked = _worth_a_look(claimed)
    for part in claimed.join(looked, on="hull", how="semi").partition_by(
        "hull", maintain_order=True
    ):
        hull = part["hull"][0]
        found = claim_changes.findings(part.to_dicts(), hull in at_sea, params.change)
        if found:
            out[hull] = found
    names = dict(
        claimed.drop_nulls("name").group_by("hull", maintain_order=True).agg("name").iter_rows()
    )
    # What it makes in its fastest half hours: a fast one in ten is no accident.
    top = trails.group_by("hull").agg(top_kn=pl.col("mean_sog_kn").quantile(0.9))
    for hull, reason in _numbers(hulls.join(top, on="hull", how="left"), names, params):
        out.setdefault(hull, []).append(reason)
    return out


def _worth_a_look(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the hulls that claimed two values of a field, or a wrong IMO number."""
    wrong = ~pl.Series(check_digits_ok(claims["imo"].fill_null(0).to_numpy()), dtype=pl.Boolean)
    several = pl.any_horizontal(pl.col(f).drop_nulls().n_unique() > 1 for f in claim_changes.FIELDS)
    bad = (pl.col("imo").fill_null(0) > 0) & wrong
    return (
        claims.with_columns(bad=bad)
        .group_by("hull").agg(several=several, bad=pl.col("bad").any())
        .filter(pl.col("several") | pl.col("bad")).select("hull")
    )  # fmt: skip


def _changed_at_sea(
    claims: pl.DataFrame, trails: pl.DataFrame, params: Params, places: Places
) -> set[int]:
    """Return the hulls of which a claim began under way, far from port, soon after the last."""
    before = pl.col("end_utc").shift().over("hull")
    new = claims.with_columns(wait=pl.col("start_utc") - before).filter(
        pl.col("wait") <= pl.duration(minutes=int(params.change.at_sea_h * 60))
    )
    at = new.select("hull", at="start_utc").sort("at").join_asof(
        trails.select("hull", at="start_utc", lat="start_lat_deg", lon="start_lon_deg",
                      sog="mean_sog_kn").sort("at", "lat", "lon"),
        on="at", by="hull", check_sortedness=False,
    ).drop_nulls(["lat", "sog"]).filter(pl.col("sog") >= params.under_way_kn)  # fmt: skip
    port_m = places.port(at["lat"].to_numpy(), at["lon"].to_numpy())[1]
    return set(at["hull"].to_numpy()[port_m >= params.min_port_m].tolist())


def _numbers(
    hulls: pl.DataFrame, names: dict[int, list[str]], params: Params
) -> Iterable[tuple[int, claim_changes.Found]]:
    """Yield (hull, what is wrong) for MMSIs that nobody issued, explained."""
    forms = ids_mmsi.forms(hulls["mmsi"].to_numpy())
    country = flags.of_mmsis(hulls["mmsi"].to_numpy())
    odd = (forms == "unassigned") | ((forms == "ship") & np.array([c is None for c in country]))
    rows: list[dict[str, Any]] = hulls.filter(pl.Series(odd, dtype=pl.Boolean)).to_dicts()
    for row, form in zip(rows, forms[odd].tolist(), strict=True):
        yield row["hull"], _number(row, form, names.get(row["hull"], []), params)


def _number(
    row: dict[str, Any], form: str, names: list[str], params: Params
) -> claim_changes.Found:
    number = f"{row['mmsi']:09d}"
    nobody = f"MMSI {number} is of no form that is issued (ITU-R M.585)"
    pattern, moving = "unassigned_mmsi", params.unassigned
    if form == "ship":
        nobody = f"MMSI {number} begins with {number[:3]}, which no country has (ITU)"
        pattern, moving = "no_country", params.no_country
    if any(is_gear(n) for n in names) or is_countdown(names):
        gear = f"a beacon on fishing gear by its name ({names[-1]}), using an MMSI of nobody"
        return "gear", params.gear, f"{nobody}: {gear}"
    if row["n_reports"] < params.few_reports:
        few = f"{nobody}; heard {row['n_reports']} times only, perhaps a bit error"
        return pattern, params.unassigned_few, few
    top_kn = row["top_kn"] or 0.0
    who = f"calls itself {names[-1]}" if names else "sends no name"
    if top_kn < params.drift_kn:
        slow = f"{nobody}; it {who} and never makes way: gear, a buoy or a ship adrift"
        return pattern, params.unassigned_slow, slow
    return (
        pattern,
        moving,
        f"{nobody}; it {who} and makes {top_kn:.0f} kn: a ship may hide behind it",
    )
