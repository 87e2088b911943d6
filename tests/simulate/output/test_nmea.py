"""Sentences are decoded by pyais, which shares no code with the writer."""

import re
from functools import reduce
from pathlib import Path

import numpy as np
import polars as pl
import pyais
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.simulate import run
from seawarden.simulate.output.ais_bits import pack, text

from ..conftest import Ran

_LINE = re.compile(
    r"\\(?P<tag>[^*]+)\*(?P<tag_sum>[0-9A-F]{2})\\!(?P<body>[^*]+)\*(?P<sum>[0-9A-F]{2})\r\n"
)


def _sum(body: str) -> str:
    return f"{reduce(lambda a, b: a ^ ord(b), body, 0):02X}"


def test_every_line_has_a_tag_block_and_right_checksums(everything: Ran) -> None:
    lines = everything.summary.ais.read_bytes().decode("ascii").splitlines(keepends=True)
    assert len(lines) == everything.summary.lines
    for line in lines[1:20_000]:
        match = _LINE.fullmatch(line)
        assert match, line
        assert _sum(match["tag"]) == match["tag_sum"] and _sum(match["body"]) == match["sum"]


@settings(max_examples=60, deadline=None)
@given(
    mmsi=st.integers(100_000_000, 799_999_999), lat=st.floats(-90, 90), lon=st.floats(-180, 180),
    sog=st.integers(0, 1022), cog=st.integers(0, 3599), heading=st.integers(0, 359),
    status=st.integers(0, 15), second=st.integers(0, 59),
)  # fmt: skip
def test_a_position_report_survives_pyais(
    mmsi: int, lat: float, lon: float, sog: int, cog: int, heading: int, status: int, second: int
) -> None:
    fields = [
        (1, 6), (0, 2), (mmsi, 30), (status, 4), (-128, 8), (sog, 10), (0, 1),
        (round(lon * 600_000), 28), (round(lat * 600_000), 27), (cog, 12), (heading, 9),
        (second, 6), (0, 2), (0, 3), (0, 1), (0, 19),
    ]  # fmt: skip
    payload = pack(fields, 1)[0].tobytes().decode("ascii")
    body = f"AIVDM,1,1,,A,{payload},0"
    got = pyais.decode(f"!{body}*{_sum(body)}").asdict()
    assert (got["mmsi"], got["heading"], got["second"]) == (mmsi, heading, second)
    assert got["speed"] == sog / 10 and got["course"] == cog / 10
    assert abs(got["lat"] - lat) < 2e-6 and abs(got["lon"] - lon) < 2e-6


@given(st.lists(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=95), max_size=20),
                min_size=1, max_size=5))  # fmt: skip
def test_six_bit_text_is_what_itu_says(names: list[str]) -> None:
    fields = text(names, 20)
    for row, name in enumerate(names):
        codes = [int(np.asarray(values)[row]) for values, _ in fields]
        back = "".join(chr(c + 64) if c < 32 else chr(c) for c in codes)
        assert back.rstrip("@") == name.rstrip("@")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, object]], pl.DataFrame]:
    """The same run as NMEA, decoded by pyais, and as Parquet."""
    folder = tmp_path_factory.mktemp("pair")
    arguments = {"seed": 21, "hours": 5, "vessels": 60, "scenario": "quiet"}
    nmea = run(folder, format="nmea", **arguments).ais  # type: ignore[arg-type]
    table = pl.read_parquet(run(folder, format="parquet", **arguments).ais)  # type: ignore[arg-type]
    decoded, waiting = [], b""
    for line in nmea.read_bytes().splitlines()[1:]:
        tag, sentence = line.split(b"\\")[1:3]
        if sentence.startswith(b"!AIVDM,2,1"):
            waiting, first = sentence, tag
            continue
        whole = (waiting, sentence) if sentence.startswith(b"!AIVDM,2,2") else (sentence,)
        tag = first if len(whole) == 2 else tag
        message = pyais.decode(*whole).asdict()
        message["time"] = int(re.search(rb"c:(\d+)", tag)[1])  # type: ignore[index]
        message["station"] = re.search(rb"s:([^,*]+)", tag)[1].decode()  # type: ignore[index]
        decoded.append(message)
    return decoded, table


def test_nmea_and_parquet_say_the_same(pair: tuple[list[dict[str, object]], pl.DataFrame]) -> None:
    decoded, table = pair
    positions = [m for m in decoded if m["msg_type"] in (1, 3, 18, 27)]
    assert len(positions) == table.height
    for message, row in zip(positions, table.iter_rows(named=True), strict=True):
        assert message["mmsi"] == row["mmsi"]
        assert message["time"] == row["timestamp"].timestamp()
        assert message["station"] == row["receiver"]
        near = 0.001 if message["msg_type"] == 27 else 1e-5
        assert abs(message["lat"] - row["lat"]) < near  # type: ignore[operator]
        assert abs(message["lon"] - row["lon"]) < near  # type: ignore[operator]


def test_statics_say_who_it_is(pair: tuple[list[dict[str, object]], pl.DataFrame]) -> None:
    decoded, table = pair
    known = {row["mmsi"]: row for row in table.iter_rows(named=True)}
    fives = [m for m in decoded if m["msg_type"] == 5 and m["mmsi"] in known]
    assert fives
    for message in fives:
        row = known[message["mmsi"]]
        assert message["shipname"] == row["name"] and message["callsign"] == row["callsign"]
        assert message["imo"] == (row["imo"] or 0) and message["ship_type"] == row["ship_type"]
        assert message["to_bow"] + message["to_stern"] == row["length"]  # type: ignore[operator]
        assert message["to_port"] + message["to_starboard"] == row["width"]  # type: ignore[operator]
    b = [m for m in decoded if m["msg_type"] == 24 and m["mmsi"] in known]
    assert {m["partno"] for m in b} == {0, 1}
    for message in b:
        row = known[message["mmsi"]]
        if message["partno"] == 0:
            assert message["shipname"] == row["name"]
        else:
            assert message["ship_type"] == row["ship_type"]


def test_the_three_kinds_of_class_are_heard(everything: Ran) -> None:
    """Types 1, 3, 5, 18, 24 and 27 all occur, told by the payload's first character."""
    lines = everything.summary.ais.read_text(encoding="ascii").splitlines()[1:]
    first = {line.split("!AIVDM,")[1].split(",")[4][0] for line in lines if "\\g:2" not in line}
    assert first == {"1", "3", "5", "B", "H", "K"}


def test_an_empty_feed_is_only_its_comment(tmp_path: Path) -> None:
    from seawarden.simulate.radio.reception import Params

    deaf = Params(best_chance=0.0, satellite_chance=0.0, satellite_floor=0.0)
    made = run(tmp_path, seed=1, hours=1, vessels=3, scenario="quiet", params=deaf)
    assert (made.reports, made.statics, made.lines) == (0, 0, 1)
    assert made.ais.read_text().count("\n") == 1
