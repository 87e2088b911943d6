"""Equal content, equal digest; any real change is found, and named."""

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import InputError
from seawarden.schema import EVENTS, STAYS, TABLES, Table
from seawarden.store.canonical import file_name, json_text, rounded
from seawarden.store.digest import digest_of_docket, digest_of_table
from seawarden.store.docket import write_docket

T0 = datetime(2024, 5, 3, 1, 2, 3, tzinfo=UTC)


def stays(rows: list[tuple[int, float, float]]) -> pl.DataFrame:
    """Return STAYS of (hull, lat_deg, stopped_h)."""
    plain = {c.name: 0.0 for c in STAYS.columns if c.places is not None}
    whole = {
        c.name: 1 for c in STAYS.columns if c.name not in plain and c.dtype not in (pl.String,)
    }
    return pl.DataFrame(
        [
            {
                **plain, **whole, "start_utc": T0, "end_utc": T0, "hull": hull, "lat_deg": lat,
                "stopped_h": h,
            }
            for hull, lat, h in rows
        ],
        schema=STAYS.schema,
    )  # fmt: skip


def of(frame: pl.DataFrame, table: Table = STAYS) -> str:
    return digest_of_table(iter([frame]), table).sha256


rows = st.lists(
    st.tuples(
        st.integers(1, 10**14), st.floats(-90, 90), st.floats(0, 1000, allow_subnormal=False)
    ),
    min_size=1,
    max_size=8,
)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(
    given_rows: list[tuple[int, float, float]], random: Random
) -> None:
    mixed = list(given_rows)
    random.shuffle(mixed)
    assert of(stays(given_rows)) == of(stays(mixed))


@given(rows, st.data())
def test_a_table_may_come_in_pieces(
    given_rows: list[tuple[int, float, float]], data: st.DataObject
) -> None:
    """The archive is read day by day: a digest must not show where it was cut."""
    frame = stays(sorted(given_rows)).with_columns(hull=pl.int_range(pl.len()))
    cut = data.draw(st.integers(0, frame.height))
    pieces = digest_of_table(iter([frame[:cut], frame[cut:]]), STAYS)
    assert pieces.sha256 == of(frame)


@given(st.integers(-(10**9), 10**9), st.integers(0, 9), st.sampled_from((-1, 0, 1)))
def test_the_last_bits_are_irrelevant_even_on_a_half(whole: int, tenth: int, step: int) -> None:
    """A mean of two readings one place apart stands on a half: noise must not split it."""
    value = (whole + tenth / 10) / 10**6
    shaken = value
    for _ in range(3):
        shaken = float(np.nextafter(shaken, shaken + step))
    both = rounded(pl.Series("lat_deg", [value, shaken]), 6)
    assert both[0] == both[1]


@given(st.integers(-90 * 10**6, 90 * 10**6), st.integers(-90 * 10**6, 90 * 10**6))
def test_values_a_place_apart_differ(a: int, b: int) -> None:
    both = rounded(pl.Series("lat_deg", [a / 10**6, b / 10**6]), 6)
    assert both.to_list() == [a, b]


def test_a_half_goes_to_the_even_neighbour() -> None:
    both = rounded(pl.Series("h", [0.0005, 0.0015, -0.0005, -0.0015, 0.00051]), 3)
    assert both.to_list() == [0, 2, 0, -2, 1]


def test_null_nan_zero_and_infinity_are_four_things() -> None:
    nan, inf = float("nan"), float("inf")
    values = rounded(pl.Series("x", [None, nan, 0.0, -0.0, inf, -inf]), 3)
    assert values[0] is None
    assert values[2] == values[3] == 0
    assert len(set(values.to_list())) == 5


def test_a_number_too_large_for_its_places_is_compared_as_it_is() -> None:
    assert len(set(rounded(pl.Series("x", [1e300, 2e300, -1e300]), 6).to_list())) == 3


def test_one_meridian_and_one_north_have_one_number_each() -> None:
    assert rounded(pl.Series("lon_deg", [180.0, -180.0, -179.9999999999]), 6).n_unique() == 1
    assert rounded(pl.Series("heading_deg", [0.0, 360.0]), 2).n_unique() == 1


@given(rows, st.data())
def test_a_change_of_one_place_is_found_and_named(
    given_rows: list[tuple[int, float, float]], data: st.DataObject
) -> None:
    frame = stays(given_rows)
    i = data.draw(st.integers(0, frame.height - 1))
    name = data.draw(st.sampled_from([c.name for c in STAYS.columns if c.places is not None]))
    step = 10.0 ** -(STAYS.columns[STAYS.names.index(name)].places or 0)
    changed = frame.with_columns(
        pl.when(pl.int_range(pl.len()) == i).then(pl.col(name) + step).otherwise(name).alias(name)
    )
    assert of(changed) != of(frame)


def test_every_column_of_every_table_counts_but_rows_and_history() -> None:
    """A column that the digest passes over would let any change of it through."""
    for table in TABLES:
        frame = pl.DataFrame({c.name: [_value(c.dtype, 1)] for c in table.columns}, table.schema)
        passed = {
            c.name
            for c in table.columns
            if of(frame.with_columns(pl.Series(c.name, [_value(c.dtype, 2)], c.dtype)), table)
            == of(frame, table)
        }
        rows_or_history = {c.name for c in table.columns if c.unit == "archive row"}
        assert passed == rows_or_history | ({"version", "version_reason"} & set(table.names))


def _value(dtype: object, n: int) -> object:
    if isinstance(dtype, pl.List):
        return [_value(dtype.inner, n)]
    if isinstance(dtype, pl.Struct):
        return {f.name: _value(f.dtype, n) for f in dtype.fields}
    if isinstance(dtype, pl.Datetime):
        return T0.replace(year=2000 + n)
    if dtype == pl.Date:
        return T0.date().replace(year=2000 + n)
    if dtype == pl.String:
        return f"text {n}"
    return n == 1 if dtype == pl.Boolean else n


def test_json_is_compared_by_content() -> None:
    one = '{"b": 1, "a_h": 2.00004, "rows": [{"weight": 0.30000000000000004}]}'
    same = '{"rows":[{"weight":0.3}],"a_h":2.0,"b":1.0}'
    assert json_text(one) == json_text(same)
    assert json_text(one) != json_text(one.replace("2.00004", "2.001"))
    assert json_text("not JSON") == "not JSON"
    assert json.loads(json_text('{"file": "/a/b.csv", "measures": "x/y"}')) == {
        "file": "b.csv", "measures": "x/y",
    }  # fmt: skip


def test_a_path_counts_by_the_name_of_its_file() -> None:
    assert file_name("/data/may/a.nmea") == file_name(r"C:\may\a.nmea") == "a.nmea"


def _event(**fields: object) -> pl.DataFrame:
    row: dict[str, object] = {
        "event_id": "gap-1", "version": 1, "kind": "gap", "mmsi": 445000001, "start_utc": T0,
        "end_utc": T0, "is_open": False, "lat_deg": 37.5, "lon_deg": 123.0, "confidence": 0.5,
        "observed_h": 0.0, "inferred_h": 3.25, "detail": '{"a": 1}', "evidence": [],
    }  # fmt: skip
    return pl.DataFrame([{**row, **fields}], schema=EVENTS.schema)


def test_what_earlier_runs_found_is_no_content(tmp_path: Path) -> None:
    """Late data in two steps or in one must come to the same docket."""
    for name in ("once", "twice"):
        (tmp_path / name).mkdir()
    write_docket(tmp_path / "once" / "docket.duckdb", {"EVENTS": _event()})
    detail = '{"a": 1, "found_as": "gap-1", "superseded": [{"version": 1}], "why": "late reports"}'
    later = _event(event_id="gap-0", version=2, detail=detail)
    write_docket(tmp_path / "twice" / "docket.duckdb", {"EVENTS": later, "WITHDRAWN": later})
    once, twice = (digest_of_docket(tmp_path / name) for name in ("once", "twice"))
    assert once == twice
    assert [t.table for t in once.tables] == ["EVENTS"]


def test_a_difference_names_table_and_column(tmp_path: Path) -> None:
    for name, confidence in (("a", 0.5), ("b", 0.500002)):
        (tmp_path / name).mkdir()
        write_docket(tmp_path / name / "docket.duckdb", {"EVENTS": _event(confidence=confidence)})
    a, b = digest_of_docket(tmp_path / "a"), digest_of_docket(tmp_path / "b" / "docket.duckdb")
    assert a.differences(b) == ["EVENTS.confidence"]
    assert a.differences(a) == []


def test_a_folder_without_a_docket_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such docket"):
        digest_of_docket(tmp_path)


def test_every_float_column_has_its_places() -> None:
    for table in TABLES:
        for column in table.columns:
            assert (column.places is not None) == (column.dtype in (pl.Float32, pl.Float64))
