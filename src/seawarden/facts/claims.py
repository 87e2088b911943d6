"""CLAIMS: what each hull sent of itself, and when; and the identity it claimed most often.

Method: a static message belongs to the hull whose position report came last under that MMSI
(JUMPS tell where one hull's reports end and another's begin), or to the next one when it is
nearer in time; `speakers` mends that where ships share the MMSI. Messages that leave a field
empty (part A and part B of message 24) leave it as it was. A claim ends when any field changes.
Blind spot: two ships that share an MMSI and are on the air at like times all the while may each
be given what the other sent; `detect.identity` reports the shared MMSI.
"""

from collections.abc import Iterable

import polars as pl

from ..ids.imo import check_digits_ok
from ..schema import CLAIMS, HULLS, STATICS, conform
from .batches import batches
from .shared_mmsi import speakers

_FIELDS = (
    "imo", "name", "call_sign", "ship_type", "bow_m", "stern_m", "port_m", "starboard_m",
    "draught_m", "destination",
)  # fmt: skip
_BATCH_ROWS = 100_000  # hundreds of thin days cost more one by one than what they hold
_DIMENSIONS = ("bow_m", "stern_m", "port_m", "starboard_m")


def claims(
    pieces: Iterable[pl.DataFrame], hulls: pl.DataFrame, jumps: pl.DataFrame
) -> pl.DataFrame:
    """Return CLAIMS of `pieces`, STATICS in time order, sorted by `mmsi`, `hull`, `start_utc`.

    Memory holds one piece (or `_BATCH_ROWS` messages of small ones), the messages of MMSIs with
    several hulls, and the claims so far. No statics give no claims.
    """
    segments = segments_of(hulls, jumps)
    shared = hulls.group_by("mmsi").len().filter(pl.col("len") > 1).select("mmsi")
    done, held = CLAIMS.empty(), []
    for piece in batches(pieces, _BATCH_ROWS):
        statics = with_hull(conform(piece, STATICS).sort(STATICS.sort), segments)
        held.append(statics.join(shared, on="mmsi", how="semi", maintain_order="left"))
        rest = statics.join(shared, on="mmsi", how="anti", maintain_order="left")
        done = _collapse(pl.concat([done, _single(rest)]))
    if held:
        moved = speakers.reassigned(pl.concat(held), segments).sort(STATICS.sort)
        done = pl.concat([done, _collapse(_single(moved))])
    return conform(done, CLAIMS).sort("mmsi", "hull", "start_utc")


def _single(statics: pl.DataFrame) -> pl.DataFrame:
    """Return each static message, with its hull, as a claim."""
    return statics.select(
        "hull",
        "mmsi",
        pl.col("time_utc").alias("start_utc"),
        pl.col("time_utc").alias("end_utc"),
        pl.lit(1, pl.Int64).alias("n_statics"),
        *_FIELDS,
        "file_id",
        pl.col("line").alias("first_line"),
        pl.col("line").alias("last_line"),
    )


def identify(hulls: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return HULLS with the identity each hull claimed in most of its static messages.

    An IMO number counts only with a valid check digit; dimensions are taken together.
    """
    of_hulls = claims.filter(pl.col("hull").is_not_null())
    out = hulls.drop("imo", "name", "call_sign", "ship_type", *_DIMENSIONS, "length_m", "beam_m")
    is_valid = pl.Series(check_digits_ok(of_hulls["imo"].fill_null(0)), dtype=pl.Boolean)
    valid = of_hulls.with_columns(pl.when(is_valid).then("imo").alias("imo"))
    for fields in (("imo",), ("name",), ("call_sign",), ("ship_type",), _DIMENSIONS):
        most = (
            valid.filter(pl.all_horizontal(pl.col(f).is_not_null() for f in fields))
            .group_by("hull", *fields)
            .agg(pl.col("n_statics").sum(), pl.col("start_utc").min())
            .sort(
                "hull",
                "n_statics",
                "start_utc",
                *fields,
                descending=[False, True, False, *(False for _ in fields)],
            )
            .unique("hull", keep="first", maintain_order=True)
            .select("hull", *fields)
        )
        out = out.join(most, on="hull", how="left")
    out = out.with_columns(
        (pl.col("bow_m") + pl.col("stern_m")).alias("length_m"),
        (pl.col("port_m") + pl.col("starboard_m")).alias("beam_m"),
    )
    return conform(out, HULLS).sort("hull")


def segments_of(hulls: pl.DataFrame, jumps: pl.DataFrame) -> pl.DataFrame:
    """Return (mmsi, from_utc, hull): which hull's reports an MMSI's next ones are, from when.

    Between two jumps all reports are one hull's. The border lies half way in time.
    """
    first = hulls.sort("mmsi", "start_utc", "first_row").unique("mmsi", keep="first")
    start = first.select(
        "mmsi", pl.col("start_utc").dt.offset_by("-100y").alias("from_utc"), "hull"
    )
    half = (pl.col("end_utc") - pl.col("start_utc")) / 2
    change = jumps.select(
        "mmsi", (pl.col("start_utc") + half).alias("from_utc"), pl.col("other_hull").alias("hull")
    )
    return pl.concat([start, change.cast(start.schema)]).sort("mmsi", "from_utc")


def with_hull(rows: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Return rows (with `mmsi` and `time_utc`, in time order) and the `hull` each belongs to."""
    return rows.join_asof(
        segments,
        left_on="time_utc",
        right_on="from_utc",
        by="mmsi",
        strategy="backward",
        check_sortedness=False,
    )


def _collapse(rows: pl.DataFrame) -> pl.DataFrame:
    """Join neighbouring rows of a hull that do not contradict each other into one claim."""
    by = ["mmsi", "hull"]
    rows = rows.sort("mmsi", "hull", "start_utc", "end_utc", maintain_order=True).with_columns(
        pl.col(name).forward_fill().over(by) for name in _FIELDS
    )
    changed = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(name).shift()) & pl.col(name).shift().is_not_null()
        for name in _FIELDS
    )
    border = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in by)
    return (
        rows.with_columns((changed | border).fill_null(value=True).cum_sum().alias("claim"))
        .group_by("claim", maintain_order=True)
        .agg(
            pl.col("hull", "mmsi", "start_utc").first(),
            pl.col("end_utc").last(),
            pl.col("n_statics").sum(),
            pl.col(*_FIELDS).last(),
            pl.col("file_id", "first_line").first(),
            pl.col("last_line").filter(pl.col("file_id") == pl.col("file_id").first()).max(),
        )
        .drop("claim")
    )
