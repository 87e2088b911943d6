"""Recognise the columns of any table of ship reports by their names and their first cells.

How names are compared, `column_names` says. `--columns mmsi=ssvid,time=ts` overrules everything.
Where several columns could be the time, the one whose first cells are plausible times wins: a
column of times that all lie before 1990 is not a time of AIS (one publisher's `timestamp` counts
milliseconds of the minute from 1970, and the true time stands in `timestamp_external`). Where no
column holds the MMSI, a track id that begins with nine digits and a dash (Global Fishing Watch's
`seg_id`, `244030457-2017-05-22T...`) gives it.
"""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from ...errors import FormatError, UsageError
from .choices import Choices
from .column_names import REQUIRED, candidates, squeeze
from .layout import DEGREES, LETTERS, MEANINGS, STATIC, Layout
from .positions import points
from .times import Clock, learn

MSG_TYPE = r"^(?:AIS\.)?(\d{1,2})(?:\.0)?$"
"""A message type as text: `5`, `5.0` or `AIS.5`."""


_POINT_NAMES = (
    "geometry", "geom", "thegeom", "wkt", "wkb", "wkbgeometry", "point", "location", "position",
    "shape", "coordinates", "geo", "geopoint", "latlon", "latlong", "lonlat", "latitudelongitude",
    "pos", "coords", "위치", "位置", "坐标", "座標", "координаты",
)  # fmt: skip

_PARTICULARS = 2  # columns of names and sizes that make a table of ships; own choice


def parse_columns(text: str) -> dict[str, str]:
    """Read the option `--columns mmsi=ssvid,time=timestamp`.

    Raises UsageError, naming the part that is wrong and the meanings that there are.
    """
    chosen: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        meaning, equals, column = part.partition("=")
        if not equals or meaning.strip() not in MEANINGS or not column.strip():
            raise UsageError(
                f"--columns: '{part}' is not MEANING=COLUMN with a MEANING out of "
                f"{', '.join(MEANINGS)}"
            )
        chosen[meaning.strip()] = column.strip()
    return chosen


def recognise(
    sample: pl.DataFrame,
    *,
    place: str,
    format: str = "table",
    choices: Choices = Choices(),
    kind: str = "columns",
) -> Layout:
    """Return the layout of a table from its names and first rows (text or typed cells).

    Raises FormatError that names the columns found, the ones missing and the option
    `--columns`; UsageError when the user chose a column that is not there.
    """
    names = sample.columns
    columns = {m: found[0] for m in MEANINGS if (found := candidates(names, m))}
    for meaning in choices.columns:
        columns[meaning] = choices.column(meaning, names, place=place, kind=kind)
    chosen = {m: columns[m] for m in choices.columns}
    for meaning, letters in zip(LETTERS, ("NSns", "EWew"), strict=True):
        if meaning in columns and not _holds_letters(sample[columns[meaning]], letters):
            del columns[meaning]
    notes: list[str] = []
    if "msg_type" not in chosen:
        _pick_msg_type(sample, columns)
    if "mmsi" not in columns and "seg_id" in columns and _holds_mmsi(sample[columns["seg_id"]]):
        notes.append(f"MMSI from the leading nine digits of '{columns['seg_id']}'")
    else:
        columns.pop("seg_id", None)
    clock = _pick_time(sample, columns, chosen, notes, place, choices)
    _drop_doubles(columns)
    coordinates = _put_point(sample, columns)
    missing = [
        m for m in REQUIRED if m not in columns and not (m == "mmsi" and "seg_id" in columns)
    ]
    particulars = [m for m in STATIC if m in columns]
    if missing == ["lat", "lon"] and clock is not None and len(particulars) >= _PARTICULARS:
        note = "no positions: read as what ships said of themselves"
        return Layout(format=format, columns=columns, clock=clock, notes=(*notes, note))
    if "mmsi" in columns and {"lat", "lon"} <= {*missing} and len(particulars) >= _PARTICULARS:
        first = f", the first '{sample.row(0)[:4]}'" if sample.height else ""
        raise FormatError(
            f"{place}: a table of ships ({_list(names)}){first}, without "
            "times and positions; expected reports; to ask whether these ships are listed, use "
            "'seawarden screen --file'"
        )
    if missing or clock is None:
        raise FormatError(
            f"{place}: the {kind} cannot be recognised: no {' and no '.join(missing or ['time'])} "
            f"among {_list(names)}; say which with --columns, e.g. "
            f"--columns {','.join(f'{m}=COLUMN' for m in missing or ['time'])}"
        )
    return Layout(
        format=format, columns=columns, clock=clock, notes=tuple(notes), coordinates=coordinates
    )


def _put_point(sample: pl.DataFrame, columns: dict[str, str]) -> str:
    """Take the column whose cells hold latitude and longitude together, where it is needed.

    Returns how positions are written.
    """
    if "lat" in columns and "lon" in columns:
        return DEGREES
    by_key = {squeeze(name): name for name in reversed(sample.columns)}
    for name in (by_key[key] for key in _POINT_NAMES if key in by_key):
        written = points.form(sample[name])
        if written is not None:
            columns["lat"] = columns["lon"] = name
            return written
    return DEGREES


def _pick_time(
    sample: pl.DataFrame,
    columns: dict[str, str],
    chosen: Mapping[str, str],
    notes: list[str],
    place: str,
    choices: Choices,
) -> Clock | None:
    """Choose the time column by what its cells hold; put it into `columns`."""
    given = chosen.get("time")
    names = [given] if given else candidates(sample.columns, "time")
    # A column that is empty in most rows is not the time of the rows (gpsd's `timestamp` belongs
    # to base stations alone).
    filled = {name: 2 * sample[name].count() >= sample.height for name in names}
    learnt = {n: learn(sample[n], choices.date_order) if filled[n] else None for n in names}
    good = [name for name in names if learnt[name] is not None]
    columns.pop("time", None)
    date = columns.pop("date", None)
    if not names:
        return None
    if (
        not good
        and date is not None
        and (clock := learn(joined(sample[date], sample[names[0]]), choices.date_order))
    ):
        columns["time"], columns["date"] = names[0], date
        return clock
    if not good:
        if sample.height == 0:
            columns["time"] = names[0]
            return Clock("ISO 8601")
        raise FormatError(_no_time(sample[names[0]], place))
    best = max(good, key=lambda n: learnt[n].share)  # type: ignore[union-attr]
    columns["time"] = best
    for name in names[: names.index(best)]:
        if learnt[name] is None:
            notes.append(f"time from '{best}': '{name}' holds no plausible time")
    return learnt[best]


def joined(date: pl.Series, time: pl.Series) -> pl.Series:
    """Return the texts of a date and a time of day that stand in two columns as one."""
    return date.cast(pl.String).str.strip_chars() + " " + time.cast(pl.String).str.strip_chars()


_WHY_NO_TIME = (
    (re.compile(r"^\d{1,2}[./-]\d{1,2}[./-]\d{2}\b"),
     ": a year of two digits is read where --date-order is given"),
    (re.compile(r"^\d{1,2}:\d{2}\.\d$"),
     ": minutes and seconds, as Excel shows a time; give the column the format "
     "yyyy-mm-dd hh:mm:ss and save it anew"),
    (re.compile(r"\d\s*[A-Z]{3,4}$"),
     ": these letters stand for several zones, or for none known; write an offset such as +09:00"),
)  # fmt: skip


def _no_time(column: pl.Series, place: str) -> str:
    cells = column.drop_nulls().cast(pl.String)
    first = cells[0] if len(cells) else ""
    hint = next((text for pattern, text in _WHY_NO_TIME if pattern.search(first)), "")
    return (
        f"{place}: column '{column.name}' is no time of each row ({len(cells)} of the first "
        f"{len(column)} rows hold a value, the first '{first}'{hint}); expected "
        "a date and time after 1990 in every row; say which column it is with --columns "
        "time=COLUMN (--start-time is for NMEA only)"
    )


def _pick_msg_type(sample: pl.DataFrame, columns: dict[str, str]) -> None:
    """Keep a message type only if its cells are types 1 to 27; a bare `type` may be the ship's."""
    columns.pop("msg_type", None)
    for name in candidates(sample.columns, "msg_type"):
        cells = sample[name].cast(pl.String).drop_nulls()
        numbers = cells.str.extract(MSG_TYPE).cast(pl.Int64, strict=False).is_between(1, 27)
        if len(cells) and numbers.sum() > len(cells) / 2:
            columns["msg_type"] = name
            return
        if squeeze(name) in ("type", "aistype", "vesselaistype", "vesseltype") and len(cells):
            columns.setdefault("ship_type", name)


def _holds_letters(column: pl.Series, letters: str) -> bool:
    text = column.cast(pl.String, strict=False).str.strip_chars().drop_nulls()
    return len(text) > 0 and bool(text.str.contains(rf"^[{letters}]$").all())


def _holds_mmsi(column: pl.Series) -> bool:
    text = column.cast(pl.String).drop_nulls()
    return len(text) > 0 and bool(text.str.contains(r"^\d{9}-").all())


def _drop_doubles(columns: dict[str, str]) -> None:
    """Let no column mean two things: the first meaning keeps it."""
    seen: set[str] = set()
    for meaning in [m for m in MEANINGS if m in columns]:
        if columns[meaning] in seen:
            del columns[meaning]
        else:
            seen.add(columns[meaning])
    if not {"bow", "stern", "port", "starboard"} <= columns.keys():
        # Single letters mean the antenna's place only where all four stand together.
        for meaning in ("bow", "stern", "port", "starboard"):
            if len(squeeze(columns.get(meaning, "").rsplit(".", 1)[-1])) == 1:
                del columns[meaning]


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(names[:30])
    return f"{shown}, ... ({len(names)} in all)" if len(names) > 30 else shown
