"""Claim changes: what one hull said of itself, and how it came to say something else.

Method: the CLAIMS of a hull in time order, field by field (name, call sign, IMO number,
dimensions; null says nothing). A change counts by how it was made: a renaming is no crime; a
number that comes and goes, a change under way far from port, or a change of everything at once
is another matter. Two sets of fields that take turns (A, B, A, B) are two identities in one
track: two ships too near each other for movement to part them, or one that plays two. Spellings
of one name (an edit or two, one cut short) are one name. Values that wrong bits made are left out
first (`garbled`).

Blind spots: a crew that enters a wrong number by mistake looks the same as one that lies; a name
that is another ship's is for screening and for `case`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from rapidfuzz.distance import DamerauLevenshtein

from ...ids.gear import is_countdown, is_gear
from ...ids.imo import check_digit_ok
from . import garbled

FIELDS = ("imo", "name", "call_sign", "size")
"""What is compared; `size` is 'length x beam' in metres."""

_EMPTY = (None, 0, "")  # nothing said; an IMO number of 0 is AIS for "not available"

Found = tuple[str, float, str]
"""Pattern, probability of a false identity, sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How far each kind of change speaks for a false identity (probabilities; own choice).

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    invalid_imo: float = 0.4  # seven digits, wrong check digit: typed in, perhaps wrongly
    no_imo: float = 0.15  # not seven digits: an MMSI or a filler
    other_imo: float = 0.75  # one hull, two valid IMO numbers: a hull has one for life
    takes_turns: float = 0.8  # A, B, A, B
    back_and_forth: float = 0.55  # one field comes back once
    renamed: float = 0.12  # once, one field
    renamed_whole: float = 0.45  # name and call sign at once
    at_sea: float = 0.25  # added when it was done under way, within `at_sea_h`
    at_sea_h: float = 24.0
    resized: float = 0.45  # another length
    resized_share: float = 0.15  # of the length
    resized_m: float = 8.0
    turns: int = 2  # returns to an earlier value that make taking turns
    noise: garbled.Params = field(default_factory=garbled.Params)
    spelling: int = 2  # edits within one name [typing errors are one or two letters]


@dataclass(frozen=True, slots=True)
class _Change:
    old: Any
    new: Any
    row: int


def findings(rows: Sequence[dict[str, Any]], is_under_way: bool, params: Params) -> list[Found]:
    """Return what the claims of one hull (dicts of CLAIMS with `size`, in time order) show.

    `is_under_way`: the hull's changes fall between positions at sea (`identity` asks).
    """
    rows = garbled.cleaned(rows, FIELDS, params.noise)
    names = [r["name"] for r in rows if r["name"]]
    if is_countdown(names) or (names and all(is_gear(n) for n in names)):
        return []
    changes = {field: _changes(rows, field, params) for field in FIELDS}
    returns = {f: _returns(rows, f, c) for f, c in changes.items()}
    out = _numbers(rows, changes["imo"], params)
    turning = [f for f in FIELDS if returns[f] >= params.turns]
    # A field typed to and fro is a whim; two fields that turn together are two identities.
    if turning and (len(turning) > 1 or turning[0] in ("imo", "size") or _far(rows, turning)):
        sentence = _two_identities(rows, turning)
        more = 0.1 * (len(turning) - 1)
        out.append(("two_identities", min(params.takes_turns + more, 0.95), sentence))
        return out
    sea = params.at_sea if is_under_way else 0.0
    name, call = changes["name"], changes["call_sign"]
    if any(returns[f] for f in ("name", "call_sign")):
        field = "name" if returns["name"] else "call_sign"
        sentence = f"{_word(field)} went from {_chain(rows, field)} and back"
        out.append(("back_and_forth", params.back_and_forth, sentence))
    elif name and call:
        sentence = f"name and call sign changed at once: {_chain(rows, 'name')}"
        out.append(("renamed", min(params.renamed_whole + sea, 0.9), f"{sentence}{_where(sea)}"))
    elif name or call:
        field = "name" if name else "call_sign"
        sentence = f"{_word(field)} changed: {_chain(rows, field)}; ships are renamed lawfully"
        out.append(("renamed", params.renamed + sea, f"{sentence}{_where(sea)}"))
    if changes["size"]:
        sentence = f"the size claimed changed: {_chain(rows, 'size')} m; a hull keeps its size"
        out.append(("resized", min(params.resized + 0.2 * bool(returns["size"]), 0.9), sentence))
    return out


def _numbers(rows: Sequence[dict[str, Any]], changes: list[_Change], params: Params) -> list[Found]:
    """Return what is wrong with the IMO numbers."""
    out: list[Found] = []
    numbers = list(dict.fromkeys(r["imo"] for r in rows if r["imo"]))
    bad = [n for n in numbers if not check_digit_ok(n)]
    seven = [n for n in bad if 1_000_000 <= n <= 9_999_999]
    if seven:
        sentence = f"claims IMO {seven[0]}, whose check digit is wrong: no ship was issued it"
        out.append(("invalid_imo", params.invalid_imo, sentence))
    elif bad:
        sentence = f"claims {bad[0]} as IMO number, which is not seven digits"
        out.append(("invalid_imo", params.no_imo, sentence))
    both = [c for c in changes if check_digit_ok(c.old) and check_digit_ok(c.new)]
    if both:
        sentence = (
            f"one hull claimed IMO {both[0].old}, then IMO {both[0].new}; a hull has one for life"
        )
        out.append(("imo_changed", params.other_imo, sentence))
    return out


def _changes(rows: Sequence[dict[str, Any]], field: str, params: Params) -> list[_Change]:
    """Return the changes of a field; null says nothing, spellings of one name are one."""
    out: list[_Change] = []
    last: Any = None
    for i, row in enumerate(rows):
        value = row[field]
        if value in _EMPTY:
            continue
        if last is not None and not _same(last, value, field, params):
            out.append(_Change(last, value, i))
        last = value
    return out


def _same(a: Any, b: Any, field: str, params: Params) -> bool:
    """Return whether two values of a field are one value, spelt or rounded differently."""
    if a == b:
        return True
    if field == "size":
        first, second = int(a.split(" x ")[0]), int(b.split(" x ")[0])
        return abs(first - second) <= max(
            params.resized_m, params.resized_share * max(first, second)
        )
    if field in ("name", "call_sign"):
        x, y = _plain(a), _plain(b)
        short = min(len(x), len(y))
        cut = short >= 4 and (x.startswith(y) or y.startswith(x))
        digits = [c for c in x if c.isdigit()] == [c for c in y if c.isdigit()]
        near = DamerauLevenshtein.distance(x, y) <= params.spelling and short >= 6 and digits
        return x == y or cut or near
    return False


def _plain(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


def _returns(rows: Sequence[dict[str, Any]], field: str, changes: list[_Change]) -> int:
    """Return how often a field went back to a value it had left."""
    seen: set[Any] = set()
    count = 0
    for change in changes:
        seen.add(change.old)
        count += change.new in seen
    return count


def _far(rows: Sequence[dict[str, Any]], turning: list[str]) -> bool:
    """Return whether the values that take turns are more than notes written into a field."""
    values = {r[turning[0]] for r in rows if r[turning[0]]}
    letters = {"".join(c for c in _plain(str(v)) if c.isalpha()) for v in values}
    return len(letters) > 1


def _two_identities(rows: Sequence[dict[str, Any]], turning: list[str]) -> str:
    turns = "; ".join(f"{_word(f)} {_chain(rows, f)}" for f in turning)
    return f"two identities take turns in one track: {turns}"


def _chain(rows: Sequence[dict[str, Any]], field: str, most: int = 4) -> str:
    """Return the values in the order said, neighbours once: 'A, B, A, ...'."""
    values: list[str] = []
    for row in rows:
        value = row[field]
        if value not in _EMPTY and (not values or values[-1] != str(value)):
            values.append(str(value))
    more = ", ..." if len(values) > most else ""
    return ", ".join(values[:most]) + more


def _word(field: str) -> str:
    return {"call_sign": "call sign", "imo": "IMO number"}.get(field, field)


def _where(sea: float) -> str:
    return ", under way at sea" if sea else ""


def with_size(claims: pl.DataFrame) -> pl.DataFrame:
    """Return CLAIMS with `size`, 'length x beam', null where a part of it is not known or 0."""
    length, beam = pl.col("bow_m") + pl.col("stern_m"), pl.col("port_m") + pl.col("starboard_m")
    known = (length > 0) & (beam > 0)
    return claims.with_columns(size=pl.when(known).then(pl.format("{} x {}", length, beam)))
