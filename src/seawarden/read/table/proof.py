"""What the cells of a table mean, decided from a sample and proved before a row is read.

`recognise_columns` says which column is what; here is settled how its cells are written: the
zone of the times, the form of the positions, the unit of speed and course. The user's word comes
first, then what the positions show, then what the publisher's layout says. Where the cells fit
two meanings and nothing shows which, the file is refused and the option named: a wrong meaning
in silence costs more than a question.
"""

import math
import re
from dataclasses import replace

import polars as pl

from ...errors import FormatError
from ...units import AIS_UNITS_PER_DEG
from . import course_unit, speed_unit, zones
from .choices import FACTORS, Choices
from .column_names import unit_of_name
from .layout import Layout
from .position_form import first_cell, numbers, positions, tracks, with_note
from .positions import swapped
from .typed_columns import ROUNDED, are_rounded, bare

_ZONE_IN_CELL = re.compile(
    rf"(?:Z|UTC\)?|GMT|{'|'.join(zones.ABBREVIATIONS)}|:\d\d(?:\.\d+)?\s*[+-]\d\d:?(?:\d\d)?)\s*(?:\[.*)?$"
)
_WITH_UNIT = r"^\s*[+-]?(\d+(?:[.,]\d+)?)\s*([^\d\s.,].*?)\s*$"
_FITS = 0.1  # within which the positions agree with a unit that is stated; own choice
_MAX_SHIP_KN = 60.0  # no ship in AIS sails faster, but for a handful of craft; own choice
_SOG_NOT_AVAILABLE = 1023  # SOG in tenths of a knot, "not available" (ITU-R M.1371)
_NO_TIME = ("date and time", "seconds since 1970", "milliseconds since 1970",
            "microseconds since 1970", "nanoseconds since 1970",
            ".NET ticks since the year 1", "100 ns since 1601")  # fmt: skip
"""Clocks whose times carry their zone, whatever the heading says."""


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
        layout = _zone_of_heading(layout, sample, place)
        layout = _units_in_cells(layout, sample, choices, place)
        _refuse_rounded_mmsi(layout, sample, place)
        layout = positions(layout, sample, choices, place)
        layout = _swap(layout, sample, choices, place)
        layout = _speed(layout, sample, choices, place)
        layout = _course(layout, sample, choices)
        layout = _draught(layout, sample, choices)
    return layout


def _largest(cells: pl.Series) -> float:
    return float(cells.drop_nulls().to_numpy().max())


def _zone_of_heading(layout: Layout, sample: pl.DataFrame, place: str) -> Layout:
    """Take the zone that the heading of the times states, where the times carry none."""
    clock, column = layout.clock, layout.columns["time"]
    if clock.zone is not None or clock.layout in _NO_TIME or sample[column].dtype != pl.String:
        return layout
    zone = zones.of_name(column)
    cell = first_cell(sample[column])
    if zone is None or _ZONE_IN_CELL.search(cell):
        return layout
    if zone == zones.LOCAL:
        raise FormatError(
            f"{place}: times in '{column}' are local by their heading, and '{cell}' does not say "
            "of which zone; say which with --time-zone, e.g. --time-zone Asia/Seoul or +09:00"
        )
    note = f"times in '{column}' read as {zone}, as the heading says; --time-zone says otherwise"
    return with_note(replace(layout, clock=replace(clock, zone=zone)), note)


def _units_in_cells(layout: Layout, sample: pl.DataFrame, choices: Choices, place: str) -> Layout:
    """Settle cells such as `12.3 kn`: numbers with their unit behind them."""
    for meaning in ("sog", "cog", "heading"):
        column = layout.columns.get(meaning)
        if column is None or sample[column].dtype != pl.String:
            continue
        filled = sample[column].drop_nulls()
        if numbers(filled).count() * 2 >= len(filled):
            continue
        parts = filled.str.extract_groups(_WITH_UNIT).struct.unnest()
        if parts["1"].count() * 2 < len(filled):
            left = {m: c for m, c in layout.columns.items() if m != meaning}
            layout = replace(layout, columns=left, unused=(*layout.unused, column))
            layout = with_note(layout, f"'{column}' holds no numbers, as '{filled[0]}': not used")
            continue
        words = parts["2"].drop_nulls().str.to_lowercase().unique().to_list()
        layout = replace(layout, with_units=layout.with_units | {meaning})
        if meaning != "sog" or meaning in choices.factors(sample.columns):
            continue
        units = {unit_of_name(f"x {word}") for word in words}
        if len(units) != 1 or None in units:
            raise FormatError(
                f"{place}: '{column}' holds '{filled[0]}', of a unit that is not known or not "
                f"always the same; expected kn, km/h or m/s; say which with --columns "
                f"sog={column}:kn"
            )
        layout = replace(layout, factors={**layout.factors, "sog": FACTORS[str(units.pop())]})
    return layout


def _refuse_rounded_mmsi(layout: Layout, sample: pl.DataFrame, place: str) -> None:
    """Refuse MMSIs that were rounded to three or four digits and then written out: 412000000."""
    column = layout.columns.get("mmsi")
    if column is None:
        return
    cells = sample[column].drop_nulls()
    if cells.dtype == pl.String:  # 4.12E+08 is told row by row
        cells = cells.filter(~cells.str.contains(ROUNDED))
    if not are_rounded(numbers(cells).drop_nulls().to_numpy()):
        return
    raise FormatError(
        f"{place}: every MMSI in '{column}' ends in five zeros, as '{first_cell(sample[column])}': "
        "a spreadsheet has rounded them, and ships of one country became one; expected all nine "
        "digits: save the file anew from its source, the column as text"
    )


def _swap(layout: Layout, sample: pl.DataFrame, choices: Choices, place: str) -> Layout:
    """Refuse, or doubt, positions whose latitude and longitude stand in each other's columns."""
    columns = layout.columns
    is_given = {"lat", "lon"} <= choices.columns.keys() or layout.has_points
    if is_given or not {"mmsi", "lat", "lon"} <= columns.keys():
        return layout
    none = pl.Series([None] * sample.height, dtype=pl.Float64)
    value = {
        m: numbers(bare(sample[columns[m]]) if m in layout.with_units else sample[columns[m]])
        if m in columns else none
        for m in ("sog", "cog")
    }  # fmt: skip
    value["sog"] = value["sog"] * layout.factors.get("sog", 1.0)
    rows = tracks(layout, sample, value["sog"]).with_columns(cog=value["cog"])
    rows = rows.filter(pl.col("time").is_not_null())
    number = {n: rows[n].fill_null(math.nan).to_numpy() for n in swapped.NUMBERS}
    time_ms = rows["time"].to_physical().to_numpy()
    found = swapped.verdict(number, time_ms, look_at_land=layout.format == "table")
    if found is None:
        return layout
    a, b = columns["lat"], columns["lon"]
    cells = f"'{a}' holds '{first_cell(sample[a])}' and '{b}' '{first_cell(sample[b])}'"
    if found == swapped.DOUBT:
        doubt = f"latitude and longitude may be swapped: {cells}, on land as read, at sea swapped"
        return with_note(layout, f"{doubt}; if so, give --columns lat={b},lon={a}")
    raise FormatError(
        f"{place}: latitude and longitude are likely swapped: {cells}, and the ships' courses or "
        f"speeds fit only the other way round; if so, give --columns lat={b},lon={a}, else "
        f"--columns lat={a},lon={b}"
    )


def _speed(layout: Layout, sample: pl.DataFrame, choices: Choices, place: str) -> Layout:
    """Settle the unit of SOG, where the user has not given it."""
    column = layout.columns.get("sog")
    if column is None or not {"mmsi", "lat", "lon"} <= layout.columns.keys():
        return layout
    cells = sample[column]
    sog = numbers(bare(cells) if "sog" in layout.with_units else cells)
    seen = speed_unit.shown(speed_unit.Tracks.of(tracks(layout, sample, sog), "sog"))
    given = choices.factors(sample.columns).get("sog")
    stated = given or layout.factors.get("sog", 1.0)
    is_named = seen.unit is not None and abs(speed_unit.UNITS[seen.unit] / stated - 1) < 0.01
    if not is_named and stated != 1.0 and seen.pairs and abs(seen.ratio * stated - 1) < _FITS:
        agree = f"'{column}' is in the unit that is stated, and the positions agree"
        return layout if given is not None else with_note(layout, agree)
    if seen.unit is not None:
        factor = speed_unit.UNITS[seen.unit]
        if abs(factor / stated - 1) < 0.01:
            agree = f"'{column}' is in {seen.unit}, and the positions agree"
            return layout if given is not None or factor == 1.0 else with_note(layout, agree)
        proof = f"{seen.share:.0%} of {seen.pairs} pairs of reports show it by their positions"
        if given is not None:
            stated_words = f"'{column}' was given in another unit than {seen.unit}"
            return with_note(layout, f"{stated_words}: {proof}")
        layout = replace(layout, factors={**layout.factors, "sog": factor})
        return with_note(layout, f"'{column}' is in {seen.unit}: {proof}")
    is_settled = given is not None or not sog.count()
    if seen.odd_ratio is not None and given is None:
        layout = _contradicted(layout, column, seen.odd_ratio, seen.pairs, sample, place)
        is_settled = True
    return layout if is_settled else _speed_unproved(layout, column, sog, place)


def _contradicted(
    layout: Layout, column: str, ratio: float, pairs: int, sample: pl.DataFrame, place: str
) -> Layout:
    """Note that speeds and positions differ; refuse them where only another unit explains it."""
    if not speed_unit.is_refused(ratio):
        note = f"the speeds are {ratio:.3g} times what the ships came: read as knots"
        return with_note(layout, f"'{column}' and the positions differ: {note}; see --columns")
    raise FormatError(
        f"{place}: '{column}' and the positions contradict each other: the speeds are "
        f"{ratio:.3g} times what the ships came in {pairs} pairs of reports, as "
        f"'{first_cell(sample[column])}' at '{first_cell(sample[layout.columns['lat']])}', "
        f"'{first_cell(sample[layout.columns['lon']])}'; expected knots and degrees; say what "
        f"they are, e.g. --columns sog={column}:km/h or --columns lat=COLUMN:deg/600000"
    )


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
    """Settle the unit of courses, where neither the user nor the layout has."""
    column = layout.columns.get("cog")
    if (
        column is None
        or "lat" not in layout.columns
        or "cog" in choices.factors(sample.columns)
        or "cog" in layout.factors
    ):
        return layout
    cells = numbers(bare(sample[column]) if "cog" in layout.with_units else sample[column])
    factor = course_unit.shown(
        cells.drop_nulls().to_numpy(),
        lambda: speed_unit.Tracks.of(tracks(layout, sample, cells), "sog"),
    )
    if factor is None and _is_ais_units(layout):
        factor = course_unit.TENTHS
    if factor is None or factor == course_unit.DEGREES:
        return layout
    part = "tenths" if factor == course_unit.TENTHS else "hundredths"
    layout = replace(layout, factors={**layout.factors, "cog": factor})
    return with_note(layout, f"'{column}' is in {part} of a degree, as '{_largest(cells):g}'")
