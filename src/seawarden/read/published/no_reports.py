"""Tables about ships that hold no AIS reports: read as such, their meaning would be wrong.

A radar satellite's detections (Global Fishing Watch's SAR tables) are sightings of a ship that
may have no MMSI at all, matched to one afterwards; events (encounters, loitering, port visits)
are conclusions that others drew, at a mean position. Neither was sent by a ship.
"""

from collections.abc import Sequence

from ...errors import FormatError
from ..table.column_names import squeeze

_DETECTIONS = ("presencescore", "matchingscore", "sceneid", "detectid", "detectlat", "lengthm")
_EVENTS = ("eventid", "eventtype", "eventstart", "eventend", "latmean", "lonmean")


def refuse(names: Sequence[str], place: str) -> None:
    """Raise FormatError when `names` is the header of detections or of events."""
    keys = {squeeze(name): name for name in names}
    seen = [keys[key] for key in _DETECTIONS if key in keys]
    if len(seen) >= 2 and {"presencescore", "matchingscore", "detectid"} & keys.keys():
        raise FormatError(
            f"{place}: ships detected by a satellite ('{seen[0]}', '{seen[1]}'), not reports that "
            "ships sent; expected AIS; give the file with --sightings"
        )
    seen = [keys[key] for key in _EVENTS if key in keys]
    has_span = {"start", "end"} <= keys.keys() and any(key.startswith("event") for key in keys)
    if len(seen) >= 2 or has_span:
        raise FormatError(
            f"{place}: events with a start and an end (columns {', '.join(names[:6])}), not "
            "reports that ships sent; expected a position and a time in each row; if it holds "
            "them, name them with --columns"
        )
