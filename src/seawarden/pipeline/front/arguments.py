"""What a caller may give for one argument: paths, days, moments and boxes, as text or as objects.

The command line gives text, Python gives text or objects; both are read here, so that both get
the same error. Text without a time zone is UTC, as the help of every option says; a `datetime`
without one is refused, because Python programs often hold local time in it.
"""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from ...errors import UsageError

Pathlike = str | os.PathLike[str]
Progress = Callable[[str, float], None]
"""What is being done, and the share done, 0 to 1."""
Box = tuple[float, float, float, float]


def quiet(_what: str, _share: float) -> None:
    """Show no progress."""


def path(given: Pathlike | None) -> Path | None:
    """Return a path, or None where none was given."""
    return None if given is None else Path(given)


def texts(given: Pathlike | Iterable[Pathlike] | None) -> tuple[str, ...]:
    """Return one text or path, or several, as a tuple of texts; nothing for None."""
    if given is None:
        return ()
    if isinstance(given, str | os.PathLike):
        return (os.fspath(given),)
    return tuple(os.fspath(one) for one in given)


def paths(given: Pathlike | Iterable[Pathlike] | None) -> tuple[Path, ...]:
    """Return one path, or several, as a tuple; nothing for None."""
    return tuple(Path(one) for one in texts(given))


def day(option: str, given: str | date | None) -> date | None:
    """Return the day that was given as text 'YYYY-MM-DD' or as a `date`; None for neither.

    Raises UsageError for a text that is no day, and for a `datetime`, which is more than a day.
    """
    if given is None or given == "":
        return None
    if isinstance(given, datetime):
        raise UsageError(f"{option} {given!r}: expected a day, as date(2024, 5, 1) or '2024-05-01'")
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"{option} '{given}' is no date, expected YYYY-MM-DD") from error


def moment(option: str, given: str | datetime | None) -> datetime | None:
    """Return the moment, in UTC, that was given as ISO 8601 text or as a `datetime` with a zone.

    Raises UsageError for a text that is no time, and for a `datetime` without a zone.
    """
    if given is None or given == "":
        return None
    if isinstance(given, str):
        try:
            read = datetime.fromisoformat(given)
        except ValueError as error:
            raise UsageError(
                f"{option} '{given}' is no time, expected UTC as in 2024-05-01T06:00Z"
            ) from error
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    if given.tzinfo is None:
        raise UsageError(f"{option} {given!r}: no time zone, expected one, as in tzinfo=UTC")
    return given.astimezone(UTC)


def box(option: str, given: str | Iterable[float] | None) -> Box | None:
    """Return (west, south, east, north), deg, given as text or as four numbers; None for None.

    Raises UsageError for anything else.
    """
    if given is None:
        return None
    try:
        values = given.split(",") if isinstance(given, str) else given
        west, south, east, north = (float(v) for v in values)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{option} '{given}': expected west,south,east,north in degrees"
        ) from error
    return west, south, east, north


def docket_and_case(docket: Pathlike, case: str) -> tuple[Pathlike, str]:
    """Return docket and case; given the other way round, they are turned."""
    if Path(case).is_dir() and not Path(docket).is_dir():
        return case, str(docket)
    return docket, case
