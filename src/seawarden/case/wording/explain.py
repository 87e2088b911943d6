"""What happened and how sure, in two sentences; what would change it; the title.

Wording follows the notices of the Japanese Ministry of Foreign Affairs: each ship with IMO
number and flag, "a ship of unknown registry" where there is none, date, time, position relative
to a coast, and the measure. The first sentence says what was seen and how much of it was seen;
the second how sure that is and which measure it may breach. Nothing here says that goods moved.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ...detect.calibration.calibrate import CALL
from ...schema.kinds.dark_sts import DarkStsDetail
from ...schema.kinds.kind import Role
from ...schema.kinds.purpose import NOT_SEPARATED, Purpose
from ...schema.kinds.rival import Rival
from ..finding import Finding
from ..scene import Part, Scene
from ..sides.side import Listed, Ship, day_words
from ..weighing.evidence import Weighed
from ..weighing.innocent_explanations import tested
from . import grade
from .cite import NONE_INDICATED

SIMULATED = "SIMULATED: "
"""Stands before every title and sentence about ships that a simulation made up."""


def title(scene: Scene, wording: str, start: datetime, simulated: bool) -> str:
    """Return one line: 'Seen alongside: A (DPRK) and B (Panama), 3 May 2024'."""
    names = _joined([_title_name(s) for s in scene.sides]) or "unknown ships"
    if scene.draft.about.role is Role.MEETING:
        head = _meeting_head(scene, wording)
    else:
        head = f"{_head(scene)} ({wording})"
    return f"{SIMULATED if simulated else ''}{head}: {names}, {day_text(start)}"


def what_happened(
    scene: Scene,
    weighed: Weighed,
    wording: str,
    measures: Sequence[Mapping[str, Any]],
    simulated: bool,
) -> str:
    """Return the two sentences."""
    first = _SAY.get(scene.draft.about.role, _say_single)(scene)
    second = f"{_how_sure(scene, weighed, wording)}; {_measure(measures)}"
    return f"{SIMULATED if simulated else ''}{first}. {second}."


def _head(scene: Scene) -> str:
    """Return what a title begins with: 'Identity in doubt, one MMSI on several hulls'."""
    about, lead = scene.draft.about, scene.draft.lead
    variant = about.variant(lead.detail) if lead else None
    return f"{about.head}, {variant}" if variant else about.head


_NUMBERS = {2: "two", 3: "three", 4: "four"}


def _joined(words: Sequence[str]) -> str:
    """Return ships' names joined; one that stands for several hulls is named once."""
    counts = dict.fromkeys(words, 0)
    for word in words:
        counts[word] += 1
    named = [w if n == 1 else f"{w} on {_NUMBERS.get(n, n)} hulls" for w, n in counts.items()]
    return " and ".join(named)


def day_text(at: datetime) -> str:
    """Return '3 May 2024'."""
    return day_words(at.date())


def span_text(start: datetime, end: datetime, is_open: bool = False) -> str:
    """Return 'on 3 May 2024 from 01:20 to 05:40 UTC', with both dates where they differ."""
    if is_open:
        return f"from {day_text(start)} {start:%H:%M} UTC to the end of the data"
    if start.date() == end.date():
        return f"on {day_text(start)} from {start:%H:%M} to {end:%H:%M} UTC"
    return f"from {day_text(start)} {start:%H:%M} to {day_text(end)} {end:%H:%M} UTC"


def _title_name(ship: Ship) -> str:
    flag = "DPRK" if ship.is_dprk else ship.flag
    name = ship.short() if ship.elsewhere is None else f"a ship sending {ship.short()}'s identity"
    return f"{name} ({flag})" if flag else name


def transfer_leads(lead: Finding, confidence: float) -> bool:
    """Return whether a transfer is the likeliest reason for what was seen.

    Only then may a headline say "transfer". Where no purpose is weighed (one or both sides dark)
    it leads at one half and more; a meeting and a contact that nothing explains never do.
    """
    if lead.is_meeting_only or lead.cannot_be_told:
        return False
    if lead.purpose:
        return lead.leading_purpose == Purpose.TRANSFER and confidence >= CALL
    return confidence >= CALL


def _meeting_head(scene: Scene, wording: str) -> str:
    lead = scene.draft.lead
    assert lead is not None
    if wording in (grade.POSSIBLE, grade.OPEN):
        # The grade says `possible` of a transfer only where that leads.
        what = "transfer" if transfer_leads(lead, lead.confidence) else "meeting"
        if isinstance(lead.detail, DarkStsDetail) and what == "meeting":
            what = "meeting in the dark"
        return f"Possible {what}" if wording == grade.POSSIBLE else (
            f"{_capital(what)} cannot be excluded"
        )  # fmt: skip
    return wording.capitalize()


_TOUCHING_M = 15.0  # antenna offsets and GNSS are no better than this


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _hours(lead: Finding) -> str:
    if lead.observed_h <= 0:
        return f"none of it was observed and {lead.inferred_h:.1f} h are inferred"
    if lead.inferred_h < 0.05:
        return f"{lead.observed_h:.1f} h were observed and none inferred"
    return f"{lead.observed_h:.1f} h were observed and {lead.inferred_h:.1f} h are inferred"


def _say_meeting(scene: Scene) -> str:
    lead = scene.draft.lead
    assert lead is not None
    names = " and ".join(s.label(lead.start_utc.date()) for s in scene.sides)
    when = _capital(span_text(lead.start_utc, lead.end_utc, lead.is_open))
    place = f"{scene.where.phrase()} ({scene.where.position()})"
    return f"{when}, {names} {_verb(scene, lead)} {place}; {_hours(lead)}"


def _verb(scene: Scene, lead: Finding) -> str:
    if scene.draft.one_side_dark:
        return "may have met, the second sending no AIS,"
    dark = lead.detail if isinstance(lead.detail, DarkStsDetail) else None
    if dark or lead.observed_h <= 0:
        one = dark is not None and dark.dark == "one side"
        who = "could have met, one of them silent meanwhile," if one else None
        return who or "were silent and could have met"
    gap = scene.gap_m
    if gap is not None and scene.gap_is_hull and gap <= scene.params.alongside_m:
        if gap < _TOUCHING_M:
            return "lay alongside, hull to hull within the error of their positions,"
        return f"lay alongside, about {gap:.0f} m hull to hull,"
    if scene.antenna_m is not None:
        return f"lay {scene.antenna_m:.0f} m apart, antenna to antenna,"
    return "lay within reach of each other"


def _say_gap(scene: Scene) -> str:
    lead = scene.draft.lead
    assert lead is not None
    when = span_text(lead.start_utc, lead.end_utc, lead.is_open)
    reception = next((p.detail for p in _reception(scene)), "")
    tail = f" although {reception}" if reception else ""
    return (
        f"{_subject(scene)} sent no AIS for {lead.duration_h:.1f} h {when}, last heard "
        f"{scene.where.phrase()} ({scene.where.position()}){tail}"
    )


def _reception(scene: Scene) -> list[Part]:
    return [
        p for p in tested(scene)
        if p.what == Rival.RECEPTION and p.result in ("ruled out", "unlikely")
    ]  # fmt: skip


def _say_listed(scene: Scene) -> str:
    ship = scene.sides[0]
    named = ship.matches() or ship.listed
    return f"{_capital(ship.label())} was heard in the data and {_listing(named[0])}"


def _listing(listed: Listed) -> str:
    word = "matches" if listed.verdict == "match" else "possibly matches"
    word += "" if listed.by_number else " by name alone"
    imo = f", IMO {listed.imo}" if listed.imo else ""
    dated = f", list of {listed.as_of}" if listed.as_of else ""
    since = f", designated on {day_words(listed.listed_on)}" if listed.listed_on else ""
    return f"{word} {listed.name}{imo} on {listed.list_name}{dated}{since}"


def _say_single(scene: Scene) -> str:
    lead = scene.draft.lead
    assert lead is not None
    when = span_text(lead.start_utc, lead.end_utc, lead.is_open)
    where = f"{scene.where.phrase()} ({scene.where.position()})"
    return f"{_subject(scene)} {lead.about.did(lead.detail, lead.duration_h)} {when}, {where}"


def _subject(scene: Scene) -> str:
    day = scene.draft.lead.start_utc.date() if scene.draft.lead else None
    names = _joined([s.label(day) for s in scene.sides])
    return _capital(names or "a ship of unknown registry")


_SAY: dict[Role, Callable[[Scene], str]] = {
    Role.MEETING: _say_meeting,
    Role.SILENCE: _say_gap,
    Role.LISTING: _say_listed,
}

_LEADS = {
    grade.SEEN: "The ships were seen alongside; that it was {what} has probability {p}",
    grade.IN_PORT: "It was seen in port, with probability {p}",
    grade.PROBABLE_TRANSFER: "{What} is probable, with probability {p}",
    grade.PROBABLE: "{What} is probable, with probability {p}",
    grade.POSSIBLE: "{What} is possible, with probability {p}",
    grade.OPEN: "{What} cannot be excluded, with probability {p}",
}


def _how_sure(scene: Scene, weighed: Weighed, wording: str) -> str:
    what = scene.draft.about.conduct
    text = _purpose(scene, weighed) or _LEADS[wording].format(
        what=what, What=_capital(what), p=_figure(weighed.confidence)
    )
    doubt = next((f" of {s.short()}" for s in scene.sides if s.hull is not None and s.doubts), "")
    return f"{text}, with doubt about the identity{doubt}" if doubt else text


def _figure(p: float) -> str:
    return f"{p:.2f} ({grade.words(round(p, 2))})"


def _purpose(scene: Scene, weighed: Weighed) -> str | None:
    """Return how sure contact and purpose are where no transfer leads; None where one does."""
    lead = scene.draft.lead
    if lead is None or not lead.is_meeting or transfer_leads(lead, weighed.confidence):
        return None
    if lead.is_meeting_only:
        return f"That they lay near each other has probability {_figure(weighed.confidence)}"
    if isinstance(lead.detail, DarkStsDetail):
        return f"That they met cannot be excluded, with probability {_figure(weighed.confidence)}"
    if not lead.purpose:
        return None
    contact = lead.lay_together or 0.0
    lay = f"That the two hulls lay alongside has probability {_figure(contact)}"
    if lead.cannot_be_told:
        what = f"what for {NOT_SEPARATED}"
    elif lead.leading_purpose == Purpose.TRANSFER:
        what = f"that cargo was moved has probability {_figure(weighed.confidence)}"
    else:
        why, p = lead.purpose[0]
        what = f"the likeliest purpose is {why}, with probability {_figure(p)}"
    return f"{lay}; {what}"


def _measure(measures: Sequence[Mapping[str, Any]]) -> str:
    if not measures:
        return NONE_INDICATED
    first = measures[0]
    more = f", and {len(measures) - 1} more below" if len(measures) > 1 else ""
    return f"{first['basis']}, it may breach {first['citation']}{more}"
