"""MarineTraffic: PS07 and exportvessels as CSV or JSON, positions with `SPEED` in tenths of a knot.

Header, in any order: `MMSI,SHIP_ID,STATUS,SPEED,LON,LAT,COURSE,HEADING,TIMESTAMP,DSRC`, with `IMO`,
`UTC_SECONDS`, `SHIPNAME`, `SHIPTYPE`, `CALLSIGN`, `FLAG`, `LENGTH`, `WIDTH`, `DRAUGHT` in the
extended answers. Time ISO 8601 without zone, UTC; speed in tenths of a knot and draught in tenths
of a metre, both whole (servicedocs.marinetraffic.com, "PS07"). The web site's download writes
knots under the same names; what the positions show comes first, see `table.proof`.
"""

from collections.abc import Sequence

from ..table.column_names import squeeze
from ..table.layout import Layout
from ..table.times import ISO, Clock

_COLUMNS = {
    "mmsi": "mmsi",
    "time": "timestamp",
    "lat": "lat",
    "lon": "lon",
    "sog": "speed",
    "cog": "course",
    "heading": "heading",
    "nav_status": "status",
    "receiver": "dsrc",
    "imo": "imo",
    "name": "shipname",
    "call_sign": "callsign",
    "ship_type": "shiptype",
    "length": "length",
    "width": "width",
    "draught": "draught",
    "destination": "destination",
}
_MARKS = ("mmsi", "timestamp", "lat", "lon", "speed", "course")
_OURS = ("dsrc", "shipid", "utcseconds")


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout if `names` is this format's header, else None."""
    by_key = {squeeze(n): n for n in names}
    if not all(mark in by_key for mark in _MARKS) or not any(o in by_key for o in _OURS):
        return None
    columns = {m: by_key[key] for m, key in _COLUMNS.items() if key in by_key}
    return Layout(
        format="marinetraffic",
        columns=columns,
        clock=Clock(ISO),
        numbers=frozenset(("nav_status",)),
        draught_unit_m=0.1,
        factors={"sog": 0.1},
    )
