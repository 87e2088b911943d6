"""The Republic of Korea's public AIS tables (`Dynamic_*.csv`), in Korean time.

Two lines of meta data (the period asked for, the number of ships), then `MMSI,일시,위도,경도,SOG,
COG,Heading`, CP949. The times are wall-clock times of the Republic of Korea (UTC+9) without a
zone; nothing in the file says so, so the zone is said in a note and `--time-zone` overrules it.
"""

from collections.abc import Sequence

from ..table.column_names import candidates, squeeze
from ..table.layout import Layout
from ..table.times import ISO, Clock

ZONE = "Asia/Seoul"
_TIMES = ("일시", "수신일시", "수신시각", "시간")
_MEANINGS = (
    "mmsi", "lat", "lon", "sog", "cog", "heading", "imo", "name", "call_sign", "ship_type",
    "draught", "length", "width",
)  # fmt: skip


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout if `names` is this format's header, else None."""
    by_key = {squeeze(n): n for n in names}
    time = next((by_key[key] for key in _TIMES if key in by_key), None)
    columns = {m: found[0] for m in _MEANINGS if (found := candidates(names, m))}
    if time is None or not {"mmsi", "lat", "lon"} <= columns.keys():
        return None
    return Layout(
        format="korean",
        columns={**columns, "time": time},
        clock=Clock(ISO, zone=ZONE),
        notes=(f"times in '{time}' read as {ZONE}; --time-zone says otherwise",),
    )
