"""What the cells of a table mean, decided from a sample and proved before a row is read.

`recognise_columns` says which column is what; here is settled how its cells are written: the
zone of the times, the form of the positions, the unit of speed and course. The user's word comes
first, then what the positions show, then what the publisher's layout says. Where the cells fit
two meanings and nothing shows which, the file is refused and the option named: a wrong meaning
in silence costs more than a question.
"""

import math
from dataclasses import replace

import polars as pl

from ...errors import FormatError
from ...units import AIS_UNITS_PER_DEG
from . import points, sexagesimal, speed_unit
from .choices import FACTORS, Choices
from .layout import POINTS, SEXAGESIMAL, Layout
from .recognise_columns import unit_of_name

_MAX_SHIP_KN = 60.0  # no ship in AIS sails faster, but for a handful of craft; own choice
_SOG_NOT_AVAILABLE = 1023  # SOG in tenths of a knot, "not available" (ITU-R M.1371)
_SCALES = {"1/600000 degree": 600_000.0, "1e-7 degree": 1e7, "1e-6 degree": 1e6}


def proved(layout: Layout, sample: pl.DataFrame, choices: Choices, place: str) -> Layout:
    """Return `layout` with form, unit and zone settled, its notes and its unused columns.

    Raises FormatError, with a sample cell and the option that helps, where latitude and
    longitude are likely swapped or a unit cannot be settled.
    """
    clock = layout.clock if choices.time_zone is None else replace(
        layout.clock, zone=choices.time_zone
    )  # fmt: skip
    if choices.date_order is not None:
        clock = clock.ordered(choices.date_order)
    given = choices.factors(sample.columns)
    stated = unit_of_name(layout.columns["sog"]) if "sog" in layout.columns else None
    factors = {**({"sog": FACTORS[stated]} if stated else {}), **layout.factors, **given}
    used = {*layout.columns.values()}
    layout = replace(
        layout,
        clock=clock,
        factors=factors,
        notes=tuple(n for n in layout.notes if choices.time_zone is None or "--time-zone" not in n),
        draught_unit_m=factors.get("draught", layout.draught_unit_m),
        unused=tuple(name for name in sample.columns if name not in used),
    )
    if sample.height:
        layout = _positions(layout, sample, choices, place)
        layout = _speed(layout, sample, choices, place)
        layout = _course(layout, sample, choices)
        layout = _draught(layout, sample, choices)
    return layout


def with_note(layout: Layout, *notes: str) -> Layout:
    """Return `layout` with more notes."""
    return replace(layout, notes=(*layout.notes, *notes))


def numbers(cells: pl.Series) -> pl.Series:
    """Return cells of a sample as Float64, decimal commas read; null where a cell is no number."""
    if cells.dtype == pl.String:
        cells = cells.str.strip_chars().str.replace(r"^(-?\d+),(\d+)$", "${1}.${2}")
    value = cells.cast(pl.Float64, strict=False)
    return value.set(~value.is_finite().fill_null(value=True), None)


def _largest(cells: pl.Series) -> float:
    return float(cells.to_numpy().max())


def _first(cells: pl.Series) -> str:
    filled = cells.drop_nulls()
    return str(filled[0]) if len(filled) else ""


def _positions(layout: Layout, sample: pl.DataFrame, choices: Choices, place: str) -> Layout:
    """Settle how positions are written: points, minutes and seconds, scaled integers, 0-360."""
    if layout.coordinates == POINTS:
        return layout
    cells = {m: sample[layout.columns[m]] for m in ("lat", "lon")}
    lat, lon = numbers(cells["lat"]), numbers(cells["lon"])
    if _is_sexagesimal(cells["lat"], lat) or _is_sexagesimal(cells["lon"], lon):
        return replace(layout, coordinates=SEXAGESIMAL)
    if {"lat", "lon"} & choices.factors(sample.columns).keys():
        return layout
    n = min(lat.count(), lon.count())
    if not n:
        return layout
    high_lat, high_lon = (lat.abs() > 91.0).sum(), (lon.abs() > 361.0).sum()
    if high_lat * 2 > n and high_lon * 2 > n:
        return _scaled(layout, sample, lat, lon, place)
    if high_lat * 2 > n and (lon.abs() <= 90).sum() * 2 > n:
        a, b = layout.columns["lat"], layout.columns["lon"]
        raise FormatError(
            f"{place}: latitude and longitude are likely swapped: '{a}' holds "
            f"'{_first(cells['lat'])}', expected -90 to 90, and '{b}' holds "
            f"'{_first(cells['lon'])}'; if so, give --columns lat={b},lon={a}"
        )
    return layout


def _is_sexagesimal(cells: pl.Series, as_number: pl.Series) -> bool:
    if cells.dtype != pl.String or as_number.count() * 2 > cells.count():
        return False
    return sexagesimal.degrees(cells).count() * 2 > cells.count()


def _scaled(
    layout: Layout, sample: pl.DataFrame, lat: pl.Series, lon: pl.Series, place: str
) -> Layout:
    """Find what whole numbers of a fraction of a degree are counted in.

    A number that fits AIS's own unit fits the finer ones too, at a place nearer to (0, 0); the
    speeds tell them apart, as long as they are in knots or tenths.
    """
    # 91 and 181 degrees stand for "no position" in every scale.
    fits = [
        name for name, scale in _SCALES.items()
        if (lat.abs() <= 91 * scale).all() and (lon.abs() <= 181 * scale).all()
    ]  # fmt: skip
    names = layout.columns
    if len(fits) > 1 and "sog" in names:
        sog = numbers(sample[names["sog"]])
        units = {
            name: speed_unit.shown(_tracks(_at_scale(layout, name), sample, sog)).unit
            for name in fits
        }
        fits = [name for name in fits if units[name] in ("knots", "tenths of a knot")]
    if len(fits) != 1:
        cell_lat, cell_lon = (_first(sample[names[m]]) for m in ("lat", "lon"))
        raise FormatError(
            f"{place}: '{names['lat']}' holds '{cell_lat}' and '{names['lon']}' '{cell_lon}', "
            f"expected degrees; they could be {' or '.join(_SCALES)}; say which, e.g. --columns "
            f"lat={names['lat']}:deg/600000,lon={names['lon']}:deg/600000"
        )
    note = f"positions in {fits[0]}, as '{_first(sample[names['lat']])}'"
    return with_note(_at_scale(layout, fits[0]), note)


def _at_scale(layout: Layout, name: str) -> Layout:
    factor = 1.0 / _SCALES[name]
    return replace(layout, factors={**layout.factors, "lat": factor, "lon": factor})


def _speed(layout: Layout, sample: pl.DataFrame, choices: Choices, place: str) -> Layout:
    """Settle the unit of SOG, where the user has not given it."""
    column = layout.columns.get("sog")
    if column is None or not {"mmsi", "lat", "lon"} <= layout.columns.keys():
        return layout
    sog = numbers(sample[column])
    seen = speed_unit.shown(_tracks(layout, sample, sog))
    given = choices.factors(sample.columns).get("sog")
    stated = given or layout.factors.get("sog", 1.0)
    if seen.unit is not None:
        factor = speed_unit.UNITS[seen.unit]
        if abs(factor / stated - 1) < 0.01:
            agree = f"'{column}' is in {seen.unit}, and the positions agree"
            return layout if given is not None or factor == 1.0 else with_note(layout, agree)
        proof = f"{seen.share:.0%} of {seen.pairs} pairs of reports show it by their positions"
        if given is not None:
            said = f"'{column}' was given in another unit than {seen.unit}"
            return with_note(layout, f"{said}: {proof}")
        layout = replace(layout, factors={**layout.factors, "sog": factor})
        return with_note(layout, f"'{column}' is in {seen.unit}: {proof}")
    is_settled = given is not None or not sog.count()
    return layout if is_settled else _speed_unproved(layout, column, sog, place)


def _speed_unproved(layout: Layout, column: str, sog: pl.Series, place: str) -> Layout:
    """Settle the unit of SOG where no two positions show it: by the layout and the range."""
    is_whole = bool((sog.drop_nulls() % 1 == 0).all())
    if "sog" in layout.factors:
        if is_whole:
            return with_note(layout, f"'{column}' is in tenths of a knot, as this layout has it")
        return replace(layout, factors={m: f for m, f in layout.factors.items() if m != "sog"})
    if is_whole and (sog == _SOG_NOT_AVAILABLE).any():
        layout = replace(layout, factors={**layout.factors, "sog": 0.1})
        return with_note(layout, f"'{column}' is in tenths of a knot: it holds 1023")
    high = sog.filter(sog < 102)
    if is_whole and (high > _MAX_SHIP_KN).sum() * 20 > len(high) > 0:
        raise FormatError(
            f"{place}: '{column}' holds '{_largest(high):g}': knots or tenths of a knot? The first "
            f"rows do not show it; say which with --columns sog={column}:kn or "
            f"--columns sog={column}:kn/10"
        )
    return layout


def _tracks(layout: Layout, sample: pl.DataFrame, sog: pl.Series) -> pl.DataFrame:
    columns = layout.columns
    if layout.coordinates == POINTS:
        lon, lat = (pl.Series(v, nan_to_null=True) for v in points.lon_lat(sample[columns["lat"]]))
    elif layout.coordinates == SEXAGESIMAL:
        lat, lon = (sexagesimal.degrees(sample[columns[m]]) for m in ("lat", "lon"))
    else:
        lat, lon = (numbers(sample[columns[m]]) * layout.factors.get(m, 1) for m in ("lat", "lon"))
    date = columns.get("date")
    cells = sample[columns["time"]]
    if date is not None:
        cells = sample[date].cast(pl.String) + " " + cells.cast(pl.String)
    return pl.DataFrame(
        {
            "mmsi": numbers(sample[columns["mmsi"]]), "time": layout.clock.read(cells),
            "lat": lat, "lon": lon, "sog": sog,
        }
    )  # fmt: skip


def _is_ais_units(layout: Layout) -> bool:
    return math.isclose(layout.factors.get("lat", 1.0), FACTORS["deg"] / AIS_UNITS_PER_DEG)


def _draught(layout: Layout, sample: pl.DataFrame, choices: Choices) -> Layout:
    """A table in AIS's own units has its draughts in tenths of a metre too, all whole."""
    column = layout.columns.get("draught")
    if column is None or "draught" in choices.factors(sample.columns) or not _is_ais_units(layout):
        return layout
    deep = numbers(sample[column]).drop_nulls()
    if layout.draught_unit_m != 1.0 or not len(deep) or not (deep % 1 == 0).all():
        return layout
    layout = replace(layout, draught_unit_m=0.1)
    return with_note(layout, f"'{column}' is in tenths of a metre, as '{_largest(deep):g}'")


def _course(layout: Layout, sample: pl.DataFrame, choices: Choices) -> Layout:
    """Settle whether courses are in tenths of a degree, as in the message: all whole then."""
    column = layout.columns.get("cog")
    if column is None or "cog" in choices.factors(sample.columns) or "cog" in layout.factors:
        return layout
    cells = numbers(sample[column])
    cog = cells.drop_nulls()
    if not len(cog) or not (cog % 1 == 0).all():
        return layout
    if not ((cog > 511) & (cog <= 3600)).any():
        tracks = _tracks(layout, sample, cells).rename({"sog": "cog"})
        shown = speed_unit.course_is_in_tenths(tracks)
        if shown is False or (shown is None and not _is_ais_units(layout)):
            return layout
    layout = replace(layout, factors={**layout.factors, "cog": 0.1})
    return with_note(layout, f"'{column}' is in tenths of a degree, as '{_largest(cog):g}'")
