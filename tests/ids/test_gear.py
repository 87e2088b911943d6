"""Names of beacons on fishing gear are told from names of ships."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.ids.gear import is_countdown, is_gear


@pytest.mark.parametrize(
    "name",
    [
        "8030-7-73%", "BIAO 00451-644%", "ZSY01481-1591%", "02201--14-95%",  # per cent
        "DONGTAI15001*09_8.1V", "XYY21689-15_8.0V", "BINHAIYU15086-59_7.9",  # volts
        "YUELEIYU16619=15", "YUELEIYU16616=15_", "MINXIAYU09856=15",  # boat and net
        "BUOY 12", "NETMARK3", "NET MARK 7", "fishing gear 4",
    ],
)  # fmt: skip
def test_a_beacon_is_gear(name: str) -> None:
    assert is_gear(name)


@pytest.mark.parametrize(
    "name",
    [
        "RYE SONG GANG 1", "NAM SAN 8", "HAI FA 668", "JIN HUI YUAN 2", "SHENGLI.268",
        "LURONGYUANYU277", "9922,", "M/V NO. 3", "YU FENG 888       9", "KNET", "MARKET 100",
        "ABUOYANT", "HHH", "150324174", "", None,
    ],
)  # fmt: skip
def test_a_ship_is_not(name: str | None) -> None:
    assert not is_gear(name)


@given(st.text(st.characters(categories=["L", "N"]), max_size=12), st.integers(0, 100))
def test_any_stem_with_a_battery_in_per_cent_is_gear(stem: str, charge: int) -> None:
    assert is_gear(f"{stem}-{charge}%")


def test_a_battery_runs_down() -> None:
    assert is_countdown(["SEGLA 99", "SEGLA 95", "SEGLA 92", "SEGLA 87"])
    assert is_countdown(["SEGLA 87", "SEGLA 82", "SEGLA 96", "SEGLA 92"])  # charged once


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["SEGLA 99", "SEGLA 95"],  # two names are a renaming
        ["SONG 1", "SONG 2", "SONG 3"],  # not down
        ["SONG 3", "SONG 2", "RYE 1"],  # two stems
        ["SONG 3", "SONG", "SONG 1"],
        ["SONG 903", "SONG 802", "SONG 701"],  # no battery holds 903 %
        [None, None, None],
    ],
)
def test_other_names_do_not(names: list[str | None]) -> None:
    assert not is_countdown(names)


def test_three_different_numbers_make_a_countdown_and_a_full_battery_is_one_hundred() -> None:
    assert is_countdown(["SEGLA 99", "SEGLA 95", "SEGLA 92"])
    assert not is_countdown(["SEGLA 99", "SEGLA 95", "SEGLA 99", "SEGLA 95"])  # two numbers
    assert is_countdown(["SEGLA 100", "SEGLA 99", "SEGLA 98"])
    assert not is_countdown(["SEGLA 101", "SEGLA 99", "SEGLA 98"])


def test_a_battery_must_fall_more_often_than_it_rises() -> None:
    assert not is_countdown(["SEGLA 9", "SEGLA 8", "SEGLA 9", "SEGLA 7", "SEGLA 8"])  # 2 of each
    assert is_countdown(["SEGLA 9", "SEGLA 9", "SEGLA 8", "SEGLA 9", "SEGLA 7"])  # 2 down, 1 up


def test_reports_without_a_name_and_blanks_and_per_cent_do_not_hide_a_countdown() -> None:
    assert is_countdown([None, "NET 30 %", "", "NET 20%", None, "NET 10 "])
    assert is_countdown(["99", "95", "92"])  # nothing but the charge
    assert not is_countdown(["1999", "1998", "1997"])  # no such charge
