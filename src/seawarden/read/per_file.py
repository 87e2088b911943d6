"""An option that may differ from file to file: `Asia/Seoul`, or `*kst*=Asia/Seoul,UTC`.

Parts are separated by commas. A part with an equals sign holds for the files that its pattern
matches (the place as given, or the file's name); one without holds for all others. The first
part that matches counts.
"""

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ..errors import UsageError
from .table.choices import DATE_ORDERS
from .table.zones import offset_min


@dataclass(frozen=True, slots=True)
class PerFile:
    """Values with the pattern of the files that each holds for."""

    rules: tuple[tuple[str, str], ...] = ()

    def value_for(self, place: str) -> str | None:
        """Return the value for the file at `place`, or None where none was given."""
        name = place.rsplit("/", 1)[-1]
        for pattern, value in self.rules:
            if fnmatchcase(place, pattern) or fnmatchcase(name, pattern):
                return value
        return None

    def then(self, other: "PerFile") -> "PerFile":
        """Return these rules and, behind them, those of `other`."""
        return PerFile((*self.rules, *other.rules))


@dataclass(frozen=True, slots=True)
class ColumnsPerFile:
    """Which column is what, with the pattern of the files that each set holds for."""

    rules: tuple[tuple[str, Mapping[str, str]], ...] = ()

    def value_for(self, place: str) -> Mapping[str, str]:
        """Return meaning -> column for the file at `place`; empty where none was given."""
        name = place.rsplit("/", 1)[-1]
        for pattern, value in self.rules:
            if fnmatchcase(place, pattern) or fnmatchcase(name, pattern):
                return value
        return {}


def columns(text: str | None, parse: Callable[[str], dict[str, str]]) -> ColumnsPerFile:
    """Read `--columns`: sets separated by semicolons, each with or without its pattern before it.

    `mmsi=a,time=b` holds for all files, `old*.csv: mmsi=a,time=b; new*.csv: mmsi=c` for some.
    """
    special: list[tuple[str, Mapping[str, str]]] = []
    general: list[tuple[str, Mapping[str, str]]] = []
    for part in filter(None, (p.strip() for p in (text or "").split(";"))):
        head, colon, rest = part.partition(":")
        has_pattern = bool(colon) and "=" not in head and "=" in rest
        chosen = parse(rest if has_pattern else part)
        (special if has_pattern else general).append((head.strip() if has_pattern else "*", chosen))
    return ColumnsPerFile((*special, *general))


NO_COLUMNS = ColumnsPerFile()
NO_RULES = PerFile()
"""The option was not given."""


def parsed(option: str, text: str | None, check: Callable[[str, str], None]) -> PerFile:
    """Read an option's text. `check(option, value)` raises UsageError for a value that is wrong."""
    special: list[tuple[str, str]] = []
    general: list[tuple[str, str]] = []
    for part in filter(None, (p.strip() for p in (text or "").split(","))):
        pattern, equals, value = part.rpartition("=")
        check(option, value.strip())
        (special if equals else general).append((pattern.strip() or "*", value.strip()))
    return PerFile((*special, *general))


def a_zone(_option: str, value: str) -> None:
    """Check a time zone."""
    offset_min(value)


def a_date_order(option: str, value: str) -> None:
    """Check a date order."""
    if value not in DATE_ORDERS:
        raise UsageError(f"{option} '{value}' is none of {', '.join(DATE_ORDERS)}")


def an_encoding(option: str, value: str) -> None:
    """Check the name of an encoding of text."""
    try:
        if not codecs.lookup(value)._is_text_encoding:
            raise LookupError(value)
    except (LookupError, ValueError) as error:
        raise UsageError(
            f"{option} '{value}' is no encoding, expected one such as utf-8, cp949, gb18030, "
            "shift_jis, cp1251"
        ) from error


def a_count(option: str, value: str) -> None:
    """Check a number of lines."""
    if not value.isdecimal() or len(value) > 6:
        raise UsageError(f"{option} '{value}' is no number of lines, expected one such as 2")
