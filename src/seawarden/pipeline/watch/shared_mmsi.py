"""Ships that share an MMSI, told apart: who sent which report."""

from collections.abc import Iterator
from functools import partial

import polars as pl

from ...facts.params import Params as PassParams
from ...facts.shared_mmsi import senders, speakers
from ...schema import STATICS
from ...store.archive import Archive
from ...store.kept import Kept
from .growth.day_groups import DayGroup, groups

_COLUMNS = (
    "time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "cog_deg", "file_id", "line",
)  # fmt: skip
_OWN_MESSAGE = (5, 24)
"""Static messages of their own, which say nothing of the position reports beside them."""


def share(
    archive: Archive, chosen: pl.DataFrame, params: senders.Params = senders.Params(),
    reach: PassParams = PassParams(), kept: Kept = Kept(None),
) -> senders.Senders:  # fmt: skip
    """Return who sent the reports of the MMSIs in `chosen` (as `senders.contested` gives them).

    The archive's reports of those MMSIs are read once more, some days at a time; those that an
    earlier run read are in `kept`.
    """
    if chosen.is_empty():
        return senders.Senders()
    identities = _identities(archive, chosen)
    return senders.share(_reports(archive, chosen, identities, kept), chosen, params, reach)


def _identities(archive: Archive, chosen: pl.DataFrame) -> pl.DataFrame:
    """Return `mmsi`, `file_id`, `line` and a number `said` for the identities in position rows.

    A table that repeats name and IMO number in every row is archived with a STATICS row for each
    change, so a row says what the last STATICS row at or before it says.
    """
    who = ("imo", "name", "call_sign")
    parts = [
        day.filter(~pl.col("msg_type").is_in(_OWN_MESSAGE).fill_null(value=False))
        .join(chosen, on="mmsi", how="semi")
        .select("mmsi", "file_id", "line", *who)
        for day in archive.statics_by_day()
    ]
    rows = pl.concat(parts) if parts else STATICS.empty().select("mmsi", "file_id", "line", *who)
    named = rows.filter(pl.any_horizontal(pl.col(w).is_not_null() for w in who))
    return named.select(
        "mmsi", "file_id", "line",
        claimed=speakers.CLAIMED_IDENTITY.rank("dense").cast(pl.Int64),
    ).sort("mmsi", "file_id", "line")  # fmt: skip


def _reports(
    archive: Archive, chosen: pl.DataFrame, identities: pl.DataFrame, kept: Kept
) -> Iterator[pl.DataFrame]:
    mmsis = chosen["mmsi"].sort().to_list()
    for group in groups(archive.days):
        theirs = kept.made(
            ("reports of MMSIs", group.contents(archive, kept), mmsis),
            partial(_of_group, archive, group, chosen),
        )
        if theirs.is_empty():
            continue
        theirs = theirs.with_columns(pl.col("row") + group.first_row)
        named = theirs.select("row", "mmsi", "file_id", "line").sort("line").join_asof(
            identities.sort("line"), on="line", by=["mmsi", "file_id"], check_sortedness=False
        )  # fmt: skip
        yield theirs.join(named.select("row", "claimed"), on="row", maintain_order="left")


def _of_group(archive: Archive, group: DayGroup, chosen: pl.DataFrame) -> pl.DataFrame:
    """Return the days' reports of the MMSIs in `chosen`, with `row` counted from their first."""
    parts = [
        piece.with_row_index("row", first_row - group.first_row)
        .cast({"row": pl.Int64})
        .join(chosen, on="mmsi", how="semi", maintain_order="left")
        for first_row, piece in archive.scan(_COLUMNS, *group.between_utc)
    ]
    return pl.concat(parts)
