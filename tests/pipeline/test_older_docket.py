"""A docket of an older Seawarden: its events carry no version of `detail`, a grade is too high."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from seawarden.pipeline.watch import Options, watch
from seawarden.store import generations


def drift(path: Path) -> Path:
    """A DPRK-flagged ship under way, adrift for ten hours, and under way again."""
    rows, lat = ["mmsi,time,lat,lon,sog"], 32.0
    for i in range(120):
        adrift = 30 <= i < 90
        lat += 0.0003 if adrift else 0.02
        at = datetime(2024, 5, 3, tzinfo=UTC) + timedelta(minutes=10 * i)
        rows.append(f"445123000,{at:%Y-%m-%dT%H:%M:%SZ},{lat:.4f},124.6,{0.3 if adrift else 8.0}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_an_older_docket_is_weighed_anew_and_what_falls_is_listed(tmp_path: Path) -> None:
    """Whoever acted on a grade that was too high must hear of it, in all three places."""
    options = Options(inputs=(str(drift(tmp_path / "feed.csv")),), out=tmp_path / "docket")
    now = watch(options).cases.row(0, named=True)
    held = generations.current(options.out)
    events = pl.read_parquet(held / "events.parquet")
    events.with_columns(detail_version=pl.lit(None, pl.Int32)).write_parquet(
        held / "events.parquet"
    )
    cases = pl.read_parquet(held / "cases.parquet")
    cases.with_columns(grade=pl.lit("seen in port")).write_parquet(held / "cases.parquet")

    again = watch(options)
    (note,) = [n for n in again.run["notes"] if n.startswith("corrected, weighed anew")]
    assert f"case {now['case_id']} 'seen in port'" in note
    assert f"-> '{now['grade']}' ({now['confidence']:.2f})" in note
    assert "corrected, weighed anew" in (again.out / "report.html").read_text(encoding="utf-8")
    case = again.cases.row(0, named=True)
    assert (case["version"], case["grade"]) == (2, now["grade"])
    assert case["version_reason"].startswith("weighed anew: ")
    assert pl.read_parquet(again.out / "events.parquet")["detail_version"].null_count() == 0

    assert not [n for n in watch(options).run["notes"] if n.startswith("corrected")]
