"""What of the rest can be guessed from an edition: values that stand in what is shown all the same.

Method: every text and number of a withheld field that could name something (a name, an IMO number,
an MMSI, a call sign, a port) is looked for in the text of the fields that are shown. The title and
summary name ships whose own section may be withheld, so this is no idle check.

Blind spot: what can be inferred by knowledge of the world (the only tanker in that port that day).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ....store.package.leaves import FIELD, Item

_TELLING = ("name", "name_displayed", "name_listed", "imo", "imo_listed", "mmsi", "other_mmsi",
            "call_sign", "port", "file", "destination", "photo")  # fmt: skip
_SHORTEST = 4
"""Signs below which a text stands in others by chance."""


def guesses(fields: Mapping[str, Any], withheld: Iterable[Item]) -> list[str]:
    """Return a line for each value of a withheld field that the shown ones give away."""
    shown = json.dumps(dict(fields), ensure_ascii=False).casefold()
    out = []
    for item in withheld:
        if item.kind != FIELD:
            continue
        for key, value in _telling(item.value):
            text = str(value).casefold()
            if len(text) >= _SHORTEST and text in shown:
                out.append(f"{item.name} is withheld, but its {key} stands in what is shown")
    return sorted(set(out))


def _telling(value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key in _TELLING and isinstance(one, str | int) and not isinstance(one, bool):
                yield key, one
            else:
                yield from _telling(one)
    elif isinstance(value, list):
        for one in value:
            yield from _telling(one)
