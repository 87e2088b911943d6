"""CSV files have the exact headers, and what they say agrees with the Parquet of the same run."""

from pathlib import Path

import polars as pl
import pytest

from seawarden.simulate import run

_DANISH = (
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,"
    "IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,"
    "Destination,ETA,Data source type,A,B,C,D"
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("rows")
    return {
        form: run(folder / form, seed=8, hours=4, vessels=50, scenario="quiet", format=form).ais
        for form in ("danish", "marinecadastre", "parquet")
    }


def test_the_danish_header_is_exact(tables: dict[str, Path]) -> None:
    assert tables["danish"].read_text().splitlines()[0] == _DANISH


def test_the_marinecadastre_header_is_exact(tables: dict[str, Path], shared_data: Path) -> None:
    real = shared_data / "ais" / "csv" / "marinecadastre_2023-01-11.csv"
    with real.open() as file:
        assert tables["marinecadastre"].read_text().splitlines()[0] == file.readline().strip()


def test_all_formats_hold_the_same_reports(tables: dict[str, Path]) -> None:
    parquet = pl.read_parquet(tables["parquet"])
    danish = pl.read_csv(tables["danish"], infer_schema=False)
    cadastre = pl.read_csv(tables["marinecadastre"], infer_schema=False)[1:]
    assert danish.height == cadastre.height == parquet.height > 500
    time = danish["# Timestamp"].str.to_datetime("%d/%m/%Y %H:%M:%S", time_unit="ms")
    assert time.dt.replace_time_zone("UTC").equals(parquet["timestamp"])
    time = cadastre["BaseDateTime"].str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms")
    assert time.dt.replace_time_zone("UTC").equals(parquet["timestamp"])
    for name, frame, digits in (("Latitude", danish, 6), ("LAT", cadastre, 5)):
        away = (frame[name].cast(pl.Float64) - parquet["lat"]).abs().max()
        assert away is not None and away <= 0.51 * 10**-digits
    for frame in (danish, cadastre):
        assert frame["MMSI"].cast(pl.UInt32).equals(parquet["mmsi"])


def test_sentinels_are_those_of_each_format(tables: dict[str, Path]) -> None:
    """Danish leaves a missing heading empty, MarineCadastre writes 511; Parquet has null."""
    parquet = pl.read_parquet(tables["parquet"])
    danish = pl.read_csv(tables["danish"], infer_schema=False)
    cadastre = pl.read_csv(tables["marinecadastre"], infer_schema=False)[1:]
    missing = parquet["heading"].is_null()
    assert 0 < missing.sum() < parquet.height
    assert danish["Heading"].is_null().equals(missing)
    assert (cadastre["Heading"] == "511.0").equals(missing.alias("Heading"))
    no_imo = parquet["imo"].is_null()
    assert (danish["IMO"] == "Unknown").equals(no_imo.alias("IMO"))
    assert cadastre["IMO"].is_null().equals(no_imo)
