"""What the user says of a table: which column is what, in which unit, zone and date order.

A unit stands behind a column's name after a colon: `sog=SPEED:kn/10` is tenths of a knot,
`lat=LAT:deg/600000` AIS's own units. A column is named as in the header, or by its number,
counted from 1, where there is no header.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...errors import UsageError
from ...units import M_PER_NM, MPS_PER_KN

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
DATE_ORDERS = (DAY_FIRST, MONTH_FIRST)
"""What `--date-order` takes."""

FACTORS = {
    "kn": 1.0,
    "m/s": 1.0 / MPS_PER_KN,
    "km/h": 1000.0 / M_PER_NM,
    "mph": 1609.344 / M_PER_NM,
    "deg": 1.0,
    "m": 1.0,
}
"""Unit -> what a number in it is multiplied by, to give knots, degrees or metres."""
_UNIT = re.compile(r"^(.+):(kn|m/s|km/h|mph|deg|m)(?:/(\d+(?:\.\d+)?(?:e\d+)?))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options that hold for one file; what is not given is found out from the file."""

    columns: Mapping[str, str] = field(default_factory=dict)  # meaning -> column, unit and all
    time_zone: str | None = None  # of times that carry none
    date_order: str | None = None  # one of DATE_ORDERS
    encoding: str | None = None  # of text
    skip_rows: int = 0  # lines above the header

    def factors(self, names: Sequence[str]) -> dict[str, float]:
        """Return meaning -> factor to kn, deg or m, of the columns given with a unit."""
        return {m: unit for m, c in self.columns.items() if (unit := _split(c, names)[1])}

    def column(self, meaning: str, names: Sequence[str], *, place: str, kind: str) -> str:
        """Return the column of `names` that the user chose for `meaning`.

        Raises UsageError when there is no column of that name or number.
        """
        text = _split(self.columns[meaning], names)[0]
        if text in names:
            return text
        if text.isdecimal() and 1 <= int(text) <= len(names):
            return names[int(text) - 1]
        head, colon, unit = text.rpartition(":")
        if colon and head in names:
            raise UsageError(
                f"{place}: --columns says {meaning}={text}, but '{unit}' is no unit, expected one "
                f"of {', '.join(FACTORS)}, as kn or kn/10"
            )
        shown = ", ".join(names[:30])
        more = f", ... ({len(names)} in all)" if len(names) > 30 else ""
        raise UsageError(
            f"{place}: --columns says {meaning}={text}, but the {kind} are: {shown}{more}"
        )


def _split(text: str, names: Sequence[str]) -> tuple[str, float | None]:
    """Return (column, factor of the unit behind it or None)."""
    found = _UNIT.match(text)
    if text in names or found is None:
        return text, None
    return found[1], FACTORS[found[2]] / float(found[3] or 1)
