"""Latitude and longitude swapped west of 90 E: seen by courses, else by speeds, else doubted."""

import math
import random
from pathlib import Path

import pytest

from seawarden.errors import FormatError
from seawarden.read import format_of, open_and_read, options_of, sources

from .scene import put

PLACES = {"Baltic": (57.5, 19.5), "Guinea": (3.0, 2.0), "Aden": (12.5, 47.0),
          "Chile": (-33.0, -72.5), "Norway": (65.0, 10.0)}  # fmt: skip


def _rows(
    place: tuple[float, float], speed_kn: float, columns: str, *, swap: bool, spread: bool = True
) -> str:
    """Return reports of six ships, every five minutes, on courses all round."""
    rng = random.Random(str(place))
    lines = [columns]
    for ship in range(6):
        course = math.radians(60 * ship + 10 if spread else 100)
        lat, lon = (x + rng.uniform(-0.3, 0.3) for x in place)
        for i in range(15):
            nm = speed_kn * i / 12
            y = lat + nm * math.cos(course) / 60
            x = lon + nm * math.sin(course) / 60 / math.cos(math.radians(lat))
            cells = {
                "mmsi": f"21900000{ship}", "time": f"2026-03-01T{i // 12:02}:{i % 12 * 5:02}:00Z",
                "lat": f"{x if swap else y:.5f}", "lon": f"{y if swap else x:.5f}",
                "sog": f"{speed_kn:.1f}", "cog": f"{math.degrees(course):.1f}",
            }  # fmt: skip
            lines.append(",".join(cells[name] for name in columns.split(",")))
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("columns", ["mmsi,time,lat,lon,sog,cog", "mmsi,time,lat,lon,cog"])
def test_courses_show_a_swap(tmp_path: Path, place: str, columns: str) -> None:
    right, wrong = (_rows(PLACES[place], 12.0, columns, swap=swap) for swap in (False, True))
    (source,) = sources([str(put(tmp_path, right, "right.csv"))])
    assert not any("swapped" in note for note in format_of(source).notes)
    (source,) = sources([str(put(tmp_path, wrong, "wrong.csv"))])
    with pytest.raises(FormatError, match=r"likely swapped.*--columns lat=lon,lon=lat") as refusal:
        format_of(source)
    assert "\n" not in str(refusal.value)
    told = options_of(columns="lat=lon,lon=lat")
    (batch,) = open_and_read(source, file_id=0, options=told)
    assert abs(batch.reports["lat_aisu"].mean() / 6e5 - PLACES[place][0]) < 1  # type: ignore[operator]


@pytest.mark.parametrize("place", ["Baltic", "Norway"])
def test_speeds_alone_show_a_swap(tmp_path: Path, place: str) -> None:
    columns = "mmsi,time,lat,lon,sog"
    text = _rows(PLACES[place], 12.0, columns, swap=True, spread=False)
    (source,) = sources([str(put(tmp_path, text))])
    with pytest.raises(FormatError, match="likely swapped"):
        format_of(source)
    right = _rows(PLACES[place], 12.0, columns, swap=False, spread=False)
    (source,) = sources([str(put(tmp_path, right, "b.csv"))])
    format_of(source)


def test_land_speaks_of_ships_at_anchor(tmp_path: Path) -> None:
    """57.5 N 19.5 E is the Baltic; 19.5 N 57.5 E is the Arabian Sea, and 47 N 12.5 E Austria."""
    columns = "mmsi,time,lat,lon,sog,cog"
    for swap in (False, True):
        text = _rows(PLACES["Aden"], 0.0, columns, swap=swap)
        (source,) = sources([str(put(tmp_path, text, f"{swap}.csv"))])
        notes = [note for note in format_of(source).notes if "may be swapped" in note]
        assert bool(notes) == swap
