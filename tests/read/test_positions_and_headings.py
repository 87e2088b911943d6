"""Positions with letters of other scripts or both in one cell, and headings in more languages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seawarden.errors import FormatError
from seawarden.read.table.column_names import candidates

from .scene import FIXES, Fix, put, read, shown, table, truth

PART = FIXES[:120]


def _parts(value: float) -> tuple[int, int, float]:
    seconds = round(value * 3600, 2)
    return int(seconds // 3600), int(seconds % 3600 // 60), seconds % 60


def _text(head: str, place: Callable[[Fix], str], fixes: tuple[Fix, ...] = PART) -> str:
    def line(f: Fix) -> str:
        return f"{f.mmsi}|{f.when:%Y-%m-%dT%H:%M:%SZ}|{place(f)}|{f.sog}|{f.cog}|{f.heading}"

    return table(head, line, fixes)


TWO = "mmsi|timestamp|lat|lon|sog|cog|heading"
ONE = "mmsi|timestamp|position|sog|cog|heading"
LETTERS = "mmsi|timestamp|lat|ns|lon|ew|sog|cog|heading"
PLACES: dict[str, tuple[str, Callable[[Fix], str]]] = {
    "Russian letters": (TWO, lambda f: f"{f.lat} с.ш.|{f.lon} в.д."),
    "Japanese": (TWO, lambda f: "北緯{}度{}分{:.2f}秒|東経{}度{}分{:.2f}秒".format(
        *_parts(f.lat), *_parts(f.lon))),
    "DDMM beside letters": (LETTERS, lambda f: (
        f"{int(f.lat)}{f.lat % 1 * 60:08.5f}|N|{int(f.lon)}{f.lon % 1 * 60:08.5f}|E")),
    "latitude first": (ONE, lambda f: f"{f.lat}, {f.lon}"),
    "longitude first": (ONE, lambda f: f"({f.lon},{f.lat})"),
    "both with letters": (ONE, lambda f: f"{f.lat}°N {f.lon}°E"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_position_as_it_is_written(tmp_path: Path, name: str) -> None:
    assert shown(read(put(tmp_path, _text(*PLACES[name])))) == truth(PART)


def test_two_numbers_in_either_order_are_no_position(tmp_path: Path) -> None:
    east = tuple(f._replace(lon=f.lon - 80) for f in PART)
    with pytest.raises(FormatError, match=r"no lat and no lon among .*position"):
        read(put(tmp_path, _text(ONE, lambda f: f"{f.lat}, {f.lon}", east)))


def test_mmsis_that_were_rounded_and_written_out_are_refused(tmp_path: Path) -> None:
    rounded = tuple(f._replace(mmsi=round(f.mmsi, -6)) for f in PART)
    path = put(tmp_path, _text(TWO, lambda f: f"{f.lat}|{f.lon}", rounded))
    with pytest.raises(FormatError, match=r"five zeros, as '563000000'.*as text"):
        read(path)


def test_mmsis_in_exponents_are_rejected_row_by_row(tmp_path: Path) -> None:
    text = _text(TWO, lambda f: f"{f.lat}|{f.lon}")
    for mmsi in {f.mmsi for f in PART}:
        text = text.replace(f"{mmsi}|", f"{mmsi:.2E}|")
    (batch,) = read(put(tmp_path, text))
    assert (batch.n_reports, set(batch.rejects["reason"])) == (0, {"mmsi rounded"})


def test_a_short_name_is_no_other_with_a_unit_behind() -> None:
    """`add` is no `a` in decimal degrees, which would be the distance to the bow."""
    names = ("lat_dd", "sog_kn", "add", "idd")
    assert [candidates(names, m) for m in ("lat", "sog", "bow")] == [["lat_dd"], ["sog_kn"], []]


@pytest.mark.parametrize(
    "head",
    [
        "MMSI|Fecha y hora|Latitud|Longitud|Velocidad|Rumbo|Proa",
        "MMSI|Tijdstip|Breedtegraad|Lengtegraad|Snelheid|Koers|Voorliggende koers",
        "MMSI|Tidspunkt|Breddegrad|Lengdegrad|Fart|Kurs|Stevning",
        "ММСИ|Время|Широта|Долгота|Скорость|Курс|Истинный курс",
        "MMSI|Thời gian|Vĩ độ|Kinh độ|Tốc độ|Hướng đi|Heading",
        "선박MMSI|수신일시|위도|경도|대지속력|대지침로|선수방향",
        "id_mmsi|ts_utc|lat_wgs84|lon_wgs84|sog_kn|cog_deg|heading_deg",
    ],
)
def test_headings_of_other_languages(tmp_path: Path, head: str) -> None:
    assert shown(read(put(tmp_path, _text(head, lambda f: f"{f.lat}|{f.lon}")))) == truth(PART)
