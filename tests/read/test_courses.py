"""Courses in degrees, tenths and hundredths of a degree: the scene, and what was settled."""

from datetime import timedelta
from math import cos, radians
from pathlib import Path

import pytest

from seawarden.read import format_of, sources

from .scene import FIXES as NORTH
from .scene import Fix, put, read, shown, table, truth

HEAD = "mmsi,timestamp,lat,lon,sog,cog,heading"
WEST = [
    NORTH[0]._replace(
        mmsi=235_000_001, when=NORTH[0].when + timedelta(minutes=10 * i), lat=40.0,
        lon=round(-20.0 - i * 10.0 / 6 / 60 / cos(radians(40.0)), 6), sog=10.0, cog=270.0,
        heading=271,
    ) for i in range(60)
]  # fmt: skip
FIXES = sorted([*NORTH, *WEST], key=lambda f: (f.when, f.mmsi))
"""Ships whose courses are of one to two degrees, and one that steers west."""


@pytest.mark.parametrize(
    ("factor", "note"),
    [
        (1, None),
        (10, "'cog' is in tenths of a degree"),
        (100, "'cog' is in hundredths of a degree"),
    ],
)
def test_a_course_is_read_in_its_unit(tmp_path: Path, factor: int, note: str | None) -> None:
    def line(f: Fix) -> str:
        when, cog = f"{f.when:%Y-%m-%dT%H:%M:%S}", f"{f.cog * factor:.6g}"
        return f"{f.mmsi},{when},{f.lat},{f.lon},{f.sog},{cog},{f.heading}"

    path = put(tmp_path, table(HEAD, line, FIXES))
    assert shown(read(path)) == truth(FIXES)
    notes = format_of(sources([str(path)])[0]).notes
    assert [n for n in notes if "'cog' is in" in n] == [n for n in notes if note and note in n]
    assert note is None or any(note in n for n in notes)


def test_the_number_that_means_no_course_is_none(tmp_path: Path) -> None:
    """36000 is AIS's 3600 in hundredths."""

    def line(f: Fix) -> str:
        cog = 36_000 if f.mmsi == NORTH[0].mmsi else round(f.cog * 100)
        when = f"{f.when:%Y-%m-%dT%H:%M:%S}"
        return f"{f.mmsi},{when},{f.lat},{f.lon},{f.sog},{cog},{f.heading}"

    batches = read(put(tmp_path, table(HEAD, line, FIXES)))
    courses = {row[0]: row[5] for row in shown(batches)}
    assert {mmsi for mmsi, cog in courses.items() if cog is None} == {NORTH[0].mmsi}
    assert sum(b.n_rejects for b in batches) == 0
