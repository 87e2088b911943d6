"""One comparison a function: each says in one part what agrees, conflicts or tells nothing.

`value` is 1 for agreement, between 0 and 1 for likeness, 0 for nothing told, below 0 for
conflict; `weight` is how far the part alone reaches (see `params`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from ..ids import flags
from ..ids.imo import check_digit_ok
from .likeness import likeness
from .names import Name, parse
from .params import Params
from .short_slips import ship_class


@dataclass(frozen=True, slots=True)
class Part:
    """What one comparison found; `query` and `candidate` are the two values it compared."""

    feature: str
    value: float
    weight: float
    detail: str
    query: str | None = None
    candidate: str | None = None


def imo_numbers(
    asked: int | None, listed: int | None, printed: str | None, params: Params
) -> Part | None:
    """Compare hull numbers; None when nothing was asked.

    Two valid numbers that differ are two hulls. A number whose check digit fails is not used,
    unless the list prints the very same wrong number.
    """
    if asked is None:
        return None
    sides = (str(asked), str(listed) if listed else printed)
    # A list that gives one ship two numbers prints the second in `imo_text`.
    same = asked == listed or bool(printed and str(asked) in printed)
    value, weight, detail = 0.0, 0.0, "the list gives no IMO number"
    if not check_digit_ok(asked):
        detail = f"IMO {asked} fails its check digit and is not used"
        if same:
            value, weight = 1.0, params.bad_imo_weight
            detail = f"the same wrong IMO number {asked} on both sides"
    elif same:
        value, weight, detail = 1.0, params.imo_weight, f"same IMO number {asked}"
    elif listed is not None:
        value, weight = -1.0, params.imo_conflict
        detail = f"two hulls: IMO {asked} asked, {listed} listed, both valid"
    return Part("imo", value, weight, detail, *sides)


def radio_numbers(asked: int | None, listed: Sequence[int], params: Params) -> Part | None:
    """Compare MMSI; None when nothing was asked. Other numbers tell nothing: they change."""
    if asked is None:
        return None
    sides = (str(asked), ", ".join(map(str, listed)) or None)
    if asked in listed:
        detail = f"same MMSI {asked}, which can be typed in"
        return Part("mmsi", 1.0, params.mmsi_weight, detail, *sides)
    return Part("mmsi", 0.0, 0.0, "MMSI differs" if listed else "the list gives no MMSI", *sides)


def call_signs(asked: str | None, listed: str | None, params: Params) -> Part | None:
    """Compare call signs; None unless both sides give one."""
    a, b = sign(asked), sign(listed)
    if not a or not b:
        return None
    if a == b:
        return Part("call_sign", 1.0, params.call_sign_weight, f"same call sign {a}", a, b)
    return Part("call_sign", 0.0, 0.0, "call sign differs", a, b)


def sign(text: str | None) -> str | None:
    """Return a call sign as letters and digits, or None when it is too short to tell a ship."""
    plain = "".join(c for c in (text or "").upper() if c.isalnum())
    return plain if len(plain) >= 4 and not plain.isalpha() | plain.isdigit() else _all_of(plain)


def _all_of(plain: str) -> str | None:
    # Some States issue call signs of four letters; zeros and NONE are what ships send for none.
    return plain if plain.isalpha() and len(plain) == 4 and plain not in ("NONE", "NULL") else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A name of a listed ship: `role` is 'name', 'other' or 'former'; `hulls` is how many
    different listed hulls bear it."""

    name: Name
    role: str
    hulls: int


def names(
    asked: Iterable[tuple[Name, bool]], listed: Iterable[Listed], context: bool, params: Params
) -> Part | None:
    """Compare every name asked (with whether it is a former one) to every name listed.

    Returns the best agreement; else the conflict of numerals if there is one; else a part that
    tells nothing. None when either side has no name. `context`: the listing is Korean.
    """
    best: Part | None = None
    for name, former in asked:
        for other in listed:
            value, how = likeness(name, other.name, context, params)
            role = "former" if former else other.role
            weight, words = _name_weight(name, other, role, context, params)
            if value <= 0:
                weight, words = (params.numeral_conflict if value < 0 else 0.0), ""
            part = Part("name", value, weight, f"{how}{words}", name.text, other.name.text)
            if best is None or _stronger(part, best):
                best = part
    return best


def _stronger(a: Part, b: Part) -> bool:
    if (a.value > 0) or (b.value > 0):
        mine, other = a.value * a.weight, b.value * b.weight
        return mine > other
    return a.value < b.value


def _name_weight(
    name: Name, other: Listed, role: str, context: bool, params: Params
) -> tuple[float, str]:
    """Return the weight of a name in its role, less for common names, and that in words."""
    weight = {
        "name": params.name_weight, "other": params.alias_weight, "former": params.former_weight
    }[role]  # fmt: skip
    words = {"name": "", "other": ", listed as another name", "former": ", a former name"}[role]
    factor = 1.0
    if not (name.numbers and other.name.numbers):
        if max(len(name.words), len(other.name.words)) == 1 and not context:
            factor, words = params.one_word_name, f"{words}, one word that many ships bear"
        elif min(len(name.letters), len(other.name.letters)) <= params.short_name_letters:
            factor, words = params.short_name, f"{words}, a short name that many ships bear"
    if factor == 1.0 and (other.name.is_generic or name.is_generic):
        factor, words = params.generic_name, f"{words}, of words that many ships bear"
    if other.hulls > 1:
        common = max(params.common_floor, 1.0 / (1.0 + params.common_step * (other.hulls - 1)))
        factor, words = factor * common, f"{words}, borne by {other.hulls} listed hulls"
    return weight * factor, words


def flag_states(
    asked: Sequence[str],
    listed: str | None,
    former: Sequence[str],
    params: Params,
    *,
    same_hull: bool,
    same_radio: bool,
) -> Part | None:
    """Compare flags; `asked` holds the flag as given and the one in the MMSI.

    `same_hull`: the IMO number agrees, so that a difference is a reflagging, which is said and
    lowers nothing. `same_radio`: the MMSI agrees, whose first digits are the flag, so that the
    flag adds little. None when either side has none.
    """
    if not asked or not (listed or former):
        return None
    sides = ("/".join(asked), listed or "/".join(former))
    value, weight = 0.0, 0.0
    if listed in asked:
        value, detail = 1.0, f"same flag {listed}"
        weight = params.dprk_flag_weight if listed == flags.DPRK else params.flag_weight
        weight = params.former_flag_weight if same_radio else weight
    elif any(flags.related(a, listed) for a in asked):
        detail = f"flags of one family ({sides[0]}, {listed})"
    elif set(asked) & set(former):
        value, weight, detail = 1.0, params.former_flag_weight, "a former flag of the listed ship"
    elif listed is None:
        detail = "the list gives former flags only"
    elif same_hull:
        detail = f"flag differs ({sides[0]} asked, {listed} listed): reflagged"
    else:
        value, weight = -1.0, params.flag_conflict
        detail = f"flag differs ({sides[0]} asked, {listed} listed)"
    return Part("flag", value, weight, detail, *sides)


def mid_and_flag(given: str | None, in_mmsi: str | None) -> Part | None:
    """Say whether a ship's own MMSI and the flag given for it disagree; tells no identity."""
    if not given or not in_mmsi or flags.related(given, in_mmsi):
        return None
    detail = f"the MMSI is of {in_mmsi}, the flag given is {given}"
    return Part("mid", 0.0, 0.0, detail, in_mmsi, given)


def ship_types(asked: str | None, listed: str | None, params: Params) -> Part | None:
    """Compare types as printed by their class; None unless both are of one class."""
    a, b = ship_class(asked), ship_class(listed)
    if a is None or a != b:
        return None
    return Part("type", 1.0, params.type_weight, f"same type of ship, {a}", asked, listed)


@lru_cache(maxsize=131_072)
def party(text: str) -> str:
    """Return a person's or company's name as sorted words without the legal form."""
    forms = {"CO", "COMPANY", "LTD", "LIMITED", "INC", "CORP", "CORPORATION", "LLC", "PTE", "SA",
             "GMBH", "AG", "BV", "JSC", "OJSC", "PJSC", "PLC", "THE", "AND", "SHPG"}  # fmt: skip
    parsed = parse(text)
    words = [w for w in parsed.words if w not in forms] or list(parsed.words)
    return " ".join(sorted([*words, *map(str, parsed.numbers)]))


def company_numbers(printed: str | None) -> set[int]:
    """Return the IMO company numbers in a cell: seven digits each, unproven by a check digit."""
    return {int(n) for n in re.findall(r"(?<!\d)\d{7}(?!\d)", printed or "")}


def company_number(
    asked: Iterable[int], printed: str | None, listed: str, params: Params
) -> Part | None:
    """Compare IMO company numbers, `listed` being the party's name; None unless one is the same."""
    both = sorted(set(asked) & company_numbers(printed))
    if not both:
        return None
    how = f"the owner's IMO company number {both[0]} is a listed party's"
    return Part("owner", 1.0, params.owner_number_weight, how, str(both[0]), listed)


def parties(asked: str, listed: Iterable[str], params: Params) -> Part | None:
    """Compare the owner or manager asked to the names of a listed person or company."""
    best: Part | None = None
    for name in listed:
        a, b = party(asked), party(name)
        if not a or not b:
            continue
        same = a == b or a.replace(" ", "") == b.replace(" ", "")
        alike = 1.0 if same else OSA.normalized_similarity(a, b, score_cutoff=params.owner_cutoff)
        value = 1.0 if same else max(0.0, 1.0 - params.alike_slope * (1.0 - alike))
        how = (
            "the owner asked is a listed party"
            if same
            else f"the owner's name is like a listed party's ({alike:.2f})"
        )
        if best is None or value > best.value:
            best = Part("owner", value, params.owner_weight, how, asked, name)
    return best
