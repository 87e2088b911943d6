"""Which clock a sentence follows: each source alone, all together, none at all."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.read.nmea.state import BACK_DATE, CARRY

from .nmea_lines import EPOCH, POSITION, ais, at, checksum_of, pghp, read, sentence, tag


def _times(lines: list[str], **options: object) -> list[datetime]:
    return [t.replace(tzinfo=UTC) for t in read(lines, **options).reports["time_utc"].to_list()]


ZDA = sentence("GPZDA,221325.25,14,11,2023,,", "$")
RMC = sentence("GPRMC,221330.00,A,1228.30,S,13050.74,E,0.0,,141123,,,A", "$")


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        ([tag(f"c:{EPOCH}") + POSITION], 0),
        ([tag(f"c:{EPOCH}500") + POSITION], 0.5),
        ([tag(f"c:{EPOCH}.250") + POSITION], 0.25),
        ([tag(f"s:x,c:{EPOCH},T:2020-09-04 18.12.06") + POSITION], 0),
        ([tag(f"c:{EPOCH}"), POSITION], 0),
        ([f"{POSITION},{EPOCH}"], 0),
        ([f"{POSITION} {EPOCH}"], 0),
        ([f"{POSITION},{EPOCH}012"], 0.012),
        ([f"{POSITION},s28089,d-103,T39.44,x147521,r08TPHI1,{EPOCH}"], 0),
        ([pghp(at(7.5), "4A"), POSITION], 7.5),
        ([pghp(at(7.5)), POSITION], 7.5),
        ([ZDA, POSITION], 5.25),
        ([RMC, POSITION], 10),
    ],
)
def test_each_clock_alone_gives_the_time(lines: list[str], seconds: float) -> None:
    """All the ways in which the world's loggers write the time."""
    assert _times(lines) == [at(seconds)]


def test_the_tag_block_beats_the_pghp_and_the_pghp_beats_the_epoch_behind() -> None:
    """The epoch behind is when the line was written: half an hour late from a satellite."""
    lines = [
        pghp(at(-1800), "4A"),
        f"{tag(f'c:{EPOCH - 3}')}{POSITION},{EPOCH}",
        pghp(at(-1700), "4A"),
        f"{POSITION},{EPOCH}",
        f"{POSITION},{EPOCH + 1}",
    ]
    assert _times(lines) == [at(-3), at(-1700), at(1)]


def test_a_pghp_belongs_to_the_sentence_whose_checksum_it_names() -> None:
    """exactEarth's $PGHP lines stand in another order than their sentences."""
    other = ais(type=1, mmsi=440_000_001, lat=1.0, lon=2.0)[0]
    lines = [
        f"{pghp(at(1), checksum_of(other))},{EPOCH + 900}",
        f"{pghp(at(2), checksum_of(POSITION))},{EPOCH + 900}",
        f"{other},{EPOCH + 900}",
        f"{POSITION},{EPOCH + 900}",
        f"{other},{EPOCH + 901}",
        f"{POSITION},{EPOCH + 901}",
        f"{pghp(at(31), checksum_of(other))},{EPOCH + 901}",
    ]
    assert _times(lines) == [at(1), at(2), at(31), at(901)]


def test_real_satellite_reports_take_the_time_of_the_satellite(shared_data: Path) -> None:
    """In exactEarth's file the UTC second of each report tells which clock is right."""
    file = shared_data / "ais" / "nmea" / "exactearth_satellite.txt.gz"
    got = read(gzip.decompress(file.read_bytes()))
    reports = got.reports.filter(got.reports["msg_type"] <= 3)
    times = reports["time_utc"].dt.epoch("s").to_list()
    delayed = sum(t < 1_327_992_119 for t in times)
    assert delayed / len(times) > 0.8  # the lines were written from 1327992119 on


def test_a_sentence_without_a_time_takes_the_latest_of_the_file() -> None:
    """Delayed satellite sentences stand among live ones and must not turn the clock back."""
    lines = [
        tag(f"c:{EPOCH}") + POSITION,
        pghp(at(-7200), "4A"),
        POSITION,
        POSITION,
        tag(f"c:{EPOCH + 4}") + POSITION,
        POSITION,
    ]
    assert _times(lines) == [at(), at(-7200), at(), at(4), at(4)]


def test_one_time_far_ahead_is_forgotten_after_a_while() -> None:
    """A receiver with a wrong date must not set the clock of the rest of the file."""
    lines = [tag(f"c:{EPOCH + 90_000_000}") + POSITION]
    lines += [tag(f"c:{EPOCH + i}") + POSITION for i in range(40)]
    assert _times([*lines, POSITION])[-1] == at(39)


def test_sentences_before_the_first_time_are_dated_to_it() -> None:
    """Up to a thousand lines; before that the time is not known."""
    lines = [POSITION] * (BACK_DATE + 2) + [tag(f"c:{EPOCH}") + POSITION]
    got = read(lines)
    assert got.counts == (BACK_DATE + 3, BACK_DATE + 1, 0, 0, 2)
    assert got.rejects["reason"].to_list() == ["no time"] * 2
    assert got.rejects["detail"][0] == (
        "no time within 1000 lines after the sentence or 10000 lines before it"
    )
    assert got.reports["time_utc"].n_unique() == 1


def test_a_time_is_carried_forward_only_so_far() -> None:
    """A file that stops telling the time does not stop time."""
    got = read([tag(f"c:{EPOCH}") + POSITION, *[POSITION] * (CARRY + 1)])
    assert got.counts == (CARRY + 2, CARRY + 1, 0, 0, 1)


@pytest.mark.parametrize(
    "line",
    [
        sentence("GPRMC,221330.00,V,1228.30,S,13050.74,E,0.0,,141123,,,A", "$"),
        sentence("GPZDA,,,,,,", "$"),
        sentence("GPZDA,246060.00,14,11,2023,,", "$"),
        sentence("PGHP,1,2023,13,14,22,13,20,0,219,,1,1,4A", "$"),
        sentence("PGHP,1,1970,1,1,0,0,0,0,219,,1,1,4A", "$"),
        tag("c:12345"),
        tag("c:abc"),
        tag("s:station"),
        "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,d-081,T59.01777335",
    ],
)
def test_what_is_no_time_is_not_taken_for_one(line: str) -> None:
    """A void fix, an empty field, month 13, a second of uptime: none tells the date."""
    start = datetime(2020, 1, 1, tzinfo=UTC)
    times = _times([line, POSITION], start_utc=start)
    assert all(abs(t - start) < timedelta(minutes=1) for t in times)


def test_the_time_in_a_base_stations_message_is_no_clock_of_the_file() -> None:
    """Anyone can transmit a type 4 with any date."""
    base = ais(type=4, year=2031, month=5, day=5, lat=1.0, lon=1.0)
    assert _times([*base, tag(f"c:{EPOCH}") + POSITION]) == [at(), at()]


def _report(second: int) -> str:
    return ais(type=1, lat=1.0, lon=2.0, second=second)[0]


def test_from_a_start_time_the_utc_second_moves_the_clock() -> None:
    """Minutes are counted by the seconds that come round."""
    start = datetime(2020, 1, 1, 12, 0, 0, tzinfo=UTC)
    lines = [_report(s % 60) for s in range(0, 300, 10)]
    assert _times(lines, start_utc=start) == [
        start + timedelta(seconds=s) for s in range(0, 300, 10)
    ]


def test_one_wrong_second_does_not_carry_the_clock_off() -> None:
    """A transponder without a fix sends a second of its own making."""
    start = datetime(2020, 1, 1, 12, 0, 0, tzinfo=UTC)
    lines = [_report(s) for s in (0, 1, 2, 29, 3, 4, 60, 5)]
    seconds = [(t - start).total_seconds() for t in _times(lines, start_utc=start)]
    assert seconds[:3] == [0, 1, 2]
    assert seconds[4:6] == [3, 4]
    assert seconds[-1] == 5


@given(gaps=st.lists(st.integers(0, 14), max_size=60))
def test_told_times_are_right_while_reports_follow_each_other(gaps: list[int]) -> None:
    """The claim of the docs: exact within 15 s between reports."""
    start = datetime(2020, 1, 1, 23, 59, 0, tzinfo=UTC)
    seconds = [sum(gaps[: i + 1]) for i in range(len(gaps))]
    got = _times([_report(s % 60) for s in seconds], start_utc=start)
    assert got == [start + timedelta(seconds=s) for s in seconds]


def test_a_start_time_is_not_used_where_the_file_tells_the_time() -> None:
    """The option is for the files that need it; a folder holds both kinds."""
    assert _times([tag(f"c:{EPOCH}") + POSITION, POSITION], start_utc=at(9_999)) == [at(), at()]


@given(when=st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_calendar_times_agree_with_pythons_calendar(when: datetime) -> None:
    """Leap years and month ends."""
    when = when.replace(tzinfo=UTC, microsecond=when.microsecond // 1000 * 1000)
    assert _times([pghp(when, "4A"), POSITION]) == [when]
