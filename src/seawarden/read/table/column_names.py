"""What columns are called: names compared without case, blanks and punctuation, in any dress.

`# Timestamp`, `time_stamp` and `TIMESTAMP` are one; `Latitude [deg]`, `speed_kmh`, `lat_wgs84` and
`AIS.LATITUDE` lose what is around the name, and `vessel_imo` is `imo` where no column is named so.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from .synonyms import SYNONYMS

_ABOUT_THE_POSITION = ("position", "dynamic", "lastposition", "lastpositionupdate", "properties")
_ABOUT_THE_SHIP = ("vessel", "ship", "static", "staticdata", "voyage", "lastknownvoyage")
"""What exports put in front of a column's name, as `position_speed`, `vessel_imo`."""

REQUIRED = ("mmsi", "time", "lat", "lon")


def squeeze(name: str) -> str:
    """Return a column name without case, blanks and punctuation."""
    return "".join(ch for ch in name.lower() if ch.isalnum())


_UNITS_OF_NAMES = {
    "kn": "kn", "kt": "kn", "kts": "kn", "knots": "kn", "knot": "kn",
    "kmh": "km/h", "kph": "km/h", "ms": "m/s", "mps": "m/s", "mph": "mph",
}  # fmt: skip
_LONGEST_NAME = 120  # characters of a heading; own choice
_BEHIND = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\))\s*$")
_WORD_BEHIND = re.compile(
    r"(?<=[a-z0-9]{3})[\s_.-]*(?:degrees|degree|deg|dd|wgs84|epsg4326|utc|gmt|knots|kts|kn)$", re.I
)
"""What exports put behind a name that only says in which unit or system it is."""
_UNIT_BEHIND = re.compile(
    r"^(.*?)[\s_\-\[(]+(kn|kts?|knots?|km/?h|kph|m/?s|mps|mph)[\])]?$", re.IGNORECASE
)


def unit_of_name(name: str) -> str | None:
    """Return the unit of speed that a heading states: `Speed (km/h)`, `sog_ms`; None without."""
    found = _UNIT_BEHIND.match(name.strip())
    return _UNITS_OF_NAMES.get(found[2].lower().replace("/", "")) if found else None


def _keys(name: str) -> list[str]:
    """Return what a heading may be called: as it stands, without a unit, without what it is in.

    `Latitude [deg]` is `latitude` too, `speed_kmh` is `speed`, `AIS.LATITUDE` is `latitude`.
    """
    if len(name) > _LONGEST_NAME:  # no heading; searching it would take the square of its length
        return [squeeze(name)]
    plain = _BEHIND.sub("", name)
    unit = _UNIT_BEHIND.match(plain) or _UNIT_BEHIND.match(name.strip())
    forms = [name, plain, unit[1] if unit else plain]
    parts = plain.split(".")
    forms += [".".join(parts[i:]) for i in range(1, len(parts))]
    forms.append(_WORD_BEHIND.sub("", plain))
    return list(dict.fromkeys(map(squeeze, forms)))


@lru_cache(maxsize=256)
def _by_key(names: tuple[str, ...]) -> list[dict[str, str]]:
    """Return key -> column, the names as they stand first, then ever shorter forms of them."""
    levels: list[dict[str, str]] = []
    for name in names:
        for level, key in enumerate(_keys(name)):
            if level == len(levels):
                levels.append({})
            levels[level].setdefault(key, name)
    return levels


def candidates(names: Sequence[str], meaning: str) -> list[str]:
    """Return the columns of `names` that could mean `meaning`, the surest first."""
    return list(_candidates(tuple(names), meaning))


@lru_cache(maxsize=4096)
def _candidates(names: tuple[str, ...], meaning: str) -> tuple[str, ...]:
    wanted = SYNONYMS[meaning]
    found: dict[str, None] = {}
    for by_key in _by_key(names):
        found |= dict.fromkeys(by_key[key] for key in wanted if key in by_key)
        for prefixes in (_ABOUT_THE_POSITION, _ABOUT_THE_SHIP):
            found |= dict.fromkeys(
                by_key[p + key] for key in wanted if len(key) > 1 for p in prefixes
                if p + key in by_key
            )  # fmt: skip
    return tuple(found)


def count_known(names: Sequence[str]) -> int:
    """Return how many of the four required meanings have a column among `names`."""
    found = [bool(candidates(names, meaning)) for meaning in REQUIRED]
    return sum(found) + (not found[0] and bool(candidates(names, "seg_id")))
