"""A sentence without a time gets that at which it came; every other line stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.live.stamp import name_of, stamped
from seawarden.read.nmea.feed import Feed

BARE = b"!AIVDM,1,1,,A,181pDv@P1H93:U6EJEbpwG:@0000,0*74\r\n"
TAG = rb"\s:busan,c:1772409608123*3C\ ".strip()


def test_a_bare_sentence_is_dated_and_its_station_kept() -> None:
    data = stamped(2 * BARE, 1_772_409_608_123, "busan")
    batch = Feed(0).push(data)
    assert batch.n_reports == 2
    assert batch.reports["receiver"].to_list() == ["busan", "busan"]
    assert batch.reports["time_utc"].cast(int).to_list() == 2 * [1_772_409_608_123]


@pytest.mark.parametrize(
    "line",
    [
        rb"\s:SIMULATED-KRINC,c:1772409608*16\!AIVDM,1,1,,A,181pDv@P1H93:U6EJEbpwG:@0000,0*74",
        rb"\g:1-2-1000,s:A,c:1772409623*1F\!AIVDM,2,1,0,A,581pDv@2HG,0*39",
        rb"\g:2-2-1000*5C\!AIVDM,2,2,0,A,h0000000000,2*7C",
        BARE.strip() + b",1772409608",
        b"2026-03-02 00:00:08 " + BARE.strip(),
        b"# a comment",
        b"$GPGGA,1,2*00",
        b"",
    ],
)
def test_a_line_that_needs_no_time_stays_as_it_is(line: bytes) -> None:
    assert stamped(line + b"\n", 5, "x") == line + b"\n"


def test_a_tag_block_without_time_gets_one_and_keeps_its_station() -> None:
    data = stamped(b"\\s:r1*00\\" + BARE, 1_772_409_608_000, "busan")
    (row,) = Feed(0).push(data).reports.to_dicts()
    assert row["receiver"] == "r1"


@given(lines=st.lists(st.binary(max_size=60).filter(lambda b: b"\n" not in b and b"\r" not in b)))
def test_no_line_is_lost_or_made(lines: list[bytes]) -> None:
    data = b"".join(line + b"\n" for line in lines)
    out = stamped(data, 1_772_409_608_000, "x")
    assert out.count(b"\n") == data.count(b"\n")
    for before, after in zip(data.split(b"\n"), out.split(b"\n"), strict=True):
        assert after.endswith(before.rsplit(b"\\", 1)[-1])


@pytest.mark.parametrize(
    ("text", "name"), [("tcp-host-4001", "tcp-host-4001"), ("a b/c", "a-b-c"), ("//", "source")]
)
def test_a_name_fits_a_tag_block_and_a_file(text: str, name: str) -> None:
    assert name_of(text) == name
