"""What would raise or lower a case: the answers that would change its probability."""

from collections.abc import Sequence

from ...schema.kinds.evidence_part import EvidencePart
from ...schema.kinds.kind import Role
from ...schema.kinds.rival import Rival
from ..scene import Part, Scene
from ..weighing.counted import Added
from ..weighing.evidence import Weighed
from . import grade


def what_would_change_it(scene: Scene, weighed: Weighed, wording: str) -> str:
    """Return what evidence would raise the finding and what would lower it."""
    up, down = _raises(scene, weighed, wording), _lowers(weighed.against)
    return f"It would be raised by {up}. It would be lowered by {down}."


def _raises(scene: Scene, weighed: Weighed, wording: str) -> str:
    have = {p.what for p in weighed.supporting if p.weight > 0}
    out = []
    about = scene.draft.about
    if about.role is Role.MEETING:
        if not have & {EvidencePart.SIGHTINGS, Added.SIGHTING}:
            out.append("a photograph or radar image of the two hulls in that time")
        if not have & {EvidencePart.DRAUGHT, Added.DRAUGHT}:
            out.append("draughts that change in opposite ways within 48 h")
        if wording != grade.SEEN:
            out.append("reports of both ships from another receiver or satellite")
    else:
        out.append(about.raised_by)
    if any(s.imo is None for s in scene.sides):
        out.append("a photograph or record that gives the IMO number")
    return _list(out)


_ANSWERS: dict[str, str] = {
    Rival.BERTH: "a port log that shows them berthed",
    Rival.ANCHORAGE: "a port log that shows them at anchor",
    Rival.BUNKERING: "a bunker delivery note",
    Rival.PILOT_OR_TUG: "a pilot or tug order",
    Rival.FISHING: "a fishing licence or landing record",
    Rival.TOWING: "a towage contract",
    Rival.RECEPTION: "archived reports from another receiver that fill the silence",
    Rival.WEATHER: "a gale or waiting order in force there",
    Rival.POSITION_OR_CLONE: "proof that the position or the MMSI was not the ship's own",
    Rival.ONE_HULL: "a photograph that shows one hull",
    Rival.SMALL_CRAFT: "a photograph that shows a small craft or a buoy",
    Rival.NAMESAKE: "an IMO number other than the listed one",
    Rival.ENTRY_ERROR: "a register entry that agrees with the claim",
    Rival.INTERFERENCE: "other ships nearby with the same error",
}
_ORDER = {"likely": 0, "possible": 1, "not tested": 2, "unlikely": 3, "ruled out": 4}


def _lowers(against: Sequence[Part]) -> str:
    ranked = sorted(against, key=lambda p: _ORDER.get(p.result, 9))
    named = [_ANSWERS[p.what] for p in ranked if p.what in _ANSWERS][:3]
    return _list(named or ["a record that shows another cause"])


def _list(items: Sequence[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} or {items[-1]}"
