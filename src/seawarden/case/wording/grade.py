"""The wording of a finding: four grades for a meeting, and what each may rest on.

A grade is a function of the evidence and of nothing else: who the ships are never raises it.
More evidence never lowers it (each rule is a lower bound). docs/wording.md says the same in
words; `tests/case/test_grade.py` holds one test for each rule.

    seen near each other both ships' own reports put them near each other for an hour or more
    seen alongside       both ships' reports put them hull to hull for an hour or more
    probable transfer    a cargo transfer is the likeliest purpose; in part seen, two hours or
                         more in all; corroborated where a side is dark
                         or the place is sheltered
    possible             the probability is one half or more; nothing need have been seen
    cannot be excluded   anything less

"Seen alongside" says what was seen. AIS shows neither hoses nor cargo, so no grade says that
goods moved.
"""

from dataclasses import dataclass

from ...schema.kinds.kind import Role
from ..params import Params

SEEN, PROBABLE_TRANSFER, POSSIBLE, OPEN = (
    "seen alongside", "probable transfer", "possible", "cannot be excluded",
)  # fmt: skip
IN_PORT, PROBABLE = "seen in port", "probable"
NEAR = "seen near each other"
WITHDRAWN = "withdrawn"

GRADES = (SEEN, IN_PORT, NEAR, PROBABLE_TRANSFER, PROBABLE, POSSIBLE, OPEN, WITHDRAWN)
"""Every wording, strongest first; 'withdrawn' is a case that late data took away."""

STRENGTH = {SEEN: 3, IN_PORT: 3, NEAR: 1, PROBABLE_TRANSFER: 2, PROBABLE: 2, POSSIBLE: 1, OPEN: 0}
"""How strong each wording is; only for ordering."""

_WORDS = (
    (0.95, "almost certain"), (0.80, "very likely"), (0.55, "likely"),
    (0.45, "about as likely as not"), (0.20, "unlikely"), (0.05, "very unlikely"),
    (0.0, "remote"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a grade may rest on. Every field is 'more is more evidence'."""

    confidence: float
    observed_h: float = 0.0
    inferred_h: float = 0.0
    both_visible: bool = False  # both sides sent the reports it rests on
    alongside: bool = False  # hull to hull within `alongside_m`, from antenna offsets and sizes
    open_sea: bool = True  # not in a port, an anchorage or by the coast
    contact: float = 0.0  # that they lay as described, where it is weighed apart
    transfer_leads: bool = True  # no other purpose is likelier
    corroborated: bool = False  # a sighting, a draught change: something besides the silence


def meeting(grounds: Grounds, params: Params) -> str:
    """Return the wording for a meeting of two ships, by the rules above."""
    together = max(grounds.confidence, grounds.contact)
    sure = grounds.observed_h >= params.alongside_h and together >= params.seen_confidence
    if grounds.both_visible and grounds.alongside and sure:
        return SEEN
    long_enough = grounds.observed_h + grounds.inferred_h >= params.probable_h
    held = (grounds.both_visible and grounds.open_sea) or grounds.corroborated
    if (
        grounds.observed_h > 0
        and long_enough
        and held
        and grounds.transfer_leads
        and grounds.confidence >= params.probable_confidence
    ):
        return PROBABLE_TRANSFER
    return POSSIBLE if together >= params.call else OPEN


def near(grounds: Grounds, params: Params) -> str:
    """Return the wording for two ships near each other that nothing puts hull to hull."""
    if grounds.observed_h >= params.alongside_h and grounds.confidence >= params.seen_confidence:
        return NEAR
    return POSSIBLE if grounds.confidence >= params.call else OPEN


def single(role: Role, grounds: Grounds, params: Params) -> str:
    """Return the wording for what one ship did, and for a listed ship heard."""
    if grounds.confidence >= params.probable_confidence:
        if role is Role.PORT_CALL and grounds.observed_h > 0:
            return IN_PORT
        return PROBABLE
    return POSSIBLE if grounds.confidence >= params.call else OPEN


def words(confidence: float) -> str:
    """Return a probability in words (US ICD 203 scale): 0.87 is 'very likely'."""
    return next(word for least, word in _WORDS if confidence >= least)
