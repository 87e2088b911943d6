"""The finding of an edition, from the evidence that the edition shows and no other.

Method: the parts of evidence shown are log odds; their sum gives the probability that follows
from them. A part that is withheld counts for nothing, for or against, so an edition that shows less
for a finding says less. It never says more than the original: where evidence against was withheld
the sum would rise, and the original's probability is then the most that is said, if the edition
shows it; if not, one half.
"""

import math
from collections.abc import Mapping
from typing import Any

from ....case.params import Params
from ....case.wording import grade


def finding(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return `grade`, `confidence`, `words` and what they rest on; None without any evidence."""
    shown = [v for k, v in fields.items() if k.startswith("evidence.")]
    if not shown:
        return None
    weights = [float(part.get("weight") or 0.0) for part in shown]
    p = 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, sum(weights)))))
    original = fields.get("summary.finding")
    most = float(original["confidence"]) if original else 0.5
    p = round(min(p, most), 6)
    has_call = p >= Params().call
    return {
        "grade": _not_stronger(original, has_call), "confidence": p, "words": grade.words(p),
        "rests_on": f"{len(shown)} parts of evidence that this edition shows",
    }  # fmt: skip


def _not_stronger(original: Mapping[str, Any] | None, has_call: bool) -> str:
    """Return the original's words where they are shown and still hold, or weaker ones."""
    if not has_call:
        return grade.OPEN
    return grade.POSSIBLE if original is None else str(original["grade"])
