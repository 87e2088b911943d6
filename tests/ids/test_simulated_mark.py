"""The mark of simulated traffic: read where each format carries it, and nowhere else."""

from pathlib import Path

import pytest

from seawarden.ids import mmsi
from seawarden.ids.simulated_mark import MARKER_MMSI, MARKER_NAME, is_marked, is_marked_file


@pytest.mark.parametrize(
    "text",
    [
        "SIMULATED", "SIMULATED-EAST", "SIMULATED TRAFFIC", "# SIMULATED traffic, seed 7",
        "#SIMULATED", "s:SIMULATED-EAST", "\\s:SIMULATED-EAST,c:1700000000*00\\", MARKER_NAME,
    ],
)  # fmt: skip
def test_what_begins_with_the_mark_is_marked(text: str) -> None:
    assert is_marked(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "NOT SIMULATED",
        "FOR SIMULATED PORT",
        "simulated",
        "XSIMULATED",
        "x:SIMULATED",
        "S:SIMULATED",
    ],
)
def test_what_only_contains_it_is_not(text: str | None) -> None:
    assert is_marked(text) is False


def test_a_file_is_marked_by_its_name_and_not_by_its_folder() -> None:
    assert is_marked_file("out/SIMULATED_east.nmea")
    assert is_marked_file(Path("SIMULATED_east.nmea"))
    assert not is_marked_file("SIMULATED/east.nmea")


def test_the_marker_is_an_aid_to_navigation_and_never_a_ship() -> None:
    assert mmsi.station(MARKER_MMSI) == "aton"
    assert not mmsi.may_be_ship(MARKER_MMSI)
