"""Recognise the columns of any table of ship reports by their names and their first cells.

Names are compared without case, blanks and punctuation: `# Timestamp`, `time_stamp` and
`TIMESTAMP` are one; `Latitude [deg]`, `speed_kmh` and `AIS.LATITUDE` lose what is around the name,
and `vessel_imo` is `imo` where no column is named so.
`--columns mmsi=ssvid,time=ts` overrules everything. Where several columns
could be the time, the one whose first cells are plausible times wins: a column of times that
all lie before 1990 is not a time of AIS (one publisher's `timestamp` counts milliseconds of
the minute from 1970, and the true time stands in `timestamp_external`). Where no column holds
the MMSI, a track id that begins with nine digits and a dash (`244030457-2017-05-22T...`,
Global Fishing Watch's `seg_id`) gives it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import polars as pl

from ...errors import FormatError, UsageError
from .choices import Choices
from .layout import LETTERS, MEANINGS, POINTS, STATIC, Layout
from .positions import points
from .synonyms import SYNONYMS
from .times import Clock, learn

MSG_TYPE = r"^(?:AIS\.)?(\d{1,2})(?:\.0)?$"
"""A message type as text: `5`, `5.0` or `AIS.5`."""

_ABOUT_THE_POSITION = ("position", "dynamic", "lastposition", "lastpositionupdate", "properties")
_ABOUT_THE_SHIP = ("vessel", "ship", "static", "staticdata", "voyage", "lastknownvoyage")
"""What exports put in front of a column's name, as `position_speed`, `vessel_imo`."""

_POINT_NAMES = (
    "geometry", "geom", "thegeom", "wkt", "wkb", "wkbgeometry", "point", "location", "position",
    "shape", "coordinates", "geo", "geopoint",
)  # fmt: skip

_PARTICULARS = 2  # columns of names and sizes that make a table of ships; own choice
REQUIRED = ("mmsi", "time", "lat", "lon")


def squeeze(name: str) -> str:
    """Return a column name without case, blanks and punctuation."""
    return "".join(ch for ch in name.lower() if ch.isalnum())


_UNITS_OF_NAMES = {
    "kn": "kn", "kt": "kn", "kts": "kn", "knots": "kn", "knot": "kn",
    "kmh": "km/h", "kph": "km/h", "ms": "m/s", "mps": "m/s", "mph": "mph",
}  # fmt: skip
_LONGEST_NAME = 120  # characters of a heading; own choice
_BEHIND = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\))\s*$")
_UNIT_BEHIND = re.compile(
    r"^(.*?)[\s_\-\[(]+(kn|kts?|knots?|km/?h|kph|m/?s|mps|mph)[\])]?$", re.IGNORECASE
)


def unit_of_name(name: str) -> str | None:
    """Return the unit of speed that a heading states: `Speed (km/h)`, `sog_ms`; None without."""
    found = _UNIT_BEHIND.match(name.strip())
    return _UNITS_OF_NAMES.get(found[2].lower().replace("/", "")) if found else None


def _keys(name: str) -> list[str]:
    """Return what a heading may be called: as it stands, without a unit, without what it is in.

    `Latitude [deg]` is `latitude` too, `speed_kmh` is `speed`, `AIS.LATITUDE` is `latitude`.
    """
    if len(name) > _LONGEST_NAME:  # no heading; searching it would take the square of its length
        return [squeeze(name)]
    plain = _BEHIND.sub("", name)
    unit = _UNIT_BEHIND.match(plain) or _UNIT_BEHIND.match(name.strip())
    forms = [name, plain, unit[1] if unit else plain]
    parts = plain.split(".")
    forms += [".".join(parts[i:]) for i in range(1, len(parts))]
    return list(dict.fromkeys(map(squeeze, forms)))


@lru_cache(maxsize=256)
def _by_key(names: tuple[str, ...]) -> list[dict[str, str]]:
    """Return key -> column, the names as they stand first, then ever shorter forms of them."""
    levels: list[dict[str, str]] = []
    for name in names:
        for level, key in enumerate(_keys(name)):
            if level == len(levels):
                levels.append({})
            levels[level].setdefault(key, name)
    return levels


def candidates(names: Sequence[str], meaning: str) -> list[str]:
    """Return the columns of `names` that could mean `meaning`, the surest first."""
    return list(_candidates(tuple(names), meaning))


@lru_cache(maxsize=4096)
def _candidates(names: tuple[str, ...], meaning: str) -> tuple[str, ...]:
    wanted = SYNONYMS[meaning]
    found: dict[str, None] = {}
    for by_key in _by_key(names):
        found |= dict.fromkeys(by_key[key] for key in wanted if key in by_key)
        for prefixes in (_ABOUT_THE_POSITION, _ABOUT_THE_SHIP):
            found |= dict.fromkeys(
                by_key[p + key] for key in wanted if len(key) > 1 for p in prefixes
                if p + key in by_key
            )  # fmt: skip
    return tuple(found)


def count_known(names: Sequence[str]) -> int:
    """Return how many of the four required meanings have a column among `names`."""
    found = [bool(candidates(names, meaning)) for meaning in REQUIRED]
    return sum(found) + (not found[0] and bool(candidates(names, "seg_id")))


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
    point = _point(sample, columns)
    if point is not None:
        columns["lat"] = columns["lon"] = point
    missing = [
        m for m in REQUIRED if m not in columns and not (m == "mmsi" and "seg_id" in columns)
    ]
    particulars = [m for m in STATIC if m in columns]
    if missing == ["lat", "lon"] and clock is not None and len(particulars) >= _PARTICULARS:
        note = "no positions: read as what ships said of themselves"
        return Layout(format=format, columns=columns, clock=clock, notes=(*notes, note))
    if "mmsi" in columns and {"lat", "lon"} <= {*missing} and len(particulars) >= _PARTICULARS:
        raise FormatError(
            f"{place}: a table of ships ({_list(names)}), the first '{sample.row(0)[:4]}', without "
            "times and positions; expected reports; to ask whether these ships are listed, use "
            "'seawarden screen --file'"
        )
    if missing or clock is None:
        raise FormatError(
            f"{place}: the {kind} cannot be recognised: no {' and no '.join(missing or ['time'])} "
            f"among {_list(names)}; say which with --columns, e.g. "
            f"--columns {','.join(f'{m}=COLUMN' for m in missing or ['time'])}"
        )
    if point is not None:
        return Layout(
            format=format, columns=columns, clock=clock, notes=tuple(notes), coordinates=POINTS
        )
    return Layout(format=format, columns=columns, clock=clock, notes=tuple(notes))


def _point(sample: pl.DataFrame, columns: Mapping[str, str]) -> str | None:
    """Return the column whose cells hold latitude and longitude together, where it is needed."""
    if "lat" in columns and "lon" in columns:
        return None
    by_key = {squeeze(name): name for name in reversed(sample.columns)}
    names = [by_key[key] for key in _POINT_NAMES if key in by_key]
    return next((name for name in names if points.share(sample[name]) > 0.5), None)


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


def _no_time(column: pl.Series, place: str) -> str:
    cells = column.drop_nulls().cast(pl.String)
    return (
        f"{place}: column '{column.name}' is no time of each row ({len(cells)} of the first "
        f"{len(column)} rows hold a value, the first '{cells[0] if len(cells) else ''}'); expected "
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
