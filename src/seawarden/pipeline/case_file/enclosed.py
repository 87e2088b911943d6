"""What a package encloses so that a case can be found again from it alone.

data/ais/reports.parquet, .csv     the reports used, with file, line and the file's hash
data/ais/statics.parquet, .csv     the static messages used
data/ais/source-lines/             the lines themselves, where the source was at hand
data/lists/listings.parquet, .csv  extracts of the lists
data/inference/                    CONTEXT, reception, parameters, the record of the run, findings,
                                   the versions of Python and of the packages that it ran on
"""

import contextlib
import json
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import polars as pl

from ... import __version__
from ...errors import InputError, SchemaError
from ...files.atomic import write_text
from ...report.flat_tables import safe_text, to_csv
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
    conform,
)
from ...store.docket import write_parquet
from ...units import AIS_UNITS_PER_DEG

WHERE: dict[str, tuple[Table, str]] = {
    "reports": (REPORTS, "data/ais/reports.parquet"),
    "statics": (STATICS, "data/ais/statics.parquet"),
    "sightings": (SIGHTINGS, "data/ais/sightings.parquet"),
    "listings": (LISTINGS, "data/lists/listings.parquet"),
    "matches": (MATCHES, "data/lists/matches.parquet"),
    "context": (CONTEXT, "data/inference/context.parquet"),
    "coverage": (COVERAGE, "data/inference/coverage.parquet"),
    "events": (EVENTS, "data/inference/events.parquet"),
    "case": (CASES, "data/inference/case.parquet"),
}
RUN, VERSIONS = "data/inference/run.json", "data/inference/versions.json"
ALL, NEAR = "all", "near"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The tables, and the record of the run; `reach` is which reports are there: all, or near."""

    reports: pl.DataFrame
    statics: pl.DataFrame
    sightings: pl.DataFrame
    listings: pl.DataFrame
    matches: pl.DataFrame
    context: pl.DataFrame
    coverage: pl.DataFrame
    events: pl.DataFrame
    case: pl.DataFrame
    run: dict[str, Any] = field(default_factory=dict)

    @property
    def row(self) -> dict[str, Any]:
        """The case itself."""
        return self.case.row(0, named=True)

    @property
    def reach(self) -> str:
        """'all' reports of the run, or those 'near' the case."""
        return str(self.run.get("reach", ALL))


def write(folder: Path, held: Enclosed) -> None:
    """Write the tables below a package's folder, as Parquet, and as CSV what people look at."""
    for name, (table, place) in WHERE.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        write_parquet(path, getattr(held, name), table)
    files = {i: (r["path"], r["sha256"]) for i, r in enumerate(held.run["inputs"])}
    write_text(folder / "data/ais/reports.csv", to_csv(_degrees(_sourced(held.reports, files))))
    write_text(folder / "data/ais/statics.csv", to_csv(safe_text(_sourced(held.statics, files))))
    listed = [pl.col(c.name).list.eval(pl.element().cast(pl.String)).list.join("; ")
              for c in LISTINGS.columns if isinstance(c.dtype, pl.List)]  # fmt: skip
    write_text(
        folder / "data/lists/listings.csv", to_csv(safe_text(held.listings.with_columns(listed)))
    )
    write_text(folder / RUN, json.dumps(held.run, indent=1, sort_keys=True, default=str) + "\n")
    write_text(folder / VERSIONS, json.dumps(versions(), indent=1, sort_keys=True) + "\n")


def versions() -> dict[str, str]:
    """Return the version of Python and of each package that Seawarden always needs."""
    asked = (metadata.requires("seawarden") or []) if _is_installed() else []
    names = {re.split(r"[^A-Za-z0-9._-]", r)[0].lower() for r in asked if "extra ==" not in r}
    out = {"python": platform.python_version(), "seawarden": __version__}
    for name in sorted(names):
        with contextlib.suppress(metadata.PackageNotFoundError):
            out[name] = metadata.version(name)
    return out


def other_versions(folder: Path) -> list[str]:
    """Return which versions here are not those that the case was found with: 'numpy 2.1, was 2.0'.

    Empty for a package of before these were enclosed.
    """
    try:
        found_with = dict(json.loads((folder / VERSIONS).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{VERSIONS}: cannot be read: {error}") from error
    here = versions()
    return [
        f"{name} {here.get(name, 'not there')}, was {was}"
        for name, was in sorted(found_with.items()) if here.get(name) != was
    ]  # fmt: skip


def _is_installed() -> bool:
    try:
        metadata.distribution("seawarden")
    except metadata.PackageNotFoundError:
        return False
    return True


def read(folder: Path) -> Enclosed:
    """Return what a package encloses. Raises InputError that names the part that cannot be read."""
    tables = {}
    for name, (table, place) in WHERE.items():
        try:
            tables[name] = conform(pl.read_parquet(folder / place), table, where=place)
        except (OSError, pl.exceptions.PolarsError, SchemaError) as error:
            raise InputError(f"{place}: cannot be read: {str(error).splitlines()[0]}") from error
    if tables["case"].height != 1:
        raise InputError(f"{WHERE['case'][1]}: holds {tables['case'].height} cases, expected one")
    try:
        run = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{RUN}: cannot be read: {error}") from error
    return Enclosed(**tables, run=run)


def _sourced(frame: pl.DataFrame, files: Mapping[int, tuple[str, str]]) -> pl.DataFrame:
    """Return rows with the name and hash of their file in place of its number."""
    at = pl.col("file_id").cast(pl.Int64)
    return frame.with_columns(
        file=at.replace_strict({i: f for i, (f, _) in files.items()}, default=None,
                               return_dtype=pl.String),
        file_sha256=at.replace_strict({i: h for i, (_, h) in files.items()}, default=None,
                                      return_dtype=pl.String),
    ).drop("file_id")  # fmt: skip


def _degrees(reports: pl.DataFrame) -> pl.DataFrame:
    return safe_text(
        reports.with_columns(
            (pl.col(f"{axis}_aisu") / AIS_UNITS_PER_DEG).round(7).alias(f"{axis}_deg")
            for axis in ("lat", "lon")
        )
    )
