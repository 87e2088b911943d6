"""Evidence for and against a case, as log-odds that add up to its confidence.

    logit(confidence) = logit(detector's probability) + sum of the weights for
                                                      + sum of the weights against

Every term is printed, the detector's parts too where it gives them. The detector's
probability already holds what the detector saw (distance, speed, heading, time, place); the
further weights hold only what it cannot have seen: other tables and other ships. Weights are our
judgement (one unit multiplies the odds by 2.7). Who a ship is never raises the probability
of what it did: flag and listing decide the rank, not the weight.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ...schema.kinds.evidence_part import EvidencePart
from ...schema.kinds.identity import IdentityDetail
from ...schema.kinds.kind import Role
from ...schema.kinds.rival import Rival
from ...schema.kinds.spoofing import SpoofingDetail
from ..finding import Finding
from ..params import Params
from ..scene import Part, Scene
from ..sides import dprk_port_call
from ..sides.side import Ship
from .counted import Added, is_counted
from .innocent_explanations import tested

_DRAUGHT_OPPOSITE, _DRAUGHT_ONE, _UNMATCHED = 1.5, 0.5, 1.0
_SILENT_NEAR, _FALSE_AROUND, _SECOND_METHOD = 0.5, 0.5, 0.3
_LIMIT = 0.98  # no case is surer than this, nor less sure than 1 - this; judged
_ROUNDING = 0.05  # parts are printed to three digits


@dataclass(frozen=True, slots=True)
class Weighed:
    """The parts of a case and what they come to.

    `against` holds the parts that weigh against and every rival, whatever its result: a rival's
    `result` is never empty, that of another part is.
    """

    confidence: float
    supporting: tuple[Part, ...]
    against: tuple[Part, ...]

    @property
    def corroborated(self) -> bool:
        """Whether something besides the ships' reported positions speaks for it."""
        return any(p.what in _CORROBORATES and p.weight > 0 for p in self.supporting)


_CORROBORATES: tuple[str, ...] = (
    EvidencePart.DRAUGHT, EvidencePart.SIGHTINGS, Added.DRAUGHT, Added.SIGHTING,
)  # fmt: skip
"""A draught that changed or a sighting, weighed by the detector or here."""


def weigh(scene: Scene, listing_score: float = 0.5) -> Weighed:
    """Return the parts and the confidence; `listing_score` stands in where there is no event."""
    lead = scene.draft.lead
    base = lead.confidence if lead else listing_score
    parts = _base(scene, base)
    if lead and lead.is_meeting:
        parts += _meeting_parts(scene, lead)
    elif lead:
        parts += _pointers(lead)
    rivals = [_uncounted(part, lead) for part in tested(scene)]
    total = sum(p.weight for p in (*parts, *rivals))
    confidence = min(max(sigmoid(total), 1.0 - _LIMIT), _LIMIT)
    supporting = tuple(p for p in parts if p.weight >= 0)
    return Weighed(confidence, supporting, (*(p for p in parts if p.weight < 0), *rivals))


def logit(p: float) -> float:
    """Return the log-odds of a probability, held within the limits of a case."""
    p = min(max(p, 1.0 - _LIMIT), _LIMIT)
    return math.log(p / (1.0 - p))


def sigmoid(x: float) -> float:
    """Return the probability of log-odds."""
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def draught_change_m(ship: Ship, lead: Finding, params: Params) -> float | None:
    """Return draught after minus before, in metres; None when it was not heard on both sides.

    Before: the last claim that began by the start; after: the last claim begun in the
    `draught_after_h` that follow it. A claim made long before the meeting still counts: crews
    enter draught on leaving port.
    """
    latest = lead.end_utc + timedelta(hours=params.draught_after_h)
    before = [d for start, _, d in ship.draughts if start <= lead.start_utc]
    begun = lead.start_utc + timedelta(hours=params.alongside_h)
    after = [d for start, end, d in ship.draughts if end > begun and start <= latest]
    return round(after[-1] - before[-1], 2) if before and after else None


def _base(scene: Scene, p: float) -> list[Part]:
    """Return the detector's parts, or its probability as one, held within the limit."""
    lead = scene.draft.lead
    if lead is None:
        return [Part("screening score", round(p, 3), logit(p), "vessel-v1, see the match")]
    parts = [Part(x.what, x.value, x.weight, x.detail, (lead.event_id,)) for x in lead.parts]
    if not parts:
        words = _explanation(lead)
        detail = f"what the '{lead.kind}' detector saw" + (f": {words}" if words else "")
        return [Part("detector", round(p, 3), logit(p), detail, (lead.event_id,))]
    raw = lead.detail.raw_confidence
    raw = p if raw is None else raw
    seen = sum(x.weight for x in parts)
    unseen = _log_odds(raw) - seen
    last = (
        ("rounding", unseen, "of the weights above") if abs(unseen) <= _ROUNDING
        else ("not seen", unseen, "what nobody saw stays below a call"),
        ("calibration", _log_odds(p) - _log_odds(raw),
         f"how often {raw:.2f} was right on known truth: {p:.2f}"),
        ("limit", logit(p) - _log_odds(p), f"no case is surer than {_LIMIT}, for or against"),
    )  # fmt: skip
    parts += [Part(what, None, w, words, (lead.event_id,)) for what, w, words in last if w]
    return parts


def _log_odds(p: float) -> float:
    """Return the log odds of a probability, held off 0 and 1 by what six places can say."""
    p = min(max(p, 1e-6), 1.0 - 1e-6)
    return math.log(p / (1.0 - p))


def _explanation(lead: Finding) -> str | None:
    detail = lead.detail
    return detail.explanation if isinstance(detail, (SpoofingDetail, IdentityDetail)) else None


def _pointers(lead: Finding) -> list[Part]:
    """Return where what the event says can be looked up; weight nothing."""
    found = lead.about.pointers(lead.detail)
    return [Part(what, value, 0.0, words, (lead.event_id,)) for what, value, words in found]


def _meeting_parts(scene: Scene, lead: Finding) -> list[Part]:
    return [
        *_draught(scene, lead),
        *_sightings(scene, lead),
        *_silence(scene, lead),
        *_false(scene, lead),
        *_second(scene, lead),
        *_called_at_dprk(scene),
    ]


def _draught(scene: Scene, lead: Finding) -> Iterable[Part]:
    """Opposite draught changes confirm a transfer; absence proves nothing: crews enter them."""
    if is_counted(lead, Added.DRAUGHT):
        return []
    params = scene.params
    changes = [draught_change_m(ship, lead, params) for ship in scene.sides]
    enough = [
        c is not None and abs(c) >= _needed_m(ship, params)
        for ship, c in zip(scene.sides, changes, strict=True)
    ]
    text = "; ".join(
        f"{ship.short()} {change:+.1f} m"
        for ship, change in zip(scene.sides, changes, strict=True)
        if change is not None
    )
    signs = {c > 0 for c, ok in zip(changes, enough, strict=True) if ok and c is not None}
    if len(signs) == 2:
        detail = f"opposite changes of draught as entered by the crews: {text}"
        return [Part(Added.DRAUGHT, text, _DRAUGHT_OPPOSITE, detail, (lead.event_id,))]
    if any(enough) and len(enough) > 1:
        detail = f"one ship's draught changed: {text}"
        return [Part(Added.DRAUGHT, text, _DRAUGHT_ONE, detail, (lead.event_id,))]
    return []


def _needed_m(ship: Ship, params: Params) -> float:
    small = ship.length_m is not None and ship.length_m < params.small_ship_m
    return params.draught_small_m if small else params.draught_large_m


def _sightings(scene: Scene, lead: Finding) -> Iterable[Part]:
    if is_counted(lead, Added.SIGHTING):
        return []
    during = [f for f in scene.around(Role.SIGHTING) if f.apart_h(lead) == 0]
    if not during:
        return []
    detail = "a ship that sent no AIS was seen at the place and time"
    return [Part(Added.SIGHTING, len(during), _UNMATCHED, detail, _ids(during))]


def _silence(scene: Scene, lead: Finding) -> Iterable[Part]:
    if is_counted(lead, Added.SILENCE):
        return []
    gaps = _called(scene, Role.SILENCE)
    if not gaps:
        return []
    hours = sum(f.duration_h for f in gaps)
    detail = f"{hours:.1f} h of silence against the reception expected, around the meeting"
    return [Part(Added.SILENCE, round(hours, 1), _SILENT_NEAR, detail, _ids(gaps))]


def _false(scene: Scene, lead: Finding) -> Iterable[Part]:
    odd = [f for f in _called(scene, Role.DECEPTION) if f.apart_h(lead) > 0]
    if not odd:
        return []
    detail = "false positions or a changed identity before or after the meeting"
    return [Part("deception around it", len(odd), _FALSE_AROUND, detail, _ids(odd))]


def _second(scene: Scene, lead: Finding) -> Iterable[Part]:
    meetings = [f for f in scene.draft.events if f.is_meeting and f.kind != lead.kind]
    others = {f.kind for f in meetings if f.confidence >= scene.params.call}
    if not others:
        return []
    rows = tuple(f.event_id for f in scene.draft.events if f.kind in others)
    detail = f"also called by: {', '.join(sorted(others))}; not independent, so it weighs little"
    return [Part("second detector", len(others), _SECOND_METHOD, detail, rows)]


def _called_at_dprk(scene: Scene) -> Iterable[Part]:
    """A call at a DPRK port says where a ship trades, not what it did here: weight nothing."""
    calls = [f for f in scene.around(Role.PORT_CALL) if dprk_port_call.called(f)]
    if not calls:
        return []
    detail = "a ship of this meeting called at a DPRK port within days of it; not weighed"
    return [Part("DPRK port call", len(calls), 0.0, detail, _ids(calls))]


def _called(scene: Scene, role: Role) -> list[Finding]:
    return [f for f in scene.around(role) if f.confidence >= scene.params.call]


def _ids(events: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(f.event_id for f in events)


def _uncounted(part: Part, lead: Finding | None) -> Part:
    if part.weight and is_counted(lead, Rival(part.what)):
        note = f"{part.detail} (already in the detector's probability)"
        return Part(part.what, part.value, 0.0, note, part.rows, part.result)
    return part
