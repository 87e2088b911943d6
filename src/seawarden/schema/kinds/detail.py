"""What every record of `detail` has: fields with unit and meaning, parts of evidence, a version.

A record is a frozen dataclass whose fields are the keys of the JSON in `EVENTS.detail`; null means
"not known" and is the default of each. The annotation is the type, `described` adds unit and
meaning, from which `docs/events.md` is generated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from .evidence_part import EvidencePart

Rows = tuple[Mapping[str, Any], ...]
"""A list of objects inside a detail; the meaning of the field names their keys."""


def described(unit: str, meaning: str) -> Any:
    """Return a dataclass field that is null unless given, with its unit and meaning."""
    return field(default=None, metadata={"unit": unit, "meaning": meaning})


class WeighedPart(NamedTuple):
    """A part of the evidence: what was looked at, its value, its log odds, a phrase in words."""

    what: EvidencePart
    value: float | None
    weight: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The fields that `detail` of any kind may hold; each kind's record adds those of its kind."""

    raw_confidence: float | None = described("probability", "before calibration")
    why: str | None = described("text", "what changed since the version before, and through what")
    superseded: Rows | None = described("list", "`{version, was, why}` of each earlier version")
    unread: str | None = described(
        "text", "an input not read that may hold what is missing: nothing is called then"
    )
    found_as: str | None = described("id", "id a detector gives it now, where that is another")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedDetail(Detail):
    """A detail that shows the parts of its evidence."""

    parts: tuple[WeighedPart, ...] | None = described(
        "list", "`{what, value, weight, detail}` of each part of the evidence"
    )


COMMON = frozenset(f.name for f in fields(Detail))
"""Fields that the detectors do not write: calibration and the version history do."""
