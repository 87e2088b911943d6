"""What checking a package says: what does not hold, what was confirmed, what could not be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "missing": "a file that the package names is not there",
    "changed": "a file holds other bytes than when it was sealed",
    "added": "a file lies in the package that was not sealed in it",
    "format": "a part cannot be read",
    "root": "the items do not lead to the signed root",
    "signature": "the signature does not hold",
    "foreign key": "signed with a key that is on no trusted list",
    "revoked key": "signed with a key that was revoked, and no trusted stamp is older",
    "retired key": "signed with a key after it was replaced",
    "acts": "the chain of acts was changed",
    "cut": "acts are missing from the end of the chain",
    "rollback": "an older state than one that was seen before",
    "stamp": "a time stamp does not hold",
    "future": "made or stamped later than now",
    "erased": "items were taken out, and who signed them did not sign that they were erased",
    "subset": "an edition shows what the signed original does not hold",
}
"""Each kind of problem, in words."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not hold: its kind (of `KINDS`), its place, and what was seen there."""

    kind: str
    place: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}: {self.detail}"


@dataclass(slots=True)
class Outcome:
    """What was found; `known` is what to remember of the chain, for a later check."""

    problems: list[Problem] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)

    def add(self, kind: str, place: str, detail: str) -> None:
        """Note a problem; once, however often it is met."""
        problem = Problem(kind, place, detail)
        if problem not in self.problems:
            self.problems.append(problem)

    def has(self, kinds: Sequence[str]) -> bool:
        """Return whether a problem of one of these kinds was found."""
        return any(p.kind in kinds for p in self.problems)
