"""From cells to values: the columns of a table, renamed by meaning and typed.

One place for what all tabular formats share, whatever their cells were stored as (text, JSON
values, Parquet columns): times by the layout's clock, numbers, classes and status as codes.
A cell that cannot be read is null here; `to_batch.py` decides what that means for the row.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..codes import nav_status
from .layout import DEGREES, LETTERS, NUMBERS, Layout
from .positions import points, sexagesimal
from .recognise_columns import MSG_TYPE, joined

_MOBILE = {
    "classa": 1, "a": 1, "1": 1, "10": 1,
    "classb": 2, "b": 2, "2": 2, "20": 2, "classbso": 2, "classbcs": 2,
}  # fmt: skip
CODED = ("nav_status", "ais_class", "msg_type", "receiver")
"""Meanings whose cells are few different words, each of which stands for a code."""
ROUNDED = r"^[+-]?\d?[.,]?\d{0,7}[eE]"
"""A number in exponent form with fewer digits than an MMSI has."""
_DRESSED = (
    (r"^=?[\"']*(.*?)[\"']*$", "${1}"),  # a formula that keeps a text: ="412111110"
    (r"^(?i:(?:urn:mrn:imo:)?mmsi)[:\s]*", ""),
    (r"^(\d{1,3})[ ,.'\u00a0](\d{3})[ ,.'\u00a0](\d{3})$", "${1}${2}${3}"),
)
"""What spreadsheets and exports put around the nine digits, and what is left without it."""
_STATIONS = {"basestation": 4, "saraircraft": 9, "sarairborne": 9, "aton": 21}


def by_meaning(table: pl.DataFrame, layout: Layout, lines: pl.Series) -> pl.DataFrame:
    """Return `table` with `line` and one typed column per meaning of `layout`."""
    out: dict[str, pl.Series] = {"line": lines}
    for meaning, column in layout.columns.items():
        cells = table[column]
        if meaning in ("date", *LETTERS):
            continue
        if meaning in ("lat", "lon") and layout.coordinates != DEGREES:
            out[meaning] = _degrees(table, meaning, layout)
            continue
        if meaning == "time":
            date = layout.columns.get("date")
            moments = cells if date is None else joined(table[date], cells)
            out[meaning] = layout.clock.read(moments)
        elif meaning == "seg_id":
            out["mmsi"] = cells.cast(pl.String).str.extract(r"^(\d{9})-").cast(pl.Float64)
        elif meaning == "mmsi":
            out[meaning] = whole_mmsi(cells)
        elif layout.is_number(meaning) and meaning in NUMBERS and meaning != "msg_type":
            out[meaning] = number(cells if meaning not in layout.with_units else bare(cells))
        elif meaning in CODED:
            out |= coded(meaning, cells)
        elif meaning == "ship_type" and cells.dtype.is_numeric():
            out[meaning] = cells
        else:
            out[meaning] = cells.cast(pl.String)
    _complete_positions(out, table, layout)
    return pl.DataFrame(finished(out, layout))


def _complete_positions(out: dict[str, pl.Series], table: pl.DataFrame, layout: Layout) -> None:
    """Add positions as null where a table has none, and the sign of letters beside them."""
    if "time" in out:  # a whole row, not the static part of one
        for meaning in {"lat", "lon"} - out.keys():
            none = pl.repeat(None, len(out["time"]), dtype=pl.Float64, eager=True)
            out[meaning] = none  # names of ships without their positions
    for meaning, letters in (("lat", "north_south"), ("lon", "east_west")):
        if letters in layout.columns and meaning in out:
            out[meaning] = signed(out[meaning], table[layout.columns[letters]])


def bare(cells: pl.Series) -> pl.Series:
    """Return the numbers of cells that hold a unit too, `12.3 kn`, as text."""
    text = cells.cast(pl.String).str.extract(r"^\s*([+-]?\d+(?:[.,]\d+)?)")
    return text.str.replace(",", ".", literal=True)


def signed(value: pl.Series, letters: pl.Series) -> pl.Series:
    """Return values without a sign as negative where the letter beside them is S or W."""
    is_negative = letters.cast(pl.String).str.contains(r"^\s*[SsWw]").fill_null(value=False)
    cell = pl.when(is_negative).then(-value.abs()).otherwise(value)
    return pl.select(cell.alias(value.name)).to_series()


def coded(meaning: str, cells: pl.Series) -> dict[str, pl.Series]:
    """Return the columns that cells of one of `CODED` give: a class may give message types too.

    Each row depends on its cell alone, so the cells may be a column's distinct words.
    """
    if meaning == "nav_status":
        return {meaning: nav_status.codes(cells)}
    if meaning == "ais_class":
        return _class(cells)
    if meaning == "msg_type":
        return {meaning: _msg_type(cells)}
    return {meaning: _receiver(cells.cast(pl.String))}


def _degrees(table: pl.DataFrame, meaning: str, layout: Layout) -> pl.Series:
    cells = table[layout.columns[meaning]]
    if layout.has_points:
        lon, lat = points.lon_lat(cells, layout.coordinates)
        return pl.Series(meaning, lat if meaning == "lat" else lon, nan_to_null=True)
    letters = layout.columns.get(LETTERS[0] if meaning == "lat" else LETTERS[1])
    return sexagesimal.degrees(cells, None if letters is None else table[letters])


def whole_mmsi(cells: pl.Series) -> pl.Series:
    """Return MMSIs as Float64; null where a cell is no whole number with all its digits.

    A spreadsheet that writes 4.12E+08 for 412111110 has lost the ship: every vessel of a country
    would become one.
    """
    whole = cells.cast(pl.Int64, strict=False) if cells.dtype == pl.String else None
    if whole is not None and whole.null_count() == cells.null_count():
        return whole.cast(pl.Float64)
    if cells.dtype == pl.String:
        text = cells.str.strip_chars().str.replace(r"^(\d{1,9}),0+$", "${1}")
        value = number(text)
        if value.null_count() > text.null_count():
            for dress, bare in _DRESSED:
                text = text.str.replace(dress, bare)
            value = number(text)
        exact = ~text.str.contains(ROUNDED).fill_null(value=False)
    else:
        value = number(cells)
        exact = pl.repeat(True, len(cells), dtype=pl.Boolean, eager=True)
    good = exact & (value == value.round()).fill_null(value=False)
    return pl.select(pl.when(good).then(value).alias(cells.name)).to_series()


def are_rounded(mmsi: NDArray[np.float64]) -> bool:
    """Tell MMSIs, of two ships and more, that all end in five zeros: rounded, then written out."""
    return len(mmsi) > 1 and not (mmsi % 100_000).any() and len(np.unique(mmsi)) > 1


def finished(out: dict[str, pl.Series], layout: Layout) -> dict[str, pl.Series]:
    """Return `out` in knots and degrees, milliseconds added to the time."""
    for meaning in ("sog", "cog", "lat", "lon", "length", "width"):
        factor = layout.factors.get(meaning, 1.0)
        if factor != 1.0 and meaning in out:
            out[meaning] = out[meaning].cast(pl.Float64, strict=False) * factor
    lon = out.get("lon")
    if lon is not None and (lon > 181).any():  # 0 to 360 degrees; 181 is "not available"
        east = lon.is_between(180, 360, closed="right") & (lon != 181)
        out["lon"] = pl.select(pl.when(east).then(lon - 360).otherwise(lon)).to_series()
    return with_milliseconds(out)


def with_milliseconds(out: dict[str, pl.Series]) -> dict[str, pl.Series]:
    """Return `out` with a column of milliseconds, where there is one, added to the time."""
    if "millisecond" not in out:
        return out
    more = out["millisecond"].fill_null(0).clip(0, 999).cast(pl.Int64)
    time = (out["time"].cast(pl.Int64) + more).cast(out["time"].dtype)
    return {m: time if m == "time" else cells for m, cells in out.items() if m != "millisecond"}


def number(cells: pl.Series) -> pl.Series:
    """Return cells as Float64; text that is no number, NaN and infinity are null."""
    value = cells.cast(pl.Float64, strict=False)
    if cells.dtype == pl.String and value.null_count() > cells.null_count():
        value = cells.str.strip_chars().cast(pl.Float64, strict=False)
    if np.isfinite(value.to_numpy()).sum() == len(value) - value.null_count():
        return value
    finite = value.is_finite()
    return pl.select(pl.when(finite).then(value).alias(cells.name)).to_series()


def _class(cells: pl.Series) -> dict[str, pl.Series]:
    """Class A is 1, class B 2, a station 0; a station's kind gives the message type it sends."""
    text = cells.cast(pl.String)
    distinct = text.unique().drop_nulls().to_list()
    squeezed = {t: "".join(ch for ch in t.lower() if ch.isalnum()) for t in distinct}
    codes = {t: _MOBILE.get(s, 0) for t, s in squeezed.items()}
    kinds = {t: _STATIONS.get(s) for t, s in squeezed.items()}
    out = {"ais_class": text.replace_strict(codes, default=None, return_dtype=pl.UInt8)}
    if any(kinds.values()):
        out["msg_type"] = text.replace_strict(kinds, default=None, return_dtype=pl.UInt8)
    return out


def _receiver(text: pl.Series) -> pl.Series:
    """The Danish `AIS` names no receiver."""
    if not (text == "AIS").any():
        return text
    return pl.select(pl.when(text != "AIS").then(text)).to_series()


def _msg_type(cells: pl.Series) -> pl.Series:
    if cells.dtype.is_numeric():
        return cells.cast(pl.Float64).cast(pl.UInt8, strict=False)
    return cells.cast(pl.String).str.extract(MSG_TYPE).cast(pl.UInt8, strict=False)
