"""Text that a logger writes before each JSON object: a time, an MQTT topic, `data:`.

`1772323200.1: {...}` and `2026-03-01 00:00:00: {...}` (gpspipe), `[time] {...}` (AIS-catcher's log
lines), `vessels-v2/230123456/location {...}` (Digitraffic by `mosquitto_sub -v`),
`1772323200123;D;{...}` (SignalK), `data: {...}` (server-sent events). The time is used where the
objects hold none, the MMSI in a topic where they hold none (meri.digitraffic.fi, "MQTT": the topic
carries it). Digitraffic's metadata messages write draught in tenths of a metre, and their time as
`timestamp` in milliseconds.
"""

import json
import re
from typing import Any

_LOOKED_AT = 50  # lines; own choice
_MOMENT = re.compile(
    r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?\s*(?:Z|[+-]\d\d:?\d\d)?"
    r"|(?<!\d)\d{10}(?:\.\d+)?(?!\d)|(?<!\d)\d{13}(?!\d)"
)
_MMSI = re.compile(r"(?:^|[/:=\s])(\d{9})(?=$|[/\s])")


def stands_before_objects(body: str) -> bool:
    """Tell whether lines of text begin with something else and end in a JSON object."""
    if body.startswith("{"):
        return False
    lines = [line for line in body.split("\n")[:_LOOKED_AT] if line.strip()]
    with_object = [line for line in lines if line.find("{") > 0 and line.rstrip().endswith("}")]
    if len(with_object) * 2 < len(lines) or not with_object:
        return False
    return all(before is not None for before in map(_before, with_object[:5]))


def _before(line: str) -> str | None:
    """Return what stands before the object of a line, None where it is none."""
    before, value = parted(line)
    return before if value is not None and not before.lstrip().startswith(("[{", "<")) else None


def parted(line: str) -> tuple[str, dict[str, Any] | None]:
    """Return (text before the object, object) of a line; None where there is no object."""
    at = line.find("{")
    if at < 0:
        return line, None
    try:
        value = json.loads(line[at:], parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return line, None
    return line[:at], value if isinstance(value, dict) else None


def is_of_no_ship(value: dict[str, Any], before: str) -> bool:
    """Tell a message of a topic that names no ship, such as `vessels-v2/status`."""
    named = any("mmsi" in name.lower() or name == "nmea" for name in value)
    is_topic = "/" in _MOMENT.sub("", before)
    return is_topic and not named and _MMSI.search(before) is None and len(value) < 4


def add(value: dict[str, Any], before: str) -> None:
    """Put what a text says of an object into it, under names that only it uses."""
    moment = _MOMENT.search(before)
    if moment is not None:
        value.setdefault("logger.time", moment[0].strip())
    ship = _MMSI.search(before)
    if ship is None:
        return
    value.setdefault("topic.mmsi", int(ship[1]))
    if "/metadata" in before and isinstance(value.get("timestamp"), int) and "time" not in value:
        value["time"] = value["timestamp"] // 1000
        if isinstance(value.get("draught"), int):
            value["draught"] = value["draught"] / 10
