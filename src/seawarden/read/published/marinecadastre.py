"""MarineCadastre (NOAA, BOEM): daily CSV of US waters.

Header to 2024: `MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,
Status,Length,Width,Draft,Cargo,TransceiverClass`; from 2025 the same columns in snake case.
Time ISO 8601 without zone, UTC; IMO as `IMO1234567`; type and status as numbers. Every row
repeats the static fields, as joined by the publisher; length and width come without the
antenna's place. Blind spot: the publisher thins to one report a minute and names no receiver.
"""

from collections.abc import Sequence

from ..table.column_names import squeeze
from ..table.layout import Layout
from ..table.times import ISO, Clock

_COLUMNS = {
    "mmsi": ("mmsi",),
    "time": ("basedatetime",),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "longitude"),
    "sog": ("sog",),
    "cog": ("cog",),
    "heading": ("heading",),
    "name": ("vesselname",),
    "imo": ("imo",),
    "call_sign": ("callsign",),
    "ship_type": ("vesseltype",),
    "nav_status": ("status",),
    "length": ("length",),
    "width": ("width",),
    "draught": ("draft",),
    "ais_class": ("transceiverclass", "transceiver"),
}


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout if `names` is this format's header, else None."""
    by_key = {squeeze(n): n for n in names}
    columns = {
        meaning: next(by_key[k] for k in keys if k in by_key)
        for meaning, keys in _COLUMNS.items()
        if any(k in by_key for k in keys)
    }
    if not {"mmsi", "time", "lat", "lon"} <= columns.keys():
        return None
    return Layout(
        format="marinecadastre",
        columns=columns,
        clock=Clock(ISO),
        numbers=frozenset(("ship_type", "nav_status")),
    )
