"""From parts to a score, a verdict and one sentence (the formula stands in `params`)."""

import math
from collections.abc import Sequence
from dataclasses import replace

from .compare import Part
from .likeness import ONE_LETTER
from .params import Params


def weigh(parts: Sequence[Part], params: Params) -> list[Part]:
    """Return the parts with the weights that depend on one another.

    Two valid IMO numbers that differ speak less against a ship whose name and radio identity
    both agree: one of the numbers may be false. The same IMO number makes another name a
    renaming and no conflict.
    """
    parts = _without_lone_slip(parts)
    found = {p.feature: p for p in parts}
    imo, name = found.get("imo"), found.get("name")
    radio = any(f in found and found[f].value > 0 for f in ("mmsi", "call_sign"))
    out = list(parts)
    if imo and imo.value < 0 and name and name.value >= params.romanisation_value:
        flag = found.get("flag")
        if _one_digit_off(imo.query, imo.candidate) and not (flag and flag.value < 0):
            also = "name and flag agree" if flag and flag.value > 0 else "name agrees"
            detail = f"IMO one digit off ({imo.query} asked, {imo.candidate} listed), {also}"
            imo_slip = replace(imo, weight=params.imo_one_digit, detail=detail)
            out[out.index(imo)] = imo_slip
            imo = imo_slip
    if imo and imo.value < 0 and name and name.value > 0 and radio and imo in parts:
        detail = f"{imo.detail}, yet name and radio identity agree: one number may be false"
        out[out.index(imo)] = replace(imo, weight=params.imo_conflict_doubted, detail=detail)
    if imo and imo.value > 0 and name and name.value <= 0:
        detail = f"under another name ({name.query} asked, {name.candidate} listed)"
        out[out.index(name)] = replace(name, value=0.0, weight=0.0, detail=detail)
    return out


def _without_lone_slip(parts: Sequence[Part]) -> list[Part]:
    """Take the support from a name that is one letter off and that nothing else agrees with."""
    slip = next((p for p in parts if p.feature == "name" and p.detail.startswith(ONE_LETTER)), None)
    agrees = any(p.value > 0 for p in parts if p is not slip)
    if slip is None or agrees:
        return list(parts)
    unsupported = replace(slip, value=0.0, weight=0.0, detail="another name, one letter apart")
    return [unsupported if p is slip else p for p in parts]


def _one_digit_off(asked: str | None, listed: str | None) -> bool:
    """Whether two numbers differ in one digit: a second slip would be needed to hide the first."""
    if not asked or not listed or len(asked) != len(listed):
        return False
    return sum(a != b for a, b in zip(asked, listed, strict=True)) == 1


def score(parts: Sequence[Part]) -> float:
    """Return 0-1: support by what agrees, times what conflicts leave of it."""
    doubt = math.prod(1.0 - p.weight * p.value for p in parts if p.value > 0)
    left = math.prod(1.0 + p.weight * p.value for p in parts if p.value < 0)
    return (1.0 - doubt) * left


def verdict(value: float, params: Params) -> str:
    """Return 'match', 'possible' or 'no match'."""
    if value >= params.match_score:
        return "match"
    return "possible" if value >= params.possible_score else "no match"


def explain(parts: Sequence[Part], outcome: str) -> str:
    """Return one sentence: the verdict, what speaks for it, what speaks against, what is said."""
    shown = [p for p in parts if p.value != 0 or p.feature in ("imo", "mid") or _tells(p)]
    order = {"match": 1, "possible": 1, "no match": -1}[outcome]
    shown.sort(key=lambda p: -order * p.value * p.weight)
    head = {"match": "Match", "possible": "Possible", "no match": "No match"}[outcome]
    if any(p.feature == "owner" for p in parts):
        head = f"{head} of the owner, not of the ship"
    body = "; ".join(_phrase(p) for p in shown) or "nothing agrees"
    return f"{head}: {body}."


def _tells(part: Part) -> bool:
    """A part that moves no score and yet belongs into the sentence."""
    return part.feature == "name" or (part.feature == "flag" and "reflagged" in part.detail)


def _phrase(part: Part) -> str:
    if part.feature in ("name", "owner") and "listed)" not in part.detail:
        return f"{part.detail} ({part.query}, {part.candidate})"
    return part.detail
