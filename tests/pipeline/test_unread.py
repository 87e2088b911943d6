"""An unread input withholds what rests on absence, in the days that it may be of."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import seawarden as sw
from seawarden.pipeline.watch.unread import NOT_A_CALL, span_of, withheld
from seawarden.schema.kinds import KINDS, resting_on_absence


def event(kind: str, day: int, confidence: float, detail: str = "{}") -> dict[str, Any]:
    return {
        "kind": kind, "start_utc": datetime(2026, 3, day, 2, tzinfo=UTC),
        "end_utc": datetime(2026, 3, day, 9, tzinfo=UTC), "confidence": confidence,
        "detail": detail,
    }  # fmt: skip


def test_kinds_that_rest_on_absence() -> None:
    assert set(resting_on_absence()) == {"gap", "dark_sts", "dark_ship"} <= set(KINDS)


def test_an_input_of_unknown_days_withholds_every_silence() -> None:
    events = pl.DataFrame(
        [event("gap", 3, 0.9, '{"duration_h":7.0}'), event("sts", 3, 0.9), event("gap", 9, 0.2)]
    )
    found, calls = withheld(events, ["ais/cut.zip"])
    assert calls == 1
    assert found["confidence"].to_list() == [NOT_A_CALL, 0.9, 0.2]
    details = found["detail"].str.json_decode(
        pl.Struct({"duration_h": pl.Float64, "unread": pl.String})
    )
    assert details.to_list() == [
        {"duration_h": 7.0, "unread": "ais/cut.zip"}, {"duration_h": None, "unread": None},
        {"duration_h": None, "unread": "ais/cut.zip"},
    ]  # fmt: skip


def test_a_date_in_the_name_bounds_what_it_could_explain() -> None:
    events = pl.DataFrame([event("gap", 3, 0.9), event("gap", 9, 0.9)])
    found, calls = withheld(events, ["ais/aisdk-2026-03-03.zip"])
    assert (found["confidence"].to_list(), calls) == ([NOT_A_CALL, 0.9], 1)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("AIS_2026_03_09.zip", (8, 11)), ("20260309.csv.gz", (8, 11)), ("cut.zip", None),
        ("412000007.csv", None), ("2026-02-31.csv", None),
    ],
)  # fmt: skip
def test_the_days_of_a_name(name: str, days: tuple[int, int] | None) -> None:
    span = span_of(f"folder/2020-01-01/{name}")
    assert (span.start and span.start.day, span.end and span.end.day) == (days or (None, None))


def test_a_month_in_the_name() -> None:
    span = span_of("aisdk-2026-03.zip")
    assert span.start == datetime(2026, 2, 28, tzinfo=UTC)
    assert span.end is not None and span.end > datetime(2026, 4, 1, tzinfo=UTC)


def test_nothing_unread_changes_nothing() -> None:
    events = pl.DataFrame([event("gap", 3, 0.9)])
    assert withheld(events, [])[0] is events


def test_a_silence_is_called_only_where_all_was_read(tmp_path: Path) -> None:
    """SIMULATED: one ship falls silent for a day among forty that are heard all along."""
    folder = tmp_path / "ais"
    folder.mkdir()
    lines = ["mmsi,time,lat,lon,sog,cog"]
    for minute in range(0, 3 * 1440, 10):
        time = f"2026-03-0{1 + minute // 1440}T{minute // 60 % 24:02d}:{minute % 60:02d}:00Z"
        for ship in range(40):
            if ship == 0 and 1000 < minute < 2500:
                continue
            lat = 30 + 0.02 * ship + 0.001 * (minute / 10)
            lines.append(f"{412000000 + ship},{time},{lat:.5f},{125 + 0.01 * ship:.5f},0.4,0")
    (folder / "a.csv").write_text("\n".join(lines) + "\n")

    def calls(out: str) -> int:
        docket = sw.watch(folder, out=tmp_path / out)
        gaps = docket.events.filter((pl.col("kind") == "gap") & (pl.col("confidence") >= 0.5))
        return gaps.filter(pl.col("mmsi") == 412000000).height

    assert calls("whole") == 1
    (folder / "b.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    assert calls("cut") == 0
    (folder / "b.zip").rename(folder / "b_2026-01-01.zip")
    assert calls("other days") == 1
