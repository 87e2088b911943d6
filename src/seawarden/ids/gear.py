"""Gear: names that fishing-net beacons and buoys send, not ships.

Fishing gear in East Asia and elsewhere carries AIS beacons, most of them under MMSIs that nobody
issued. Their names end in what is left of the battery, in per cent or volts, or number the net.
Published practice drops gear by name and MMSI patterns before it counts ships (Global Fishing
Watch, paper-longline-ais-sar-matching); the forms here were read off beacons in the Yellow Sea
2020-2023 and off Norway 2026:

    8030-7-73%   BIAO 00451-644%     per cent of the battery
    DONGTAI15001*09_8.1V   BINHAIYU15086-59_7.9     volts
    YUELEIYU16619=15                 the boat's name, '=', the number of the net
    BUOY 12   NETMARK3   FISHING GEAR 7             says so

Blind spots: a beacon that sends a boat's plain name; a ship that takes a beacon's name to pass
for one (`detect.identity` looks at how it moves); a countdown without a mark ("SEGLA 99") shows
only over time: `is_countdown`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_GEAR = re.compile(
    r"""
      \d\s*%\s*$                              # per cent of the battery
    | [_\s*@-]\d{1,2}\.\d{1,2}\s*V?\s*$        # volts behind a mark
    | \d\.\d{1,2}\s*V\s*$ | @\d+V\d\s*$        # volts
    | \d=\d{1,2}[_\s]*$                        # number of the net
    | \bBUOY\b | \bNET\s?-?MARK | \bNET\s?BUOY | \bFISHING\s+GEAR\b | \bGILL\s?NET\b
    """,
    re.X | re.I,
)
_COUNT = re.compile(r"(.*\D)?(\d{1,3})\s*%?\s*$")


def is_gear(name: str | None) -> bool:
    """Return whether `name` has the form that beacons on fishing gear send; None gives False."""
    return name is not None and _GEAR.search(name) is not None


def is_countdown(names: Sequence[str | None]) -> bool:
    """Return whether names in time order are one stem with a number of at most 100 running down.

    At least three different numbers, and more steps down than up (a battery is charged once in
    a while). 'SEGLA 99', 'SEGLA 95', 'SEGLA 92' is one.
    """
    found = [m for m in (_COUNT.fullmatch(n) for n in names if n) if m]
    if len(found) < len([n for n in names if n]) or len({m[1] for m in found}) != 1:
        return False
    numbers = [int(m[2]) for m in found]
    steps = [b - a for a, b in pairwise(numbers) if a != b]
    down = sum(s < 0 for s in steps)
    return len(set(numbers)) >= 3 and max(numbers) <= 100 and down > len(steps) - down
