"""Stages of a meeting: each once, in rising order, after a stop too; never of ships in port."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from seawarden.facts.span import Span, scan_span
from seawarden.live.meetings.alert_log import AlertLog
from seawarden.live.meetings.stages import Meetings
from seawarden.live.spans import Spans
from tests.facts.traffic import EPOCH_MS, reports

MIN = 60_000
A, B = 440_000_001, 412_000_002
LAT, LON = 32.0, 125.0  # open sea


def meeting(*, until_min: int, meets_min: int = 60, parts_min: int = 240) -> pl.DataFrame:
    """Two ships, a report a minute: A drifts, B comes at 6 kn, lies alongside and leaves."""
    t = np.arange(0, until_min)
    away_m = 6 * 1852 / 60 * np.maximum(meets_min - t, 0) + 8 * 1852 / 60 * np.maximum(
        t - parts_min, 0
    )
    lies = (t >= meets_min) & (t <= parts_min)
    rows = [
        {"t": EPOCH_MS + t * MIN, "mmsi": np.full(len(t), mmsi), "lat": lat,
         "lon": np.full(len(t), LON), "sog": sog, "cog": cog}
        for mmsi, lat, sog, cog in (
            (A, np.full(len(t), LAT), np.full(len(t), 0.3), np.full(len(t), 10.0)),
            (B, LAT + 0.0008 + away_m / 111_200, np.where(lies, 0.3, np.where(t < 100, 6.0, 8.0)),
             np.where(t < 100, 180.0, 0.0)),
        )
    ]  # fmt: skip
    both = {k: np.concatenate([r[k] for r in rows]) for k in rows[0]}
    return reports(both).sort("time_utc", "mmsi")


def span(frame: pl.DataFrame, first_row: int) -> Span:
    return scan_span([(first_row, frame)])


def parted(frame: pl.DataFrame, every: int) -> list[pl.DataFrame]:
    """Return the reports in pieces of so many minutes."""
    step = frame.with_columns(step=pl.col("time_utc").dt.epoch("ms") // (every * MIN))
    pieces = step.partition_by("step", maintain_order=True)
    return [piece.drop("step") for piece in pieces]


def looked(frame: pl.DataFrame, meetings: Meetings, every: int = 10) -> list[dict[str, Any]]:
    """Return the alerts of a feed that is closed and looked at every ten minutes."""
    out: list[dict[str, Any]] = []
    row = 0
    for part in parted(frame, every):
        meetings.add(span(part, row))
        row += part.height
        found = meetings.look(None, {}, 2 * EPOCH_MS)
        meetings.announce(found)
        out += found
    return out


def test_a_meeting_is_announced_stage_by_stage_and_each_once() -> None:
    found = looked(meeting(until_min=330), Meetings(), every=5)
    assert [f["stage"] for f in found] == [
        "converging", "alongside 20 min", "alongside 1 h", "parted"
    ]  # fmt: skip
    minutes = [(np.datetime64(f["at_utc"][:-1]).astype("datetime64[ms]").astype(int) - EPOCH_MS)
               / MIN for f in found]  # fmt: skip
    assert 20 <= minutes[0] < 60, "early enough to divert an aircraft"
    assert 80 <= minutes[1] <= 105 and 120 <= minutes[2] <= 145
    assert 240 < minutes[3] <= 300
    assert all({f["mmsi"], f["other_mmsi"]} == {A, B} for f in found)


def test_a_stop_in_between_announces_nothing_twice(tmp_path: Path) -> None:
    """Killed after each stage: the log of alerts says what was announced."""
    frame = meeting(until_min=330)
    stages: list[str] = []
    for stop in (50, 95, 130, 200, 330):
        meetings = Meetings()
        log = AlertLog(tmp_path)
        meetings.announce(log.records())
        until = EPOCH_MS + stop * MIN
        before = EPOCH_MS + ({50: 0, 95: 50, 130: 95, 200: 130, 330: 200}[stop]) * MIN
        ms = pl.col("time_utc").dt.epoch("ms")
        old = frame.filter(ms < before)
        if old.height:
            meetings.add(span(old, 0))
        row = old.height
        fresh = frame.filter((ms >= before) & (ms < until))
        for part in parted(fresh, 5):
            meetings.add(span(part, row))
            row += part.height
            found = meetings.look(None, {}, 2 * EPOCH_MS)
            log.write(found)
            meetings.announce(found)
            stages += [f["stage"] for f in found]
    assert stages == ["converging", "alongside 20 min", "alongside 1 h", "parted"]


@pytest.mark.parametrize("kind", ["service", "fishing", "passenger"])
def test_a_tug_or_pilot_beside_a_ship_is_no_meeting(kind: str) -> None:
    meetings = Meetings()
    meetings.add(span(meeting(until_min=200), 0))
    assert meetings.look(None, {B: kind}, 2 * EPOCH_MS) == []
    assert [f["stage"] for f in meetings.look(None, {B: "tanker"}, 2 * EPOCH_MS)] == [
        "alongside 1 h"
    ]


def test_ships_in_port_are_no_meeting() -> None:
    frame = meeting(until_min=200).with_columns(
        lat_aisu=pl.col("lat_aisu") + round(3.10 * 600_000),  # off Busan
        lon_aisu=pl.col("lon_aisu") + round(4.04 * 600_000),
    )
    meetings = Meetings()
    meetings.add(span(frame, 0))
    assert meetings.look(None, {}, 2 * EPOCH_MS) == []


def test_a_pair_that_nobody_hears_has_not_parted() -> None:
    frame = meeting(until_min=150)
    quiet = reports({"t": [EPOCH_MS + 230 * MIN], "mmsi": [7], "lat": [1.0], "lon": [2.0]})
    meetings = Meetings()
    meetings.add(span(frame, 0))
    meetings.announce(meetings.look(None, {}, 2 * EPOCH_MS))
    meetings.add(span(quiet, frame.height))
    assert meetings.look(None, {}, 2 * EPOCH_MS) == []


def test_open_reports_count_as_closed_ones_do() -> None:
    frame = meeting(until_min=110)
    half = frame.height // 2
    meetings, spans = Meetings(), Spans()
    meetings.add(span(frame[:half], 0))
    spans.add(frame[half:], 2 * EPOCH_MS)
    last = spans.peek()
    assert last is not None
    (found,) = meetings.look(last.span, {}, 2 * EPOCH_MS)
    assert found["stage"] == "alongside 20 min"


def test_half_an_alert_at_the_end_of_the_log_is_cut_off(tmp_path: Path) -> None:
    log = AlertLog(tmp_path)
    log.write([{"type": "alert", "stage": "parted", "mmsi": 1, "other_mmsi": 2}])
    with (tmp_path / "alerts.jsonl").open("ab") as file:
        file.write(b'{"stage": "conv')
    again = AlertLog(tmp_path)
    assert [r["stage"] for r in again.records()] == ["parted"]
    again.write([{"stage": "converging", "mmsi": 3, "other_mmsi": 4}])
    assert [r["mmsi"] for r in AlertLog(tmp_path).records()] == [1, 3]
