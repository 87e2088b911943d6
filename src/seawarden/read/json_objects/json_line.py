"""A value as one line of JSON: the form in which every reader of objects hands rows on."""

import json
from typing import Any


def dumped(value: Any) -> bytes:
    """Return a value as one line of JSON; half a surrogate pair becomes a question mark."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def whole_text(text: str) -> str:
    """Return a text in which half a surrogate pair is a question mark, as in `dumped`."""
    return text.encode("utf-8", "replace").decode()
