"""Times as programs in Korea, China, Japan and at home write them, in tables and before sentences.

Each was once refused, or read hours off without a word: ` +0900` and `PM` behind a time before a
sentence, Beijing time in a heading, .NET's ticks taken for nanoseconds.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from seawarden.errors import FormatError

from .scene import FIXES, Fix, put, read, sentence, shown, table, tagged, truth

HEAD = "mmsi,timestamp,lat,lon,sog,cog,heading"
PART = FIXES[:120]
Write = Callable[[Fix], str]


def _half(f: Fix, words: tuple[str, str]) -> str:
    return f"{words[f.when.hour >= 12]} {f.when.hour % 12 or 12}:{f.when:%M:%S}"


def _ahead(hours: float) -> Write:
    return lambda f: f"{f.when + timedelta(hours=hours):%Y-%m-%d %H:%M:%S}"


def _days(before_1970: float) -> Write:
    return lambda f: f"{f.epoch / 86_400 + before_1970:.6f}"


def _text(write: Write, head: str = HEAD) -> str:
    def line(f: Fix) -> str:
        return f"{f.mmsi};{write(f)};{f.lat};{f.lon};{f.sog};{f.cog};{f.heading}"

    return table(head.replace(",", ";"), line, PART)


CELLS: dict[str, Write] = {
    "Korean Excel": lambda f: f"{f.when:%Y-%m-%d} {_half(f, ('오전', '오후'))}",
    "Chinese Excel": lambda f: f"{f.when.year}/{f.when.month}/{f.when.day} "
    f"{_half(f, ('上午', '下午'))}",
    "Korean words": lambda f: f"{f.when.year}년 {f.when.month}월 {f.when.day}일 {f.when:%H:%M:%S}",
    "Japanese words": lambda f: f"{f.when:%Y年%m月%d日 %H時%M分%S秒}",
    "a long date": lambda f: f"{f.when:%A, %B %d, %Y %I:%M:%S %p}",
    "Oracle": lambda f: f"{f.when:%d-%b-%y %I.%M.%S}.000000000 {f.when:%p}".upper(),
    "JavaScript": lambda f: f"{f.when + timedelta(hours=9):%a %b %d %Y %H:%M:%S} GMT+0900 (KST)",
    "Unix date": lambda f: f"{f.when:%a %b %d %H:%M:%S} UTC {f.when:%Y}",
    "compact with a zone": lambda f: f"{f.when + timedelta(hours=9):%Y%m%dT%H%M%S}+0900",
    "compact minutes": lambda f: f"{f.when:%Y%m%d%H%M}",
    "day of the year": lambda f: f"{f.when:%Y-%jT%H:%M:%SZ}",
    "Moscow": lambda f: f"{_ahead(3)(f)} MSK",
    "Excel's days": _days(25_569),
    "Julian days": _days(2_440_587.5),
    "MATLAB": _days(719_529),
    ".NET ticks": lambda f: f"{(f.epoch + 62_135_596_800) * 10**7}",
    "/Date()/": lambda f: f"/Date({f.epoch}000)/",
    "Windows file time": lambda f: f"{(f.epoch + 11_644_473_600) * 10**7}",
}  # fmt: skip
HEADINGS = {"时间(北京时间)": 8, "日時(JST)": 9, "수신시각(한국시간)": 9, "Время (МСК)": 3,
            "Time (Beijing Time)": 8}  # fmt: skip
BEFORE: dict[str, Write] = {
    "offset apart": lambda f: f"{_ahead(9)(f)} +0900",
    "west of UTC": lambda f: f"{_ahead(-3.5)(f)} -03:30",
    "signal strength behind": lambda f: f"{_ahead(0)(f)} -12.5",
    "KST": lambda f: f"{_ahead(9)(f)} KST",
    "GMT and offset": lambda f: f"{_ahead(9)(f)} GMT+0900",
    "AM and PM": lambda f: f"{f.when:%Y-%m-%d %I:%M:%S %p}",
    "one digit a part": lambda f: f"{f.when.year}/{f.when.month}/{f.when.day} {f.when.hour}:"
    f"{f.when:%M:%S}",
    "dots": lambda f: f"{f.when:%Y.%m.%d %H:%M:%S}",
    "month first, in words": lambda f: f"{f.when:%b %d, %Y %H:%M:%S}",
    "time=": lambda f: f"time={f.epoch} msg=",
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_a_time_in_a_cell(tmp_path: Path, name: str) -> None:
    assert shown(read(put(tmp_path, _text(CELLS[name])))) == truth(PART)


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_zone_that_the_heading_names(tmp_path: Path, heading: str) -> None:
    text = _text(_ahead(HEADINGS[heading]), HEAD.replace("timestamp", heading))
    assert shown(read(put(tmp_path, text))) == truth(PART)


@pytest.mark.parametrize("name", BEFORE)
def test_a_time_before_a_sentence(tmp_path: Path, name: str) -> None:
    text = "".join(f"{BEFORE[name](f)} {sentence(f)}\n" for f in PART).replace("= !", "=!")
    assert shown(read(put(tmp_path, text))) == truth(PART)


def test_two_epochs_with_fractions_and_nanoseconds_in_a_tag(tmp_path: Path) -> None:
    behind = "".join(f"{sentence(f)},{f.epoch}.123,{f.epoch + 3}.456\n" for f in PART)
    assert shown(read(put(tmp_path, behind))) == truth(PART)
    tag = "".join(f"{tagged(f'c:{f.epoch}000000000')}{sentence(f)}\n" for f in PART)
    assert shown(read(put(tmp_path, tag))) == truth(PART)


def test_a_year_of_two_digits_is_read_in_the_order_given(tmp_path: Path) -> None:
    """26.03.01 is of 2026 in Korea, of 2001 in Germany: the user must say."""
    path = put(tmp_path, _text(lambda f: f"{f.when:%d/%m/%y %H:%M}"))
    with pytest.raises(FormatError, match=r"'01/03/26 00:00'.*two digits.*--date-order"):
        read(path)
    assert shown(read(path, date_order="day-first")) == truth(PART)


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda f: f"{f.when:%M:%S}.0", "as Excel shows a time"),
        (lambda f: f"{f.when:%Y-%m-%d %H:%M:%S} EST", "stand for several zones"),
        (lambda f: f"{f.when.hour * 3600 + f.when.minute * 60}", "no time of each row"),
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_named(tmp_path: Path, write: Write, told: str) -> None:
    with pytest.raises(FormatError, match=told):
        read(put(tmp_path, _text(write)))


def test_letters_of_a_zone_that_mean_several_ask_for_it(tmp_path: Path) -> None:
    path = put(tmp_path, "".join(f"{_ahead(-5)(f)} EST {sentence(f)}\n" for f in PART))
    with pytest.raises(FormatError, match=r"are of 'EST'.*--time-zone"):
        read(path)
    assert shown(read(path, time_zone="-05:00")) == truth(PART)
