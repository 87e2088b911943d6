"""Codes behind words, clocks behind texts, and which rows say something new of their ship."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.read.codes import nav_status, ship_types
from seawarden.read.table import times
from seawarden.read.table.changed_statics import REPEAT_MS, Changes

DANISH_TYPES = {
    "Undefined": None, "Cargo": 70, "Tanker": 80, "Passenger": 60, "Fishing": 30, "Tug": 52,
    "Towing": 31, "Towing long/wide": 32, "Pilot": 50, "Dredging": 33, "Diving": 34,
    "Military": 35, "Sailing": 36, "Pleasure": 37, "HSC": 40, "SAR": 51, "Port tender": 53,
    "Anti-pollution": 54, "Law enforcement": 55, "Medical": 58, "Not party to conflict": 59,
    "WIG": 20, "Other": 90,
}  # fmt: skip


def codes_in(path: Path) -> list[tuple[int, str]]:
    with path.open(newline="") as file:
        return [(int(r["code"]), r["name"]) for r in csv.DictReader(file)]


def test_every_navigational_status_of_the_itu_is_known(shared_data: Path) -> None:
    for code, name in codes_in(shared_data / "places/ais_nav_status.csv"):
        assert nav_status.code_of(name) == (None if code == 15 else code), name


def test_a_status_may_come_as_number_text_or_phrase() -> None:
    column = pl.Series(["5", "5.0", "Moored", "At anchor", "15", "Unknown value", "", None, "99"])
    assert nav_status.codes(column).to_list() == [5, 5, 5, 1] + [None] * 5
    assert nav_status.codes(pl.Series([0.0, 14.0, 15.0, None])).to_list() == [0, 14, None, None]


def test_ship_types_of_the_itu_are_known_with_their_hazard(shared_data: Path) -> None:
    named = codes_in(shared_data / "places/ais_ship_types.csv")
    for code, name in named:
        if "Reserved" in name or "NoAdditional" in name or code in (0, 56):
            continue  # no publisher prints these words for a ship
        assert ship_types.code_of(name) == code, name


def test_ship_types_as_the_danish_authority_prints_them() -> None:
    words = list(DANISH_TYPES)
    assert ship_types.codes(pl.Series(words)).to_list() == list(DANISH_TYPES.values())
    both = ship_types.codes(
        pl.Series(["Tanker", "Tanker", "Fishing", "Cargo"]),
        pl.Series(["Category X", "Category OS", "Category Z", None]),
    )
    assert both.to_list() == [81, 84, 30, 70]


def test_a_clock_is_learnt_from_most_of_the_values() -> None:
    assert times.learn(pl.Series(["1709251200", "1709251260", "x"])) is not None
    assert times.learn(pl.Series(["x", "y", "1709251200"])) is None
    assert times.learn(pl.Series([2, 3, 4])) is None  # 1970
    assert times.learn(pl.Series([], dtype=pl.String)) is None
    clock = times.learn(pl.Series(["03/01/2024 00:00:00"]))
    assert clock is not None
    assert clock.is_ambiguous


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_iso_times_read_back(when: datetime) -> None:
    when = when.replace(microsecond=when.microsecond // 1000 * 1000)
    expected = when.replace(tzinfo=UTC)
    clock = times.Clock(times.ISO)
    for text in (when.isoformat(), f"{when.isoformat(' ')}Z", f"{when.isoformat()}+00:00"):
        assert clock.read(pl.Series([text])).to_list() == [expected]


rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 3 * REPEAT_MS), st.integers(0, 2)), max_size=80
)


@given(rows, st.integers(1, 30))
def test_new_claims_are_those_a_dictionary_finds(
    given_rows: list[tuple[int, int, int]], size: int
) -> None:
    last: dict[int, tuple[int, int]] = {}
    expected = []
    for mmsi, time, what in given_rows:
        known = last.get(mmsi)
        new = mmsi != 0 and (known is None or known[1] != what or abs(time - known[0]) >= REPEAT_MS)
        if new:
            last[mmsi] = (time, what)
        expected.append(new)
    changes = Changes()
    found: list[bool] = []
    for start in range(0, len(given_rows), size):
        part = np.array(given_rows[start : start + size], dtype=np.int64).reshape(-1, 3)
        mark = changes.mark(part[:, 0].astype(np.uint32), part[:, 1], part[:, 2].astype(np.uint64))
        found += mark.tolist()
    assert found == expected


@pytest.mark.parametrize("n", [10, 5_000, 60_000])
def test_any_number_of_ships_is_held(n: int) -> None:
    changes = Changes()
    mmsi = np.arange(1, n + 1, dtype=np.uint32)
    zeros = np.zeros(n, dtype=np.int64)
    assert changes.mark(mmsi, zeros, zeros.astype(np.uint64)).all()
    assert not changes.mark(mmsi, zeros, zeros.astype(np.uint64)).any()
