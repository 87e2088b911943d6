"""The NMEA reader as a whole: every line is counted, bad input says so, blocks change nothing."""

import gzip
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from seawarden.errors import FormatError
from seawarden.read import nmea
from seawarden.read.nmea import reader

from .nmea_lines import EPOCH, POSITION, Read, ais, at, pghp, read, sentence, tag, timed

STATIC = {"type": 5, "shipname": "RYE SONG GANG 1", "imo": 9_074_729, "destination": "NAMPO"}


def _all_nmea(shared_data: Path) -> list[Path]:
    files = [f for f in (shared_data / "ais" / "nmea").rglob("*") if f.is_file()]
    assert len(files) > 15
    return sorted(files)


def _bytes(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


def test_every_real_file_reads_and_its_counts_add_up(shared_data: Path) -> None:
    """Real logs hold every kind of damage; none may stop the watch or lose a line."""
    for file in _all_nmea(shared_data):
        text = _bytes(file)
        got = read(text, place=file.name, start_utc=at())
        assert got.lines == sum(got.counts[1:]), file.name
        assert got.lines >= len(text.splitlines()), file.name


def test_the_clean_danish_log_has_no_rejects(shared_data: Path) -> None:
    """A sound log must come out whole: a reject there would be our own fault."""
    got = read(_bytes(shared_data / "ais/nmea/dma_2013-11-12.txt.gz"))
    assert got.counts == (80_246, 25_947, 130, 54_169, 0)
    assert got.reports["receiver"].unique().to_list().count("AISD") == 1


def test_one_line_of_each_kind_is_counted_where_the_docs_say() -> None:
    """The law of counting, spelled out."""
    lines = [
        *timed(ais(type=1, lat=37.5, lon=126.0)),  # report
        *timed(ais(**STATIC)),  # static, and its second sentence other
        *timed(ais(type=24, partno=0, shipname="A")),  # static
        "",  # other from here
        "# a comment with " + POSITION,
        "$BSALR,,006,V,V,general failure*62",
        "plain text",
        *timed(ais(type=8, dac=1, fid=11, data=b"\x01\x02")),
        *timed(["!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B"]),  # reject
    ]
    got = read(lines)
    assert got.counts == (10, 1, 2, 6, 1)


@pytest.mark.parametrize(
    ("line", "reason", "detail"),
    [
        (POSITION[:-1] + "B", "checksum", "checksum is 4B, the sentence gives 4A"),
        (POSITION[:-3], "no checksum", "no '*hh' behind the sentence: it may be cut off"),
        (
            POSITION[:-2],
            "no checksum",
            "no '*hh' behind the sentence: it may be cut off",
        ),
        (
            sentence("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ"),
            "sentence",
            "expected total (1-9), part, sequence id, channel, payload, fill bits (0-5)",
        ),
        (
            sentence("AIVDM,1,2,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0"),
            "sentence",
            "expected total (1-9), part, sequence id, channel, payload, fill bits (0-5)",
        ),
        (
            sentence("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,6"),
            "sentence",
            "expected total (1-9), part, sequence id, channel, payload, fill bits (0-5)",
        ),
        (sentence("AIVDM,1,1,,B,,0"), "empty payload", "no payload, expected an AIS message"),
        (
            sentence("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208C~,0"),
            "payload character",
            "character '~' in the payload, expected '0' to 'W' or '`' to 'w'",
        ),
        (
            sentence("AIVDM,1,1,,A,15RTgt0PAso,0"),
            "too short",
            "66 bits, too few for the message type",
        ),
        (
            sentence("AIVDM,1,1,,A,w5RTgt0PAso;90TKcjM8h6g208CQ,0"),
            "unknown type",
            "message type 63, expected 1 to 28",
        ),
    ],
)
def test_a_bad_sentence_is_kept_with_its_reason(line: str, reason: str, detail: str) -> None:
    """The reason is a fixed code, the detail says what came and what was expected."""
    got = read([tag(f"c:{EPOCH}") + line, *timed([POSITION])])
    assert got.counts == (2, 1, 0, 0, 1)
    row = got.rejects.row(0, named=True)
    assert (row["reason"], row["detail"], row["line"], row["file_id"]) == (reason, detail, 1, 7)
    assert row["text"].endswith(line)


@pytest.mark.parametrize(
    ("fields", "reason", "detail"),
    [
        ({"mmsi": 0}, "mmsi out of range", "MMSI 0, expected 1 to 999999999"),
        (
            {"lat": 91.0, "lon": 181.0},
            "no position",
            "the sender gives no position (latitude 91 or longitude 181)",
        ),
        (
            {"lat": 91.0, "lon": 20.0},
            "no position",
            "the sender gives no position (latitude 91 or longitude 181)",
        ),
        (
            {"lat": 90.5, "lon": 20.0},
            "latitude out of range",
            "latitude 90.5000, expected -90 to 90",
        ),
        (
            {"lat": 20.0, "lon": -190.25},
            "longitude out of range",
            "longitude -190.2500, expected -180 to 180",
        ),
    ],
)
@pytest.mark.parametrize("kind", [1, 18, 4, 9])
def test_a_position_no_ship_can_have_is_refused(
    kind: int, fields: dict[str, float], reason: str, detail: str
) -> None:
    """Latitude 91 read as a place would put a ship beyond the pole."""
    got = read(timed(ais(type=kind, **({"lat": 1.0, "lon": 2.0} | fields))))
    assert got.counts == (1, 0, 0, 0, 1)
    assert got.rejects.select("reason", "detail").row(0) == (reason, detail)


def test_a_tag_block_with_a_wrong_checksum_is_not_trusted() -> None:
    """A flipped digit in the time would move a ship by hours."""
    good = tag(f"c:{EPOCH}")
    got = read([good.replace("c:17", "c:16") + POSITION, good + POSITION])
    assert got.counts == (2, 1, 0, 0, 1)
    assert got.rejects.select("reason", "detail").row(0) == (
        "tag block checksum",
        "the checksum of the tag block does not fit it: its time cannot be trusted",
    )


def test_a_tag_block_checksum_of_00_means_not_computed(shared_data: Path) -> None:
    """Spire's test file writes *00; its times are all the file has."""
    got = read(_bytes(shared_data / "ais/nmea/malformed/spire-test.nmea"))
    assert got.counts == (4, 0, 2, 2, 0)


def test_a_clock_sentence_with_a_wrong_checksum_is_a_reject_and_sets_no_time() -> None:
    """A time that cannot be trusted must not be handed to the sentences after it."""
    bad = pghp(at(3600))[:-2] + "ZZ"
    got = read([*timed([POSITION]), bad, POSITION])
    assert got.counts == (3, 2, 0, 0, 1)
    assert got.rejects["detail"][0] == (
        "the checksum of the time sentence does not fit it; its time is not used"
    )
    assert got.reports["time_utc"].to_list() == [at(), at()]


def test_several_sentences_on_one_line_are_all_read(shared_data: Path) -> None:
    """Some loggers lose line ends; each sentence counts, and shares the line's number."""
    got = read("".join(timed([POSITION] * 3)) + "\n")
    assert got.counts == (3, 3, 0, 0, 0)
    assert got.reports["line"].to_list() == [1, 1, 1]
    real = read(_bytes(shared_data / "ais/nmea/malformed/bad-type5.nmea"))
    assert real.statics["name"].to_list() == ["IVER ACTION", "BELLEZA"]
    assert real.rejects["detail"].to_list() == ["400 bits, too few for the message type"]


def test_a_message_with_a_few_characters_too_many_is_read(shared_data: Path) -> None:
    """Receivers append characters to sound messages; the same message came clean beside it."""
    got = read(_bytes(shared_data / "ais/nmea/malformed/errors.nmea"))
    assert got.reports["mmsi"].to_list() == [244_000_953, 205_252_690, 205_252_690]
    assert got.rejects["reason"].to_list() == ["checksum", "checksum"]
    counted = read(_bytes(shared_data / "ais/nmea/malformed/type1-bad-bitcount.nmea"))
    assert counted.counts == (13, 12, 0, 1, 0)


def test_an_empty_input_yields_nothing() -> None:
    """Empty is not an error of this reader; `source` says it in one line."""
    assert read(b"").counts == (0, 0, 0, 0, 0)


def test_binary_input_yields_rejects_and_other_but_no_rows() -> None:
    """Zeros, high bytes and a line without end must neither crash nor fill memory."""
    got = read(bytes(range(256)) * 400 + b"\n" + b"!AIVDM," * 10_000 + b"\n\xff\xfe!AIVDM,\xff*00")
    assert got.reports.height == 0
    assert got.statics.height == 0
    assert "line too long" in got.rejects["reason"].to_list()


def test_a_line_too_long_is_cut_and_says_so() -> None:
    """The text kept is 200 characters, however long the line."""
    got = read(["x" * 1_000_000, *timed([POSITION])], batch_bytes=5_000)
    assert got.counts == (2, 1, 0, 0, 1)
    assert got.rejects.row(0) == (
        7,
        1,
        "line too long",
        "more than 16384 bytes in one line",
        "x" * 200,
    )
    assert got.reports["line"].to_list() == [2]


def test_a_file_without_time_is_one_clear_error_before_the_first_batch() -> None:
    """The user learns which file and which option; nothing half-read is left behind."""
    stream_of = nmea.read(io.BytesIO(POSITION.encode()), file_id=0, place="a.nmea")
    with pytest.raises(nmea.NoTimeError) as caught:
        next(stream_of)
    assert str(caught.value) == (
        "a.nmea: no time in this NMEA file (no tag block c:, no $PGHP, $--ZDA or $--RMC, no epoch"
        " behind and no time before a sentence in its first 100,000 lines); its first sentence is"
        f" '{POSITION.strip()}'; give --start-time YYYY-MM-DDTHH:MM:SSZ"
    )
    assert isinstance(caught.value, FormatError)


def test_a_file_without_time_and_without_messages_needs_none() -> None:
    """Comments alone are no reason to ask for a time."""
    assert read(["# nothing", sentence("AIVDM,1,1,,B,,0")]).counts == (2, 0, 0, 1, 1)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (POSITION.encode(), True),
        (b"\\c:1,s:x*00\\" + POSITION.encode(), True),
        (b"$PGHP,1,2013*26\r\n!BSVDM,1,1,,A,13@:`L0,0*62", True),
        (b"1327664821 !=IVDM,1,1,,A,13@:`L0,0*62", True),
        (b'{"message": "!AIVDM,1,1,,A,13@,0*62"}', False),
        (b"mmsi,lat,lon\n1,2,3", False),
        (b"$GPGGA,114702.00,3351.0151,S", False),
        (b"\x1f\x8b\x08\x00", False),
        (b"", False),
    ],
)
def test_the_format_is_told_from_content(head: bytes, expected: bool) -> None:
    """Never by file name; JSON that quotes a sentence is not NMEA."""
    assert nmea.looks_like(head) is expected


def _equal(a: Read, b: Read) -> None:
    assert a.counts == b.counts
    assert_frame_equal(a.reports, b.reports)
    assert_frame_equal(a.statics, b.statics)
    assert_frame_equal(a.rejects, b.rejects)


def _mixed(shared_data: Path) -> bytes:
    """The first 150 lines of every real file: all time sources, groups and damage in one text."""
    pieces = [b"\n".join(_bytes(f).split(b"\n")[:150]) for f in _all_nmea(shared_data)]
    return b"\n".join(pieces)


@settings(max_examples=15, deadline=None)
@given(size=st.integers(150, 20_000))
def test_the_size_of_a_block_changes_nothing(shared_data: Path, size: int) -> None:
    """A block may end anywhere: in a sentence, between the parts, before a late $PGHP."""
    text = _mixed(shared_data)
    _equal(read(text, batch_bytes=size), read(text))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_bytes_are_counted_and_never_crash(data: st.DataObject) -> None:
    """Damage anywhere: cut, swapped, doubled or random bytes in a sound log."""
    lines = [x.encode() for x in (*timed(ais(**STATIC)), *timed([POSITION]), pghp(at(), "4A"))]
    lines += [POSITION.encode(), tag("g:1-2-77,s:a").encode(), b"\\c:", b"!AIVDM,2,1,", b"*", b","]
    pieces = data.draw(
        st.lists(st.one_of(st.sampled_from([*lines, b"\n", b"\r\n"]), st.binary(max_size=9)))
    )
    text = b"".join(
        p[: data.draw(st.integers(0, len(p)))] if data.draw(st.booleans()) else p for p in pieces
    )
    whole = read(text, start_utc=at())
    assert whole.lines == sum(whole.counts[1:])
    _equal(read(text, start_utc=at(), batch_bytes=data.draw(st.integers(1, 50))), whole)


def test_memory_does_not_grow_with_the_input() -> None:
    """The state after a long feed with open messages is as large as after one line."""
    from seawarden.read.nmea.state import new_state

    state = new_state()
    size = sum(a.nbytes for a in state)
    first_parts = [timed([ais(seq_id=i % 10, **STATIC)[0]])[0] for i in range(10)]
    text = "\n".join(first_parts * 500).encode()
    for block in reader._blocks(io.BytesIO(text), 10_000, "a.nmea"):
        state, _ = reader._scan(block, state)
    assert sum(a.nbytes for a in state) <= 4 * size


def test_the_receiver_comes_from_the_tag_block() -> None:
    """Who heard it tells a spoofed position from a fault of one feed."""
    got = read(
        [
            tag(f"s:rMT1200,c:{EPOCH}") + POSITION,
            tag(f"c:{EPOCH},si:AISD") + POSITION,
            tag("si:Kystverket"),
            pghp(at(5)),
            POSITION,
            POSITION,
        ]
    )
    assert got.reports["receiver"].to_list() == ["rMT1200", "AISD", "Kystverket", None]
    assert got.reports["time_utc"].to_list() == [at(), at(), at(5), at(5)]


def test_more_receivers_than_the_table_first_holds_are_kept_apart() -> None:
    """The table of names grows between blocks without mixing any up."""
    names = [f"st{i:05d}" for i in range(5_000)]
    got = read([tag(f"s:{n},c:{EPOCH}") + POSITION for n in names], batch_bytes=20_000)
    assert got.reports["receiver"].to_list() == names
    assert pl.Series(names).n_unique() == 5_000
