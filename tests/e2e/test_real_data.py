"""The watch over every real file at hand: no traceback, no line lost, nothing made up."""

import json
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from ..conftest import MadeOnce


@pytest.fixture(scope="session")
def real_docket(shared_data: Path, seawarden, made_once: MadeOnce) -> Path:
    ais = shared_data / "ais"

    def fill(folder: Path) -> None:
        done = seawarden(
            "watch", ais / "nmea", ais / "csv", ais / "tracks", "--lists", shared_data / "lists",
            "--out", folder, "--json",
        )  # fmt: skip
        # Six of the samples give no time, so that the docket is incomplete and says so by its code.
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        assert "fault in Seawarden" not in done.stderr
        assert all("/ais/nmea/" in path for path in json.loads(done.stdout)["incomplete"])

    return made_once("real-docket", fill)


def test_every_line_of_every_real_file_is_accounted_for(
    real_docket: Path, shared_data: Path
) -> None:
    run = json.loads((real_docket / "run.json").read_text())
    files = [p for d in ("nmea", "csv", "tracks") for p in (shared_data / "ais" / d).rglob("*")]
    assert len(run["inputs"]) == sum(p.is_file() for p in files)
    for source in run["inputs"]:
        parts = ("reports", "statics", "other", "rejects")
        assert source["lines"] == sum(source[p] for p in parts) > 0, source["path"]
    assert run["complete"]


def test_minutes_and_snapshots_make_no_transfers(real_docket: Path) -> None:
    """Files of 28 s to 8 min, and one position a ship, cannot show a transfer.

    Two satellite files join to 14 h of one ship: she may be weighed (0.0003), but not called.
    """
    run = json.loads((real_docket / "run.json").read_text())
    short = ("dma_stream_2010", "amsa_terrestrial", "dma_2013", "marinecadastre_2023", "exactearth")
    names = {s["path"] for s in run["inputs"] if any(name in s["path"] for name in short)}
    assert len(names) >= 7
    events = pl.read_parquet(real_docket / "events.parquet").filter(
        pl.col("kind").is_in(["encounter", "sts", "dark_sts"]) & (pl.col("confidence") >= 0.01)
    )
    files = events.explode("evidence").select(pl.col("evidence").struct.field("file")).drop_nulls()
    assert not set(files["file"]) & names


def test_no_event_is_longer_than_what_was_heard(real_docket: Path) -> None:
    events = pl.read_parquet(real_docket / "events.parquet")
    length_h = (events["end_utc"] - events["start_utc"]) / timedelta(hours=1)
    assert (length_h >= 0).all()
    told = events["observed_h"] + events["inferred_h"]
    assert (told <= length_h + 0.35).all()
