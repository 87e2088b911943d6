"""Files of every format, damaged at random: no fault, no hang, and every line accounted for.

A plain run reads a few mutants of each format; `SEAWARDEN_MUTANTS=2000` reads that many (`make
read-fuzz`). `SEAWARDEN_SEED` draws others. What a reader did not foresee fails the test: only
the package's own errors may end a file.
"""

import io
import os
import random
import time
from pathlib import Path

import polars as pl
import pytest

from seawarden.errors import SeawardenError
from seawarden.read.delimited.header import is_header

from ..fuzz.mutate import mutant, packed
from .published_samples import OPTIONS, samples
from .scene import FIXES, put, read

N = int(os.environ.get("SEAWARDEN_MUTANTS", "3"))
SEED = os.environ.get("SEAWARDEN_SEED", "1")
MAX_S = 10.0  # of processor time, so that a busy machine fails no test
FORMATS = (
    "iso prefix", "tag g c s", "opencpn vdr", "danish", "noaa", "korean", "marinetraffic ps07",
    "kystverket historic", "aishub csv ais", "postgres copy", "psql", "vesselfinder",
    "spire graphql", "aishub json", "rows with names", "aishub xml", "vesselfinder xml",
    "gpsd tpv", "aiscatcher o5", "aiscatcher http", "digitraffic rest", "digitraffic mqtt",
    "signalk deltas", "aisstream", "barentswatch events",
)  # fmt: skip


def outcome(path: Path, given: dict[str, str]) -> str:
    """Read a file; return what came of it. The law of counting is held by `Batch`."""
    start = time.process_time()
    try:
        batches = read(path, **given)
        lines = sum(b.lines for b in batches)
        parts = sum(b.n_reports + b.n_statics + b.n_other + b.n_rejects for b in batches)
        assert lines == parts
        assert all(b.reports.height == b.n_reports for b in batches)
        assert all(b.rejects.height == b.n_rejects for b in batches)
        result = "read"
    except SeawardenError as error:
        assert str(path) in str(error), f"the error names no file: {error}"
        result = "refused"
    assert time.process_time() - start < MAX_S
    return result


@pytest.mark.parametrize("name", FORMATS)
def test_damage_is_rejected_or_refused(tmp_path: Path, name: str) -> None:
    rng = random.Random(f"{SEED} {name}")
    lines = samples()[name].encode().split(b"\n")
    data = b"\n".join(lines[:90] if len(lines) > 90 else lines)
    for i in range(N):
        damaged = mutant(data, rng)
        if rng.random() < 0.3:
            damaged = mutant(packed(damaged, rng), rng)
        outcome(put(tmp_path, damaged, f"m{i}"), OPTIONS.get(name, {}))


def test_damaged_parquet_is_rejected_or_refused(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    frame = pl.DataFrame(
        {"mmsi": [f.mmsi for f in FIXES], "time": [f.when for f in FIXES],
         "lat": [f.lat for f in FIXES], "lon": [f.lon for f in FIXES]}
    )  # fmt: skip
    out = io.BytesIO()
    frame.write_parquet(out)
    for i in range(N):
        outcome(put(tmp_path, mutant(out.getvalue(), rng), f"m{i}"), {})


@pytest.mark.parametrize(
    "column",
    [
        pl.Series("lat", [[1.0], [2.0]]), pl.Series("lat", [{"a": 1}, {"a": 2}]),
        pl.Series("lat", [float("nan"), float("inf")]), pl.Series("lat", [1e300, -1e300]),
        pl.Series("lat", [None, None], dtype=pl.Null), pl.Series("lat", [True, False]),
        pl.Series("lat", [b"\xff\x00", b"x"]),
        pl.Series("lat", ["31.5", "31.6"]).str.to_decimal(scale=2),
    ],
    ids=lambda c: str(c.dtype),
)  # fmt: skip
def test_columns_of_strange_types(tmp_path: Path, column: pl.Series) -> None:
    frame = pl.DataFrame(
        {"mmsi": [412111110, 412111111], "time": ["2026-03-01T00:00:00Z"] * 2, "lon": [125.0] * 2}
    ).with_columns(column)
    path = tmp_path / "a.parquet"
    frame.write_parquet(path)
    outcome(path, {})


def test_a_header_of_ships_without_a_row(tmp_path: Path) -> None:
    """Found by damage: the first row was shown in the refusal, and there was none."""
    assert outcome(put(tmp_path, "mmsi;imo_nr;length\n1;2\n"), {}) == "refused"


def test_a_long_line_is_looked_at_in_linear_time() -> None:
    """A line of 100,000 points, brackets and blanks took minutes to be known as no heading."""
    start = time.process_time()
    for sign in (".", "(", " (", "a.", "[ "):
        assert not is_header(sign * 60_000 + ",b")
    assert time.process_time() - start < MAX_S
