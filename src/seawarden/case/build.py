"""All of the case room in order: events, matches and identities in, CASES out."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from ..errors import SchemaError
from ..schema import CASES, HULLS, MATCHES, conform
from ..schema.kinds.dark_ship import DarkShipDetail
from ..schema.kinds.dark_sts import DarkStsDetail
from ..schema.kinds.kind import Role
from ..schema.kinds.sts import StsDetail
from . import fuse, rank
from .draft import Draft
from .finding import Finding, findings
from .params import Params
from .place import wheres
from .scene import Part, Scene
from .sides.identify import ships
from .sides.side import Ship, as_json, dark
from .weighing.drifters import adrift
from .weighing.evidence import Weighed, weigh
from .wording import cite, explain, grade, what_changes


@dataclass(frozen=True, slots=True)
class _Heard:
    """When and where a hull was heard, for a listed ship that did nothing else."""

    start: datetime
    end: datetime
    lat_deg: float
    lon_deg: float


def build(
    events: pl.DataFrame,
    matches: pl.DataFrame,
    hulls: pl.DataFrame,
    claims: pl.DataFrame,
    listings: pl.DataFrame,
    *,
    params: Params = Params(),
    now_utc: datetime,
    is_simulated: bool,
) -> pl.DataFrame:
    """Return CASES, ranked; version 1 each (see `version.supersede` for what came before).

    Events that begin after `now_utc` are left out: a transponder clock that runs fast must not
    make news of tomorrow. Row order of the inputs is irrelevant, inputs are not changed, no
    events and no matches give the empty table. Raises SchemaError when a frame is not its table,
    or MATCHES names a hull that HULLS does not hold.
    """
    known = [f for f in findings(events) if f.start_utc <= now_utc]
    frame = conform(hulls, HULLS, where="case")
    sides = ships(frame, claims, matches, listings, _wanted(known, matches))
    drafts = fuse.fuse(known, sides, params)
    if not drafts:
        return CASES.empty()
    heard = _heard(frame, {h for d in drafts for h in d.hulls})
    spots = [_spot(d, heard) for d in drafts]
    places = wheres([s.lat_deg for s in spots], [s.lon_deg for s in spots], params.port_m)
    drifters = adrift(drafts, [f for f in known if f.role is Role.IDLING], params)
    rows = []
    for draft, spot, where, others in zip(drafts, spots, places, drifters, strict=True):
        scene = Scene(draft, _sides(draft, sides), where, params, others)
        rows.append(_row(scene, spot, is_simulated))
    return _ranked(rows, fuse.links(drafts, params))


def case_id(draft: Draft) -> str:
    """Return an id that is the same on every run over the same input: 'C-' and ten digits."""
    key = f"event {draft.lead.event_id}" if draft.lead else f"listed {draft.hulls[0]}"
    return "C-" + hashlib.sha256(key.encode()).hexdigest()[:10]


def grounds(scene: Scene, weighed: Weighed) -> grade.Grounds:
    """Return what the wording may rest on; a listed ship without events was at least heard."""
    lead = scene.draft.lead
    if lead is None:
        return grade.Grounds(confidence=weighed.confidence, both_visible=True)
    gap = scene.gap_m
    share = lead.detail.share_alongside if isinstance(lead.detail, StsDetail) else None
    both = len(lead.hulls) == 2 and not isinstance(lead.detail, DarkStsDetail)
    return grade.Grounds(
        confidence=weighed.confidence,
        observed_h=lead.observed_h,
        inferred_h=lead.inferred_h,
        both_visible=both,
        alongside=both
        and gap is not None
        and gap <= scene.params.alongside_m
        and (share is None or share >= scene.params.alongside_share),
        open_sea=not lead.is_sheltered,
        contact=lead.contact or 0.0,
        transfer_leads=explain.transfer_leads(lead, weighed.confidence),
        corroborated=weighed.corroborated,
    )


def _wanted(known: Sequence[Finding], matches: pl.DataFrame) -> set[int]:
    named = conform(matches, MATCHES, where="case").filter(pl.col("verdict") != "no match")
    return {h for f in known for h in f.hulls} | set(named["hull"].drop_nulls().to_list())


def _heard(hulls: pl.DataFrame, wanted: set[int]) -> dict[int, _Heard]:
    frame = hulls.filter(pl.col("hull").is_in(sorted(wanted)))
    columns = ("hull", "start_utc", "end_utc", "end_lat_deg", "end_lon_deg")
    return {h: _Heard(*rest) for h, *rest in frame.select(columns).iter_rows()}


def _spot(draft: Draft, heard: Mapping[int, _Heard]) -> _Heard:
    lead = draft.lead
    if lead is None:
        if draft.hulls[0] not in heard:
            raise SchemaError(
                f"case: table MATCHES names hull {draft.hulls[0]}, which HULLS does not hold"
            )
        return heard[draft.hulls[0]]
    return _Heard(lead.start_utc, lead.end_utc, lead.lat_deg, lead.lon_deg)


def _sides(draft: Draft, known: Mapping[int, Ship]) -> tuple[Ship, ...]:
    """Return the sides, in the order of hulls, the dark one last."""
    out = [known[h] for h in draft.hulls]
    if draft.one_side_dark or (draft.about.role is Role.SIGHTING and not out):
        details = [f.detail for f in draft.events]
        lengths = [d.length_m for d in details if isinstance(d, DarkShipDetail)]
        out.append(dark(lengths[0] if lengths else None))
    if len({s.mmsi for s in out if s.mmsi is not None}) < sum(s.mmsi is not None for s in out):
        out = [replace(s, elsewhere=None) for s in out]  # both hulls stand in the case itself
    # The side that makes the case, DPRK-flagged or listed, is named first.
    return tuple(sorted(out, key=lambda s: (s.hull is None, not s.is_dprk, not s.matches())))


def _row(scene: Scene, spot: _Heard, simulated: bool) -> dict[str, Any]:
    draft, sides, lead = scene.draft, scene.sides, scene.draft.lead
    weighed = weigh(scene, max((x.score for s in sides for x in s.listed), default=0.5))
    held = grounds(scene, weighed)
    is_meeting = draft.about.role is Role.MEETING
    near_only = lead is not None and lead.is_meeting_only
    wording = (grade.near(held, scene.params) if near_only
               else grade.meeting(held, scene.params) if is_meeting
               else grade.single(draft.about.role, held, scene.params))  # fmt: skip
    day = spot.start.date()
    measures = cite.measures(draft, sides, day)
    # Where nothing tells the purpose the contact alone ranks the case.
    told = lead.contact if lead and lead.cannot_be_told and lead.contact else weighed.confidence
    return {
        "case_id": case_id(draft),
        "version": 1,
        "tier": rank.tier(draft, sides, weighed.confidence, day, scene.params),
        "priority": rank.priority(draft, sides, told, day),
        "kind": draft.kind,
        "grade": wording,
        "title": explain.title(scene, wording, spot.start, simulated),
        "what_happened": explain.what_happened(scene, weighed, wording, measures, simulated),
        "what_would_change_it": what_changes.what_would_change_it(scene, weighed, wording),
        "start_utc": spot.start,
        "end_utc": spot.end,
        "lat_deg": spot.lat_deg,
        "lon_deg": spot.lon_deg,
        "confidence": round(weighed.confidence, 6),
        "mmsis": [s.mmsi for s in sides if s.mmsi is not None],
        "hulls": [s.hull for s in sides if s.hull is not None],
        "ships": as_json(sides, day),
        "measures": _json(measures),
        "evidence_for": _json([_part(p) for p in _opened(draft, weighed)]),
        "evidence_against": _json([_part(p) for p in [*weighed.against, *_other_tracks(sides)]]),
        "event_ids": [f.event_id for f in draft.events],
        "listing_ids": sorted({x.listing_id for s in sides for x in s.listed}),
        "is_simulated": simulated,
        "observed_h": lead.observed_h if lead else None,
        "inferred_h": lead.inferred_h if lead else None,
        "is_proven": any(s.is_proven for s in sides),
    }


def _opened(draft: Draft, weighed: Weighed) -> list[Part]:
    """Return the evidence for, with the reason why this is a case at all as its last row."""
    why = Part("why it is a case", None, 0.0, draft.reason)
    return [*weighed.supporting, why]


def _other_tracks(sides: Sequence[Ship]) -> list[Part]:
    """Return the tracks that speak for a ship whose identity two hulls send; they weigh nothing."""
    return [
        Part("the same identity on another hull", None, 0.0, s.elsewhere.in_words())
        for s in sides
        if s.elsewhere is not None
    ]


def _part(part: Part) -> dict[str, Any]:
    out = {
        "what": part.what, "value": part.value, "weight": round(part.weight, 4),
        "detail": part.detail, "rows": list(part.rows),
    }  # fmt: skip
    return {**out, "result": part.result} if part.result else out


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _ranked(rows: list[dict[str, Any]], linked: Sequence[Sequence[int]]) -> pl.DataFrame:
    ids = [row["case_id"] for row in rows]
    for row, others in zip(rows, linked, strict=True):
        row["linked_case_ids"] = sorted(ids[i] for i in others)
    ordered = rank.reading_order(rows)
    for row in ordered:
        del row["is_proven"]
    return pl.DataFrame(
        [{**row, "rank": i, "version_reason": None} for i, row in enumerate(ordered, start=1)],
        schema=CASES.schema,
    )
