"""How positions are written: degrees, minutes and seconds, whole numbers of a small part of one.

Settled from a sample of the cells, before a row is read; `table.proof` asks.
"""

from dataclasses import replace

import polars as pl

from ...errors import FormatError
from .choices import Choices
from .layout import LETTERS, SEXAGESIMAL, Layout
from .positions import points, scale, sexagesimal
from .typed_columns import bare, whole_mmsi


def with_note(layout: Layout, *notes: str) -> Layout:
    """Return `layout` with more notes."""
    return replace(layout, notes=(*layout.notes, *notes))


def numbers(cells: pl.Series) -> pl.Series:
    """Return cells of a sample as Float64, decimal commas read; null where a cell is no number."""
    if cells.dtype == pl.String:
        cells = cells.str.strip_chars().str.replace(r"^(-?\d+),(\d+)$", "${1}.${2}")
    value = cells.cast(pl.Float64, strict=False)
    return value.set(~value.is_finite().fill_null(value=True), None)


def first_cell(cells: pl.Series) -> str:
    filled = cells.drop_nulls()
    return str(filled[0]) if len(filled) else ""


def positions(layout: Layout, sample: pl.DataFrame, choices: Choices, place: str) -> Layout:
    """Settle how positions are written: points, minutes and seconds, scaled integers, 0-360."""
    if layout.has_points or "lat" not in layout.columns:
        return layout
    cells = {m: sample[layout.columns[m]] for m in ("lat", "lon")}
    lat, lon = numbers(cells["lat"]), numbers(cells["lon"])
    is_ddmm = {*LETTERS} <= layout.columns.keys() and _is_ddmm(lat)
    if is_ddmm or _is_sexagesimal(cells["lat"], lat) or _is_sexagesimal(cells["lon"], lon):
        return replace(layout, coordinates=SEXAGESIMAL)
    if {"lat", "lon"} & choices.factors(sample.columns).keys():
        return layout
    n = min(lat.count(), lon.count())
    high_lat, high_lon = (lat.abs() > 91.0).sum(), (lon.abs() > 361.0).sum()
    if high_lat * 2 > n and high_lon * 2 > n:
        _refuse_fractions(layout, cells, lat, lon, place)
        return _scaled(layout, sample, lat, lon, place)
    if high_lat * 2 > n and (lon.abs() <= 90).sum() * 2 > n:
        a, b = layout.columns["lat"], layout.columns["lon"]
        raise FormatError(
            f"{place}: latitude and longitude are likely swapped: '{a}' holds "
            f"'{first_cell(cells['lat'])}', expected -90 to 90, and '{b}' holds "
            f"'{first_cell(cells['lon'])}'; if so, give --columns lat={b},lon={a}"
        )
    return layout


def _refuse_fractions(
    layout: Layout, cells: dict[str, pl.Series], lat: pl.Series, lon: pl.Series, place: str
) -> None:
    """Refuse large numbers with decimals: degrees and minutes in one, or metres of a map."""
    if bool((lat.drop_nulls() % 1 == 0).all()) and bool((lon.drop_nulls() % 1 == 0).all()):
        return
    shown = ((layout.columns[m], first_cell(cells[m])) for m in ("lat", "lon"))
    (a, lat_cell), (b, lon_cell) = shown
    is_ddmm = _is_ddmm(lat)
    guess = (
        "degrees and minutes in one number (DDMM.mmmm); put N, S, E or W behind them, or write "
        "degrees" if is_ddmm else "metres of a projected map (EPSG:3857?); save the file anew in "
        "degrees (EPSG:4326)"
    )  # fmt: skip
    raise FormatError(
        f"{place}: '{a}' holds '{lat_cell}' and '{b}' '{lon_cell}', expected degrees; they look "
        f"like {guess}; or name other columns with --columns lat=COLUMN,lon=COLUMN"
    )


def _is_ddmm(lat: pl.Series) -> bool:
    is_high = (lat.abs() > 91.0).sum() * 2 > lat.count()
    return bool(is_high and (lat.abs() <= 9000).all() and (lat.abs() % 100 < 60).all())


def _is_sexagesimal(cells: pl.Series, as_number: pl.Series) -> bool:
    if cells.dtype != pl.String or as_number.count() * 2 > cells.count():
        return False
    return sexagesimal.degrees(cells).count() * 2 > cells.count()


def _scaled(
    layout: Layout, sample: pl.DataFrame, lat: pl.Series, lon: pl.Series, place: str
) -> Layout:
    """Find what whole numbers of a fraction of a degree are counted in; see `scale`."""
    names = layout.columns
    in_range = fits = scale.in_range(lat, lon)
    if "sog" in names:
        cells = sample[names["sog"]]
        sog = numbers(bare(cells) if "sog" in layout.with_units else cells)
        borne = scale.standing(tracks(layout, sample, sog), fits, layout.factors.get("sog"))
        fits = in_range if borne is None else borne
    if len(fits) != 1:
        cell_lat, cell_lon = (first_cell(sample[names[m]]) for m in ("lat", "lon"))
        which = (
            f"they could be {' or '.join(fits)}, and nothing here decides" if fits else
            f"as {' or '.join(in_range or scale.SCALES)} they are out of range, or '"
            f"{names.get('sog', 'sog')}' contradicts how far the ships came"
        )  # fmt: skip
        raise FormatError(
            f"{place}: '{names['lat']}' holds '{cell_lat}' and '{names['lon']}' '{cell_lon}', "
            f"expected degrees; {which}; say which, e.g. --columns "
            f"lat={names['lat']}:deg/600000,lon={names['lon']}:deg/600000"
        )
    factor = 1.0 / scale.SCALES[fits[0]]
    layout = replace(layout, factors={**layout.factors, "lat": factor, "lon": factor})
    return with_note(layout, f"positions in {fits[0]}, as '{first_cell(sample[names['lat']])}'")


def tracks(layout: Layout, sample: pl.DataFrame, sog: pl.Series) -> pl.DataFrame:
    columns = layout.columns
    if layout.has_points:
        found = points.lon_lat(sample[columns["lat"]], layout.coordinates)
        lon, lat = (pl.Series(v, nan_to_null=True) for v in found)
    elif layout.coordinates == SEXAGESIMAL:
        lat, lon = (
            sexagesimal.degrees(sample[columns[m]], sample[columns[n]] if n in columns else None)
            for m, n in zip(("lat", "lon"), LETTERS, strict=True)
        )
    else:
        lat, lon = (numbers(sample[columns[m]]) * layout.factors.get(m, 1) for m in ("lat", "lon"))
    date = columns.get("date")
    cells = sample[columns["time"]]
    if date is not None:
        cells = sample[date].cast(pl.String) + " " + cells.cast(pl.String)
    return pl.DataFrame(
        {
            "mmsi": whole_mmsi(sample[columns["mmsi"]]), "time": layout.clock.read(cells),
            "lat": lat, "lon": lon, "sog": sog,
        }
    )  # fmt: skip
