"""Kystverket / Statsat semicolon CSV.

Header: `mmsi;lon;lat;date_time_utc;sog;cog;true_heading;nav_status;rot;message_nr;source`;
time `yyyy-mm-dd HH:MM:SS` UTC; source `g` (ground station) or `s` (satellite), kept as the
receiver. Positions only: no names.
"""

from collections.abc import Sequence

from ..table.column_names import squeeze
from ..table.layout import Layout
from ..table.times import ISO, Clock

_COLUMNS = {
    "mmsi": "mmsi",
    "lon": "lon",
    "lat": "lat",
    "time": "datetimeutc",
    "sog": "sog",
    "cog": "cog",
    "heading": "trueheading",
    "nav_status": "navstatus",
    "msg_type": "messagenr",
    "receiver": "source",
}
_MARKS = ("mmsi", "lon", "lat", "datetimeutc", "messagenr")


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout if `names` is this format's header, else None."""
    by_key = {squeeze(n): n for n in names}
    if not all(mark in by_key for mark in _MARKS):
        return None
    columns = {m: by_key[key] for m, key in _COLUMNS.items() if key in by_key}
    return Layout(
        format="kystverket",
        columns=columns,
        clock=Clock(ISO),
        numbers=frozenset(("nav_status",)),
    )
