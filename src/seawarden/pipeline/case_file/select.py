"""Which rows of a docket a case needs, so that it is found again from them alone.

Method: a hull is numbered, and her silences and identity are judged, by all that was heard under
her MMSI, so every report of the case's ships goes in, and of each ship that came within `near_m`
of them around it (hours as in `around_h`): those are the neighbours that detectors look at. Where
not every number comes out of these rows (`rerun`), all reports of the docket are enclosed, if they
are not more than `most_rows`; otherwise the file says which numbers do not come out.

Reception (COVERAGE) counts reports of ships that are none of the case's; with the near rows it is
enclosed as the docket has it, and taken as given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import UsageError
from ...geo.sphere import distance_m
from ...schema import (
    CASES,
    CONTEXT,
    COVERAGE,
    EVENTS,
    LISTINGS,
    MATCHES,
    REPORTS,
    SIGHTINGS,
    STATICS,
    Table,
)
from ...store.archive import Archive
from ...store.docket import Docket, open_docket
from ...store.layout import manifest_of, root_of
from ...units import AIS_UNITS_PER_DEG
from .enclosed import ALL, Enclosed

_RUN = (
    "version", "generation", "command", "parameters", "parameters_sha256", "context_sha256",
    "inputs", "lists", "sightings", "is_simulated", "incomplete", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How far around a case rows are enclosed."""

    around_h: float = 54.0  # as far as `sts` looks; own choice
    near_m: float = 10_000.0  # five times what `sts` looks at; own choice
    most_rows: int = 2_000_000  # some 30 MB as Parquet; own choice


def find(docket: Path, named: str | None) -> tuple[dict[str, Any], pl.DataFrame]:
    """Return the row of a case, by its id or its rank, and all cases; no row for None.

    Raises InputError without a docket, UsageError for what is no case of it.
    """
    with open_docket(docket) as store:
        cases = store.table(CASES).sort("rank")
    if named is None:
        return {}, cases
    by = pl.col("rank") == int(named) if named.isdecimal() else pl.col("case_id") == named
    found = cases.filter(by)
    if found.height != 1:
        some = ", ".join(cases["case_id"].head(5).to_list()) or "none at all"
        raise UsageError(f"case '{named}': no such case in {docket}; it holds {some}")
    return found.row(0, named=True), cases


def enclose(
    docket: Path, case_id: str, run: Mapping[str, Any], reach: str, params: Params
) -> Enclosed | None:
    """Return what a package of the case encloses; None where `reach` asks for more than may be."""
    with open_docket(docket) as store:
        case = store.table(CASES).filter(pl.col("case_id") == case_id)
        row = case.row(0, named=True)
        events = store.table(EVENTS).filter(pl.col("event_id").is_in(row["event_ids"] or []))
        archive = Archive(root_of(store.path), manifest_of(store.path))
        if reach == ALL:
            if archive.n_reports > params.most_rows:
                return None
            mmsis = None
        else:
            mmsis = _ships(archive, row, params)
        hulls = [h for h in row["hulls"] or [] if h is not None]
        matches = store.table(MATCHES)
        if mmsis is not None:
            matches = matches.filter(pl.col("hull").is_in(hulls))
        held = Enclosed(
            _reports(archive, mmsis), _statics(archive, mmsis), _table(store, SIGHTINGS),
            _listings(store, matches, row), matches, _table(store, CONTEXT),
            _table(store, COVERAGE), events, case,
            {**{k: run[k] for k in _RUN if k in run}, "reach": reach},
        )  # fmt: skip
    return held if reach == ALL else _narrowed(held)


def _narrowed(held: Enclosed) -> Enclosed:
    """Leave out the reception of other days, and of them all where nothing asks for it."""
    row, far = held.row, timedelta(hours=120)
    near = pl.col("hour_utc").is_between(row["start_utc"] - far, row["end_utc"] + far)
    return replace(held, coverage=held.coverage.filter(near))


def _table(store: Docket, table: Table) -> pl.DataFrame:
    return store.table(table)


def _ships(archive: Archive, row: Mapping[str, Any], params: Params) -> list[int]:
    """Return the MMSIs of the case's ships and of those that came near them around it."""
    sides = [m for m in row["mmsis"] or [] if m is not None]
    far = timedelta(hours=params.around_h)
    window = (row["start_utc"] - far, row["end_utc"] + far)
    tracks = [
        piece.with_columns(pl.col("time_utc").dt.truncate("10m").alias("slot"))
        for _, piece in archive.scan(("time_utc", "mmsi", "lat_aisu", "lon_aisu"), *window)
    ]
    if not tracks:
        return sides
    all_ = pl.concat(tracks)
    mine = all_.filter(pl.col("mmsi").is_in(sides)).unique(["mmsi", "slot"])
    places = mine.select("slot", "lat_aisu", "lon_aisu")
    if not places.height:
        slots = all_["slot"].unique()
        middle = {"lat_aisu": row["lat_deg"], "lon_aisu": row["lon_deg"]}
        places = pl.DataFrame({"slot": slots}).with_columns(
            pl.lit(round(v * AIS_UNITS_PER_DEG), pl.Int32).alias(k) for k, v in middle.items()
        )
    others = all_.filter(~pl.col("mmsi").is_in(sides)).unique(["mmsi", "slot"])
    pairs = others.join(places, on="slot", suffix="_own")
    if not pairs.height:
        return sides
    lat, lon, y, x = (
        (pairs[c] / AIS_UNITS_PER_DEG).to_numpy()
        for c in ("lat_aisu", "lon_aisu", "lat_aisu_own", "lon_aisu_own")
    )
    close = pairs.filter(pl.Series(distance_m(lat, lon, y, x) <= params.near_m))
    return sorted({*sides, *close["mmsi"].to_list()})


def _reports(archive: Archive, mmsis: Iterable[int] | None) -> pl.DataFrame:
    parts = [frame for _, frame in archive.scan()]
    if mmsis is not None:
        parts = [p.filter(pl.col("mmsi").is_in(list(mmsis))) for p in parts]
    plain = [p.with_columns(pl.col("receiver").cast(pl.String)) for p in parts]
    return pl.concat(plain) if plain else REPORTS.empty()


def _statics(archive: Archive, mmsis: Iterable[int] | None) -> pl.DataFrame:
    parts = list(archive.statics_by_day())
    out = pl.concat(parts) if parts else STATICS.empty()
    return out if mmsis is None else out.filter(pl.col("mmsi").is_in(list(mmsis)))


def _listings(store: Docket, matches: pl.DataFrame, row: Mapping[str, Any]) -> pl.DataFrame:
    """Return the entries that screening compared with the ships, and those of the same hulls."""
    listings = store.table(LISTINGS)
    ids = [*matches["listing_id"].to_list(), *(row["listing_ids"] or [])]
    named = listings.filter(pl.col("listing_id").is_in(ids))
    hulls = named["imo"].drop_nulls().unique().to_list()
    return listings.filter(pl.col("listing_id").is_in(ids) | pl.col("imo").is_in(hulls))
