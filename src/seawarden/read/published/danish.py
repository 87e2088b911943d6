"""The Danish Maritime Authority's daily CSV (`aisdk-*.csv`).

Header: `# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,
Heading,IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,
Draught,Destination,ETA,Data source type,A,B,C,D`; time `dd/mm/yyyy HH:MM:SS` UTC; status and
type as text; `Unknown` and `Undefined` for what is not known; latitude 91 for no position.
Every row repeats the static fields. Blind spot: the file names no receiver; `Data source type`
is `AIS` in every published row, and anything else in it is kept as the receiver.
"""

from collections.abc import Sequence

from ..table.column_names import squeeze
from ..table.layout import Layout
from ..table.times import Clock

_COLUMNS = {
    "time": "timestamp",
    "ais_class": "typeofmobile",
    "mmsi": "mmsi",
    "lat": "latitude",
    "lon": "longitude",
    "nav_status": "navigationalstatus",
    "sog": "sog",
    "cog": "cog",
    "heading": "heading",
    "imo": "imo",
    "call_sign": "callsign",
    "name": "name",
    "ship_type": "shiptype",
    "cargo": "cargotype",
    "width": "width",
    "length": "length",
    "draught": "draught",
    "destination": "destination",
    "bow": "a",
    "stern": "b",
    "port": "c",
    "starboard": "d",
    "receiver": "datasourcetype",
}
_MARKS = ("timestamp", "typeofmobile", "mmsi", "latitude", "longitude")


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout if `names` is this format's header, else None."""
    by_key = {squeeze(n): n for n in names}
    if not all(mark in by_key for mark in _MARKS):
        return None
    columns = {m: by_key[key] for m, key in _COLUMNS.items() if key in by_key}
    return Layout(format="danish", columns=columns, clock=Clock("%d/%m/%Y %H:%M:%S"))
