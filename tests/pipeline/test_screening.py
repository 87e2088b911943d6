"""Who on the air is asked about: every hull, and whoever only said who it is."""

import polars as pl

from seawarden.pipeline.watch.screening import queries_of
from seawarden.schema import CLAIMS, HULLS, TIME, conform


def _row(**fields):
    times = {"start_utc": 0, "end_utc": 0}
    return {**times, **fields}


def test_a_ship_that_sent_its_name_but_no_position_is_asked_about() -> None:
    hulls = conform(
        pl.DataFrame(
            [
                _row(
                    hull=44_100_000_100_000, mmsi=441_000_001, station="ship", ais_class=1,
                    n_reports=1, start_lat_deg=1.0, start_lon_deg=1.0, end_lat_deg=1.0,
                    end_lon_deg=1.0, track_nm=0.0, heard_h=0.0, first_row=0, last_row=0, name="A",
                )
            ]
        ).with_columns(pl.col("start_utc", "end_utc").cast(TIME)),
        HULLS,
    )  # fmt: skip
    claims = conform(
        pl.DataFrame(
            [
                _row(
                    hull=None, mmsi=445_000_001, n_statics=1, name="RYE SONG GANG 1",
                    imo=7_389_704, file_id=0, first_line=1, last_line=1,
                )
            ]
        ).with_columns(pl.col("start_utc", "end_utc").cast(TIME)),
        CLAIMS,
    )  # fmt: skip
    asked = queries_of(hulls, claims)
    assert asked.select("mmsi", "name").rows() == [
        (441_000_001, "A"), (445_000_001, "RYE SONG GANG 1"),
    ]  # fmt: skip
    assert asked["query_id"].n_unique() == 2
