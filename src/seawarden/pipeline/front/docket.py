"""The open docket: what a watch found, as tables, tracks, cases, SQL and points on a map."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from ...errors import InputError, UsageError
from ...facts.claims import segments_of, with_hull
from ...ids import flags
from ...report.case_record import Case, cases_of
from ...report.map_files import geoparquet
from ...schema import CASES, EVENTS, HULLS, JUMPS, MATCHES, TABLES, WITHDRAWN, Table
from ...store.docket import Docket as StoredDocket
from ...store.docket import open_docket
from ...units import AIS_UNITS_PER_DEG
from ..run_record import NAME as RUN
from . import arguments
from .arguments import Pathlike

if TYPE_CHECKING:
    import geopandas

FILE = "docket.duckdb"
_TRACK = (
    "time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "cog_deg", "heading_deg", "nav_status",
    "receiver", "file_id", "line",
)  # fmt: skip


class Docket:
    """What a watch found.

    Tables come as Polars frames in the columns, units and order of the data dictionary
    (docs/data-dictionary.md); every time is UTC. Each is read from the folder when it is asked
    for, from the newest finished run, and nothing is held open in between: a later watch into
    the same folder shows in the next table that is read. Nothing here changes the docket.

        docket = sw.open("docket/")
        print(docket.cases.select("rank", "grade", "title"))
    """

    def __init__(self, path: Pathlike) -> None:
        """Find the docket in a folder. Raises InputError when there is none."""
        self.path = Path(path)
        if not self.path.is_dir():
            raise InputError(
                f"{self.path}: no such folder, expected a docket that `seawarden watch` wrote"
            )
        with self._opened():
            pass

    def __repr__(self) -> str:
        return f"Docket({str(self.path)!r})"

    @property
    def run(self) -> dict[str, Any]:
        """The record of the run, `run.json`: version, parameters, inputs, lists, steps, notes.

        Raises InputError when it is missing or no JSON.
        """
        path = self.path / RUN
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: cannot be read: {error}") from error
        if not isinstance(record, dict):
            raise InputError(f"{path}: holds a {type(record).__name__}, expected an object")
        return record

    @property
    def cases(self) -> pl.DataFrame:
        """CASES, what to look at first on top."""
        return self._table(CASES)

    @property
    def events(self) -> pl.DataFrame:
        """EVENTS: what the detectors found, the newest version of each."""
        return self._table(EVENTS)

    @property
    def withdrawn(self) -> pl.DataFrame:
        """WITHDRAWN: events of earlier runs that later data no longer supports."""
        return self._table(WITHDRAWN)

    @property
    def matches(self) -> pl.DataFrame:
        """MATCHES: the ships heard, beside the listings they were compared with."""
        return self._table(MATCHES)

    @property
    def ships(self) -> pl.DataFrame:
        """HULLS that are ships (no base stations, buoys or rescue craft), with their `flag`.

        `flag` is the ISO alpha-2 code that the MMSI's first digits stand for, null where they
        stand for none: what the radio is set to, which need not be the flag she flies.
        """
        hulls = self._table(HULLS).filter(pl.col("station") == "ship")
        flag = pl.Series("flag", flags.of_mmsis(hulls["mmsi"].to_numpy()), dtype=pl.String)
        return hulls.with_columns(flag)

    def table(self, name: str) -> pl.DataFrame:
        """Return any table of the data dictionary by its name, in either case.

        `docket.table("stays")`; `reports` and `statics` may be large, `sql` reads a part of
        them. Raises UsageError for a name that is no table of the docket.
        """
        known = {table.name: table for table in TABLES}
        if name.upper() not in known:
            raise UsageError(f"table '{name}': expected one of {', '.join(known).lower()}")
        try:
            return self._table(known[name.upper()])
        except duckdb.CatalogException as error:
            raise UsageError(f"table '{name}': not kept in a docket") from error

    def sql(self, query: str) -> pl.DataFrame:
        """Return DuckDB's answer to a query over the docket's tables, `reports` and `statics`.

        Times come out as UTC. Raises UsageError with DuckDB's own words for a query that it
        cannot answer.

            docket.sql("SELECT kind, count(*) AS n FROM events GROUP BY kind ORDER BY n")
        """
        try:
            with self._opened() as store:
                answer = store.sql(query)
                frame = pl.DataFrame() if answer is None else answer.pl()
        except duckdb.Error as error:
            raise UsageError(f"sql: {str(error).strip()}") from error
        naive = [
            name
            for name, dtype in frame.schema.items()
            if isinstance(dtype, pl.Datetime) and dtype.time_zone is None
        ]
        return frame.with_columns(pl.col(naive).dt.replace_time_zone("UTC"))

    def track(
        self,
        mmsi: int,
        *,
        start: str | datetime | None = None,
        end: str | datetime | None = None,
    ) -> pl.DataFrame:
        """Return the position reports under an MMSI in [start, end], in time order.

        Columns: `time_utc, mmsi, hull, lat_deg, lon_deg, sog_kn, cog_deg, heading_deg,
        nav_status, receiver, file_id, line`. Where ships share the MMSI, `hull` says whose
        report it is, by the time at which one hull's reports end and another's begin. Reports
        stand as they were sent, exact duplicates included. No report gives an empty frame.
        Raises UsageError for a time that is none.

            docket.track(445123000, start="2024-05-01T06:00Z")
        """
        low, high = arguments.moment("start", start), arguments.moment("end", end)
        bounds = "".join(
            f" AND time_utc {sign} TIMESTAMPTZ '{at.isoformat()}'"
            for sign, at in ((">=", low), ("<=", high))
            if at is not None
        )
        rows = self.sql(
            f"SELECT {', '.join(_TRACK)} FROM reports WHERE mmsi = {int(mmsi)}{bounds} "
            "ORDER BY time_utc, lat_aisu, lon_aisu, file_id, line"
        ).cast({"time_utc": pl.Datetime("ms", "UTC")})
        hulls, jumps = (self._table(t).filter(pl.col("mmsi") == mmsi) for t in (HULLS, JUMPS))
        degrees = [
            (pl.col(f"{axis}_aisu") / AIS_UNITS_PER_DEG).alias(f"{axis}_deg")
            for axis in ("lat", "lon")
        ]
        return with_hull(rows, segments_of(hulls, jumps)).select(
            "time_utc", "mmsi", "hull", *degrees, *_TRACK[4:]
        )

    def case(self, case_id: str) -> Case:
        """Return a case, its JSON opened: `case["title"]`, `case.ships`, `case.evidence_for`.

        Raises UsageError for an id that is none of the docket's.
        """
        found = cases_of(self.cases.filter(pl.col("case_id") == case_id))
        if not found:
            raise UsageError(f"case '{case_id}': no such case in {self.path}")
        return found[0]

    def to_geopandas(self, table: str | pl.DataFrame = "events") -> "geopandas.GeoDataFrame":
        """Return a table as a GeoDataFrame of points, EPSG:4326 (WGS 84, longitude is x).

        `table` is a name, as for `table`, or any frame with `lat_deg` and `lon_deg`, such as a
        track; a row without a position has no geometry. Needs geopandas: `pip install
        'seawarden[geo]'`. Raises UsageError without it, or for a table without positions.

            docket.to_geopandas("cases").to_crs(3857).plot()
        """
        return geoparquet.to_geopandas(self._frame(table))

    def to_geoparquet(self, path: Pathlike, table: str | pl.DataFrame = "events") -> Path:
        """Write a table as GeoParquet 1.1 (points, WKB, WGS 84); return the path.

        `table` as for `to_geopandas`, which is not needed for it. Raises UsageError for a table
        without positions, OutputError when the file cannot be written.

            docket.to_geoparquet("events.geo.parquet")
        """
        return geoparquet.write(Path(path), self._frame(table))

    def _frame(self, table: str | pl.DataFrame) -> pl.DataFrame:
        return self.table(table) if isinstance(table, str) else table

    def _table(self, table: Table) -> pl.DataFrame:
        with self._opened() as store:
            return store.table(table)

    @contextmanager
    def _opened(self) -> Iterator[StoredDocket]:
        with open_docket(self.path / FILE) as store:
            yield store


def open(path: Pathlike) -> Docket:
    """Open the folder that `watch` wrote.

    Raises InputError when the folder is missing or holds no docket.

        docket = sw.open("docket/")
        print(docket.cases.select("rank", "grade", "title"))
    """
    return Docket(path)
