"""Digitraffic's metadata of vessels (meri.digitraffic.fi, /api/ais/v1/vessels): names, sizes; JSON.

Draught is in tenths of a metre, and `timestamp` in milliseconds since 1970, as its description of
the interface says; `referencePointA` to `D` are where the antenna is. Positions come in another
document, whose names tell themselves.
"""

from collections.abc import Sequence

from ..table.layout import Layout
from ..table.times import Clock

_COLUMNS = {
    "mmsi": "mmsi", "time": "timestamp", "name": "name", "call_sign": "callSign", "imo": "imo",
    "ship_type": "shipType", "bow": "referencePointA", "stern": "referencePointB",
    "port": "referencePointC", "starboard": "referencePointD", "draught": "draught",
    "destination": "destination",
}  # fmt: skip


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout if `names` are those of the metadata, else None."""
    if not {"posType", *_COLUMNS.values()} <= {*names}:
        return None
    return Layout(
        format="digitraffic", columns=_COLUMNS, clock=Clock("milliseconds since 1970"),
        draught_unit_m=0.1,
    )  # fmt: skip
