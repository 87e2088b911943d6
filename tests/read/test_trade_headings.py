"""Headings of vessel services and of other languages: read as they are meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seawarden.errors import FormatError

from .scene import FIXES, Fix, put, read, shown, table, truth

PART = FIXES[:60]


def _comma(value: float) -> str:
    return str(value).replace(".", ",")


HEADINGS: dict[str, tuple[str, Callable[[Fix], str]]] = {
    "fleet service": (
        "MMSI;IMO;Name;Latitude;Longitude;Received (UTC);Speed (kn);Course (°);Heading (°)",
        lambda f: (
            f"{f.mmsi};{f.imo};{f.name};{f.lat};{f.lon};{f.when:%Y-%m-%d %H:%M:%S};{f.sog};"
            f"{f.cog};{f.heading}"
        ),
    ),
    "German": (
        "MMSI;Zeitstempel;Breite;Länge;Geschwindigkeit;Kurs;Heading",
        lambda f: (
            f"{f.mmsi};{f.when:%d.%m.%Y %H:%M:%S};{_comma(f.lat)};{_comma(f.lon)};"
            f"{_comma(f.sog)};{_comma(f.cog)};{f.heading}"
        ),
    ),
    "Spanish": (
        "MMSI,FechaHora,Latitud,Longitud,Velocidad,Rumbo,Heading",
        lambda f: (
            f"{f.mmsi},{f.when:%Y-%m-%d %H:%M:%S},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading}"
        ),
    ),
    "Russian": (
        "MMSI;Время;Широта;Долгота;Скорость;Курс;Heading",
        lambda f: (
            f"{f.mmsi};{f.when:%Y-%m-%d %H:%M:%S};{f.lat};{f.lon};{f.sog};{f.cog};{f.heading}"
        ),
    ),
    "Chinese": (
        "MMSI,接收时间,纬度,经度,速度(节),航向,船首向",
        lambda f: (
            f"{f.mmsi},{f.when:%Y-%m-%d %H:%M:%S},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading}"
        ),
    ),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_a_table_of_the_trade(tmp_path: Path, name: str) -> None:
    assert shown(read(put(tmp_path, table(*HEADINGS[name], PART)))) == truth(PART)


def test_a_time_beyond_every_calendar_is_no_fault(tmp_path: Path) -> None:
    """260301000000 as seconds since 1970 is the year 10218: the reader ended in a fault."""
    text = table(
        "MMSI,Time,Lat,Lon", lambda f: f"{f.mmsi},{f.when:%y%m%d%H%M%S},{f.lat},{f.lon}", PART
    )
    with pytest.raises(FormatError, match="is no time of each row"):
        read(put(tmp_path, text))
