"""gpsd's JSON: AIS messages among what it says of itself and of a receiver of its own.

`{"class": "AIS", "type": 1, "mmsi": ..., "lon": ..., ...}` (gpsd.gitlab.io/gpsd, "gpsd_json") holds
no date and time: a logger writes one before it or into it, or the `time` of the latest `TPV` (the
station's own fix) or of `rxtime` counts. Objects of other classes are no reports.
"""

from typing import Any

_OTHERS = ("VERSION", "DEVICES", "DEVICE", "WATCH", "TPV", "SKY", "GST", "PPS", "TOFF", "ERROR")
_CLOCKS = ("rxtime", "rxuxtime", "time", "timestamp", "toa")


def is_of_gpsd(value: dict[str, Any]) -> bool:
    """Tell an object that says something of gpsd or of its own receiver."""
    return value.get("class") in _OTHERS


class Clock:
    """The time of the station's own fix."""

    def __init__(self) -> None:
        """Start without a time."""
        self._time: Any = None

    def rows(self, value: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the object if it is an AIS message; the latest fix dates one that has no time."""
        if value.get("class") != "AIS":
            if isinstance(value.get("time"), str):
                self._time = value["time"]
            return []
        value = {k: v for k, v in value.items() if not isinstance(v, dict)}
        if "mmsi" not in value:
            return []
        is_dated = any(isinstance(value.get(name), str | float) for name in _CLOCKS)
        if not is_dated and "logger.time" not in value and self._time is not None:
            value["rxtime"] = self._time
        return [value]
