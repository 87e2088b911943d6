"""The fast way through delimited text says what the careful way says, or nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from seawarden.read import Batch, Options, format_of, open_and_read, sources
from seawarden.read.delimited import Dialect, plain_lines, table
from seawarden.read.delimited.plain_lines_kernel import (
    BASIS,
    BROKEN,
    MAX_WORDS,
    ODD,
    PLAIN,
    fold_numbers,
)
from seawarden.read.table.layout import Layout
from seawarden.read.table.times import ISO, Clock

DANISH = (
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,"
    "IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,"
    "Destination,ETA,Data source type,A,B,C,D"
)
GOOD = (
    "31/12/2023 23:59:59,Class A,219000001,55.5,12.25,Moored,0.0,10.2,181.4,180,9074729,OXAB2,"
    "STAR,Tanker,Category Y,20,120,GPS,7.4,SKAGEN,01/01/2024 08:00:00,AIS,100,20,12,8"
)
SMALL = ("mmsi", "time", "lat", "lon", "sog", "name", "draught")
COLUMNS = {m: m for m in SMALL}


def plan(
    clock: str = ISO, separator: str = ",", *, decimal_comma: bool = False
) -> plain_lines.Plan:
    layout = Layout(format="table", columns=COLUMNS, clock=Clock(clock))
    made = plain_lines.plan(
        layout, SMALL, separator, decimal_comma=decimal_comma, has_blanks=False
    )  # fmt: skip
    assert made is not None
    return made


def kernel(lines: Sequence[str], how: plain_lines.Plan | None = None) -> plain_lines.Cells:
    return plain_lines.read(
        "".join(f"{line}\n" for line in lines).encode(), len(lines), how or plan()
    )


def read_both_ways(path: Path, size: int = 1 << 20) -> tuple[list[Batch], list[Batch]]:
    (source,) = sources([str(path)])
    found, options = format_of(source), Options(batch_bytes=size)
    fast = list(open_and_read(source, file_id=0, options=options, format=found))
    with mock.patch.object(plain_lines, "plan", lambda *_, **__: None):
        careful = list(open_and_read(source, file_id=0, options=options, format=found))
    return fast, careful


def assert_same(fast: list[Batch], careful: list[Batch]) -> None:
    for name in ("lines", "n_reports", "n_statics", "n_other", "n_rejects"):
        assert [getattr(b, name) for b in fast] == [getattr(b, name) for b in careful]
    for name in ("reports", "statics", "rejects"):
        mine, theirs = (pl.concat([getattr(b, name) for b in way]) for way in (fast, careful))
        assert_frame_equal(mine, theirs)


MMSI = st.sampled_from(
    ["219000001", "219000002", "2190045", "0", "1234567890", "", "abc", "219000001.0", "-5", "+7",
     '"219000003"', " 219000001", "00219000001", "2.19e8", "12345678901234567"]
)  # fmt: skip
TIME = st.sampled_from(
    ["31/12/2023 23:59:59", "01/01/2024 00:00:00", "29/02/2024 12:00:00", "29/02/2023 12:00:00",
     "31/04/2024 00:00:00", "01/13/2024 00:00:00", "01/01/2024 24:00:00", "1/1/2024 00:00:00",
     "01/01/1970 00:00:00", "01/01/2024 00:00:60", "01/01/2024 00:00", "", '"01/01/2024 00:00:01"',
     "01/01/2024 00:00:00Z", "01-01-2024 00:00:00"]
)  # fmt: skip
DEGREES = st.one_of(
    st.sampled_from(["", "91", "91.0", "181", "-0.0", "55.5.5", "1e1", "nan", "inf", ".5", "5.",
                     "--5", "+5", " 5", "5 ", '"55.25"', "0x10", "1_0", "1234567890123456.7"]),
    st.decimals(-200, 200, places=6).map(str),
)  # fmt: skip
WORD = st.sampled_from(["", "Moored", "At anchor", "Unknown value", '"Moored"', "5", "ÆRØ", '""'])
CLASS = st.sampled_from(["Class A", "Class B", "Base Station", "AtoN", "", "SAR Airborne", "?"])
NAME = st.sampled_from(
    [
        "STAR",
        "",
        "STAR, THE",
        '"STAR, THE"',
        '"SHE SAID ""HI"""',
        'QU"OTE',
        '"OPEN',
        "ÅSE",
        "Unknown",
    ]
)
NUMBER = st.sampled_from(["", "20", "7.4", "7.40", "102.3", "360", "x", "0", "-0", '""', "nan"])
CLAIM = st.sampled_from(
    ["", '""', "0", "9074729", "9074729.0", "Tanker", "80", "TANKER", '"Tanker"']
)


@st.composite
def danish_row(draw: st.DrawFn) -> str:
    row = GOOD.split(",")
    ways = {
        0: TIME, 1: CLASS, 2: MMSI, 3: DEGREES, 4: DEGREES, 5: WORD, 7: NUMBER, 8: NUMBER,
        9: NUMBER, 10: CLAIM, 11: CLAIM, 12: NAME, 13: CLAIM, 14: CLAIM, 15: NUMBER, 16: NUMBER,
        18: NUMBER, 19: CLAIM, 21: st.sampled_from(["AIS", "", "SAT 1"]), 22: NUMBER, 23: NUMBER,
        24: NUMBER, 25: NUMBER,
    }  # fmt: skip
    for column in draw(st.lists(st.sampled_from(sorted(ways)), max_size=3, unique=True)):
        row[column] = draw(ways[column])
    return ",".join(row)


LINE = st.one_of(
    danish_row(),
    danish_row(),
    st.sampled_from([GOOD, "", "   ", DANISH, "x,y", f"{GOOD},more", GOOD.rpartition(",")[0]]),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(LINE, max_size=12), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_both_ways_give_the_same_rows_for_any_mixture_of_lines(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, is_cut: bool
) -> None:
    path = tmp_path_factory.mktemp("both") / "a.csv"
    text = end.join([DANISH, *[GOOD] * 12, *lines])
    path.write_bytes((text if is_cut else text + end).encode())
    assert_same(*read_both_ways(path))


def test_both_ways_give_the_same_rows_of_every_real_table(shared_data: Path) -> None:
    for path in sorted((shared_data / "ais/csv").iterdir()):
        try:
            (source,) = sources([str(path)])
            found = format_of(source)
        except Exception:  # what no reader knows is another test's matter
            continue
        if found.dialect is not None:
            assert_same(*read_both_ways(path, size=1 << 22))


@settings(deadline=None)
@given(st.decimals(-(10**9), 10**9, places=None, allow_nan=False), st.integers(0, 9))
def test_a_number_is_the_double_nearest_to_its_digits(value: object, places: int) -> None:
    text = f"{value:.{places}f}"
    found = kernel([f"1,2024-01-01T00:00:00,{text},0,0,,"])
    if len(text.lstrip("-").replace(".", "")) <= 15:
        assert found.values.state[0] == PLAIN
        assert found.values.numbers[found.plan.numbers.index("lat"), 0] == float(text)
    else:
        assert found.values.state[0] == ODD


@settings(deadline=None)
@given(
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),
    st.sampled_from(["", ".5", ".25Z", ".123456789", "Z"]),
    st.sampled_from("T "),
)
def test_a_time_is_what_the_calendar_says(when: datetime, tail: str, between: str) -> None:
    when = when.replace(microsecond=0)
    found = kernel([f"1,{when.isoformat(between)}{tail},0,0,0,,"])
    share = {"": 0, ".5": 500, ".25Z": 250, ".123456789": 123, "Z": 0}[tail]
    expected = (when.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    assert found.values.state[0] == PLAIN
    assert found.values.time_ms[0] == expected * 1000 + share


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("1,2024-01-01T00:00:00,1,2,3,A,4", PLAIN),
        ("1,2024-01-01T00:00:00,,,,,", PLAIN),
        ('"1","2024-01-01T00:00:00","1","2","3","A, B","4"', PLAIN),
        ("1,2024-02-30T00:00:00,1,2,3,A,4", ODD),
        ("1,2024-01-01T00:00:00+01:00,1,2,3,A,4", ODD),
        ("1,2024-01-01T00:00:00, 1,2,3,A,4", ODD),
        ('1,2024-01-01T00:00:00,1,2,3,"",4', ODD),
        ('1,2024-01-01T00:00:00,1,2,3,"A ""B""",4', BROKEN),
        ('1,2024-01-01T00:00:00,1,2,3,A"B,4', BROKEN),
        ('1,2024-01-01T00:00:00,1,2,3,"A,4', BROKEN),
        ("1,2024-01-01T00:00:00,1,2,3,A", BROKEN),
        ("1,2024-01-01T00:00:00,1,2,3,A,4,", BROKEN),
        ("", BROKEN),
        ("\r", BROKEN),
    ],
)
def test_only_lines_in_plain_form_are_read_at_once(line: str, state: int) -> None:
    plain = "2,2024-01-01T00:00:00,1,2,3,B,4"
    found = kernel([plain, line, plain])
    assert found.values.state.tolist() == [PLAIN, state, PLAIN]


def test_a_comma_may_be_the_decimal_point() -> None:
    how = plan("%d/%m/%Y %H:%M:%S", ";", decimal_comma=True)
    found = kernel(
        ["1;01/03/2024 00:00:00;38,25;-0,5;3;A;4", "1;01/03/2024 00:00:00;38.25;1;3;A;4"], how
    )
    assert found.values.state.tolist() == [PLAIN, ODD]
    assert found.values.numbers[how.numbers.index("lat"), 0] == 38.25
    assert found.values.numbers[how.numbers.index("lon"), 0] == -0.5


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "A", "AB", "BC", "Æ", "4"]),
            st.sampled_from(["", "4", "4.0", "4.5", "0", "-0", "100", "101"]),
        )
    )
)
def test_both_ways_give_a_claim_the_same_fingerprint(claims: list[tuple[str, str]]) -> None:
    lines = [f"1,2024-01-01T00:00:00,1,2,3,{name},{draught}" for name, draught in claims]
    found = kernel(lines)
    dialect = Dialect(separator=",", names=SMALL, header=b"")
    text = table("".join(f"{line}\n" for line in lines).encode(), dialect, frozenset({"draught"}))
    again = plain_lines.fingerprints_of(text, found.plan)
    assert np.array_equal(found.values.what, again)
    values = [(name, float(draught) if draught else None) for name, draught in claims]
    kinds = dict(zip(values, again.tolist(), strict=True))
    assert kinds == dict(zip(reversed(values), reversed(again.tolist()), strict=True))
    assert len(set(kinds.values())) == len(kinds)  # 'A' + 'BC' is not 'AB' + 'C'
    assert kinds.get(("", None), 0) == 0


def test_sizes_in_whole_metres_do_not_share_fingerprints() -> None:
    sizes = [(a, b, c) for a in range(0, 300, 7) for b in range(0, 200, 7) for c in range(0, 60, 7)]
    values = np.array(sizes, dtype=np.float64)
    out, speaks = np.full(len(sizes), BASIS, dtype=np.uint64), np.zeros(len(sizes), dtype=np.bool_)
    for column in values.T:
        fold_numbers(np.ascontiguousarray(column), out, speaks)
    assert len(np.unique(out)) == len(sizes)


@pytest.mark.parametrize(("first", "again"), [("7.4", "7.40"), ("", "x"), ("", '""'), ("7", "7.0")])
def test_a_claim_written_in_another_way_is_no_new_claim(
    tmp_path: Path, first: str, again: str
) -> None:
    path = tmp_path / "a.csv"
    rows = [GOOD.replace("7.4", draught) for draught in (first, again, first)]
    path.write_text("\n".join([DANISH, *rows, ""]))
    fast, careful = read_both_ways(path)
    assert_same(fast, careful)
    assert [batch.statics.height for batch in fast] == [1]


def test_a_column_of_more_words_than_are_kept_is_read_carefully(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        f"413000001,2024-03-01T00:00:00,38.5,121.5,station {i % (MAX_WORDS + 500)}"
        for i in range(2 * MAX_WORDS)
    ]
    path.write_text("\n".join(["mmsi,time,lat,lon,receiver", *rows, ""]))
    fast, careful = read_both_ways(path)
    assert_same(fast, careful)
