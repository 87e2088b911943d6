"""One value in an object of its own: what programs write around numbers and times.

`{"$date": {"$numberLong": "1772323200000"}}` (MongoDB), `{"N": "412111110"}` (DynamoDB),
`{"seconds": 1772323200, "nanos": 0}` and `{"_seconds": ...}` (Protocol Buffers, Firestore),
`{"value": 12.3, "unit": "knots"}` (AIS-catcher with explanations, Signal K).
"""

from typing import Any

_TYPES = frozenset(("N", "S", "BOOL"))
_SECONDS = ("seconds", "_seconds")
_NANOSECONDS = ("nanos", "_nanoseconds", "nanoseconds")
_ABOUT = frozenset(
    ("value", "unit", "units", "unitCode", "description", "label", "type", "timestamp", "$source",
     "source", "meta", "text", "name", "pgn", "sentence", "values")
)  # fmt: skip
"""What stands beside a value and says something of it."""


def of(inner: Any) -> tuple[str, Any] | None:
    """Return (unit or nothing, value) of an object that wraps one value; None for any other."""
    if not isinstance(inner, dict) or not inner:
        return None
    name, value = next(iter(inner.items()))
    if len(inner) == 1 and (name.startswith("$") or name in _TYPES):
        deeper = of(value)
        return deeper if deeper is not None else None if isinstance(value, dict) else ("", value)
    second = next((inner[n] for n in _SECONDS if isinstance(inner.get(n), int)), None)
    if second is not None and inner.keys() <= {*_SECONDS, *_NANOSECONDS}:
        return "", second + sum(v for n, v in inner.items() if n in _NANOSECONDS) / 1e9
    if "value" in inner and inner.keys() <= _ABOUT and not isinstance(inner["value"], dict | list):
        unit = inner.get("unit", inner.get("units"))
        return (unit if isinstance(unit, str) else ""), inner["value"]
    return None
