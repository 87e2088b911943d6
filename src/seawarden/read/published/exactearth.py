"""Spire / exactEarth CSV: one row per decoded message of any type, some 130 columns.

Header begins `MMSI,Message_ID,Repeat_indicator,Time,Millisecond,...`; time `yyyymmdd_HHMMSS`
with the milliseconds in a separate column; empty or `None` for what a type does not carry;
draught in tenths of a metre (as in the message); a base station's MMSI without its leading
zeros. Types that carry neither position nor identity count as other. Blind spot: the satellite
that heard it is not named, so `receiver` is the feed.
"""

from collections.abc import Sequence

from ..table.column_names import squeeze
from ..table.layout import Layout
from ..table.times import Clock

_COLUMNS = {
    "mmsi": "mmsi",
    "msg_type": "messageid",
    "time": "time",
    "millisecond": "millisecond",
    "name": "vesselname",
    "call_sign": "callsign",
    "imo": "imo",
    "ship_type": "shiptype",
    "bow": "dimensiontobow",
    "stern": "dimensiontostern",
    "port": "dimensiontoport",
    "starboard": "dimensiontostarboard",
    "draught": "draught",
    "destination": "destination",
    "nav_status": "navigationalstatus",
    "sog": "sog",
    "lon": "longitude",
    "lat": "latitude",
    "cog": "cog",
    "heading": "heading",
}
_MARKS = ("mmsi", "messageid", "time", "millisecond", "latitude", "longitude")


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout if `names` is this format's header, else None."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(squeeze(name), name)
    if not all(mark in by_key for mark in _MARKS):
        return None
    columns = {m: by_key[key] for m, key in _COLUMNS.items() if key in by_key}
    return Layout(
        format="exactearth",
        columns=columns,
        clock=Clock("%Y%m%d_%H%M%S"),
        draught_unit_m=0.1,
        receiver="exactearth",
    )
