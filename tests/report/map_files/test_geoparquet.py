"""GeoParquet and GeoDataFrames, held against geopandas."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import OutputError, UsageError
from seawarden.report.map_files import geoparquet

geopandas = pytest.importorskip("geopandas", reason="needs the extra geo (geopandas)")

LAT = st.none() | st.floats(-90, 90, width=32)
LON = st.none() | st.floats(-180, 180, width=32)
SCHEMA = {"lat_deg": pl.Float64, "lon_deg": pl.Float64}


@given(st.lists(st.tuples(LAT, LON), max_size=20))
def test_geopandas_reads_back_every_point(tmp_path_factory, points) -> None:
    """The oracle is geopandas' own reader; longitude is x."""
    frame = pl.DataFrame(points, schema=SCHEMA, orient="row").with_row_index("n")
    path = geoparquet.write(tmp_path_factory.mktemp("g") / "p.parquet", frame)
    read = geopandas.read_parquet(path)
    assert read.crs == "OGC:CRS84"
    assert read["n"].tolist() == list(range(len(points)))
    for (lat, lon), geometry in zip(points, read.geometry, strict=True):
        if lat is None or lon is None:
            assert geometry is None
        else:
            assert (geometry.x, geometry.y) == (lon, lat)
    made = geoparquet.to_geopandas(frame)
    assert made.crs == "EPSG:4326"
    assert made.geometry.to_wkb().equals(read.geometry.to_wkb())


def test_the_metadata_says_what_geopandas_would_say(tmp_path: Path) -> None:
    frame = pl.DataFrame({"lat_deg": [35.5, -10.0], "lon_deg": [124.0, 179.5], "tags": [["a"], []]})
    path = geoparquet.write(tmp_path / "p.parquet", frame)
    theirs = tmp_path / "theirs.parquet"
    geoparquet.to_geopandas(frame).set_crs("OGC:CRS84", allow_override=True).to_parquet(
        theirs, schema_version="1.1.0"
    )
    ours, other = (json.loads(pq.read_schema(p).metadata[b"geo"]) for p in (path, theirs))
    column, expected = (m["columns"][m["primary_column"]] for m in (ours, other))
    assert (ours["version"], ours["primary_column"]) == (other["version"], "geometry")
    for key in ("encoding", "geometry_types", "bbox"):
        assert column[key] == expected[key]
    assert pl.read_parquet(path)["tags"].to_list() == [["a"], []]


def test_a_table_without_positions_is_named_by_what_it_lacks(tmp_path: Path) -> None:
    for use in (geoparquet.to_geopandas, lambda f: geoparquet.write(tmp_path / "x", f)):
        with pytest.raises(UsageError, match=r"^no column 'lon_deg': only a table with positions"):
            use(pl.DataFrame({"lat_deg": [1.0]}))
    assert not (tmp_path / "x").exists()


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        geoparquet.write(tmp_path / "no" / "p.parquet", pl.DataFrame(schema=SCHEMA))


def test_without_geopandas_the_extra_is_named_and_files_are_still_written(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['geopandas'] = None\n"
        "import polars as pl\n"
        "from pathlib import Path\n"
        "from seawarden.errors import UsageError\n"
        "from seawarden.report.map_files import geoparquet\n"
        "frame = pl.DataFrame({'lat_deg': [1.0], 'lon_deg': [2.0]})\n"
        f"geoparquet.write(Path({str(tmp_path / 'p.parquet')!r}), frame)\n"
        "try: geoparquet.to_geopandas(frame)\n"
        "except UsageError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )  # fmt: skip
    assert done.stdout == "geopandas is not installed; pip install 'seawarden[geo]' brings it\n"
    assert len(geopandas.read_parquet(tmp_path / "p.parquet")) == 1
