"""A saved reading: how files were read, as a TOML file that people check in and use again.

    format = 1
    [[file]]
    pattern = "2026-03-01.csv"
    reader = "table"
    columns = {mmsi = "ID", time = "T", lat = "Y", lon = "X", sog = "V:kn/10"}
    time_zone = "Asia/Seoul"

`--save-reading FILE` writes one table for each file that was read, `--reading FILE` takes it. The
options of the command line come first. `reader` is a promise: a file that turns out to be of
another kind is refused, so that a publisher's change of layout is noticed. Layouts of publishers
are known by name, so no columns stand with them. Blind spot: what the cells show anew in each
file (minutes and seconds, units that the positions prove) is settled anew.
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, UsageError
from ..files.streams import read_once
from . import per_file
from .per_file import PerFile
from .table.choices import DAY_FIRST, FACTORS, MONTH_FIRST
from .table.layout import MEANINGS, Layout

if TYPE_CHECKING:
    from .sniff import Format

FORMAT = 1
_GENERIC = ("table", "json", "xml", "parquet")
_UNITS = {"sog": ("kn", "km/h", "m/s", "mph"), "draught": ("m",)}
_DEGREES = ("deg",)
_TEXTS: dict[str, Callable[[str, str], None]] = {
    "time_zone": per_file.a_zone, "date_order": per_file.a_date_order,
    "encoding": per_file.an_encoding, "skip_rows": per_file.a_count,
}  # fmt: skip
_KEYS = ("pattern", "reader", "columns", *_TEXTS)


def written(readings: Iterable[tuple[str, "Format", Mapping[str, str | None]]]) -> str:
    """Return the TOML of some readings: (place, format found, options that held for the file)."""
    tables = [_table(place, found, given) for place, found, given in readings]
    return "\n".join([f"format = {FORMAT}", *tables]) + "\n"


def _table(place: str, found: "Format", given: Mapping[str, str | None]) -> str:
    layout = found.layout
    out = {"pattern": _quoted(_escaped(place.rsplit("/", 1)[-1])), "reader": _quoted(found.name)}
    if layout is not None and found.name in _GENERIC:
        cells = (f"{m} = {_quoted(_column(layout, m))}" for m in layout.columns)
        out["columns"] = "{" + ", ".join(cells) + "}"
    texts = dict(given)
    if layout is not None:
        texts["time_zone"] = texts.get("time_zone") or layout.clock.zone
        texts["date_order"] = texts.get("date_order") or _order(layout.clock.layout)
    texts["date_order"] = texts.get("date_order") or found.date_order
    if found.dialect is not None:
        texts["encoding"] = texts.get("encoding") or found.dialect.encoding
    out |= {name: _quoted(value) for name, value in texts.items() if value}
    return "\n[[file]]\n" + "\n".join(f"{name} = {value}" for name, value in out.items())


def _column(layout: Layout, meaning: str) -> str:
    factor = layout.factors.get(meaning, 1.0)
    if meaning == "draught":
        factor = layout.draught_unit_m
    for unit in _UNITS.get(meaning, _DEGREES):
        parts = FACTORS[unit] / factor
        if abs(parts - round(parts)) < 1e-6 * parts and round(parts) >= 1:
            plain = factor == FACTORS[unit] and unit in ("kn", "deg", "m")
            behind = f"/{round(parts)}" if round(parts) > 1 else ""
            return layout.columns[meaning] + ("" if plain else f":{unit}{behind}")
    return layout.columns[meaning]


def _order(clock: str) -> str | None:
    if clock.startswith(("%d/%m/", "%d-%m-")):
        return DAY_FIRST
    return MONTH_FIRST if clock.startswith(("%m/%d/", "%m-%d-")) else None


def _escaped(name: str) -> str:
    """Return a file's name as a pattern that matches it alone."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read(path: Path) -> list[dict[str, Any]]:
    """Return the tables of a saved reading.

    Raises InputError when the file cannot be read, UsageError, naming the place, for what is
    wrong in it.
    """
    try:
        data = tomllib.loads(read_once(path).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"--reading {path}: not TOML: {error}") from error
    if data.get("format") != FORMAT or not isinstance(data.get("file"), list):
        raise UsageError(
            f"--reading {path}: came format = {data.get('format')!r}, expected format = {FORMAT} "
            "and tables [[file]], as --save-reading writes them"
        )
    for n, one in enumerate(data["file"], start=1):
        _check(one, f"--reading {path}: [[file]] {n}")
    return list(data["file"])


def _check(one: Any, where: str) -> None:
    if not isinstance(one, dict) or not isinstance(one.get("pattern"), str):
        raise UsageError(f'{where}: no pattern, expected pattern = "*.csv"')
    for key, value in one.items():
        if key not in _KEYS:
            raise UsageError(f"{where}: '{key}' is none of {', '.join(_KEYS)}")
        if key in _TEXTS:
            if not isinstance(value, str):
                raise UsageError(f"{where}: {key} = {value!r}, expected text in quotes")
            _TEXTS[key](f"{where}: {key}", value)
    columns = one.get("columns", {})
    wrong = [m for m in columns if m not in MEANINGS] if isinstance(columns, dict) else [columns]
    if wrong:
        raise UsageError(f"{where}: columns: '{wrong[0]}' is none of {', '.join(MEANINGS)}")


def rules(tables: list[dict[str, Any]], key: str) -> PerFile:
    """Return what the tables say of one option, by file."""
    return PerFile(tuple((t["pattern"], str(t[key])) for t in tables if t.get(key)))
