"""What the owners of a ship mean, by the rule of each State, applied apart and named.

- United States: property is blocked if blocked persons own 50 percent or more of it *in sum*,
  directly or through companies that are blocked by the same rule [OFAC, Revised Guidance on
  Entities Owned by Persons Whose Property Is Blocked, 13 August 2014]. Control alone blocks not.
- United Kingdom: a designated person owns *more than* 50 percent, or controls; holdings of several
  designated persons are not added up unless they act together [Sanctions and Anti-Money
  Laundering Act 2018; regulation 7 of the Russia (Sanctions) (EU Exit) Regulations 2019].

Who is blocked or designated is taken from the lists at hand of that State, by the name or the
company IMO number of the party. Where a listed owner's share is not given, no rule is decided and
the finding says so. Blind spots: joint arrangements, and control by other means than the role
that is given.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from ..lists.particulars import Particular
from . import compare
from .block import owner_pairs
from .params import Params

_US = (pl.col("list_code") == "ofac") | (pl.col("dataset") == "us_csl:SDN")
_UK = pl.col("list_code").is_in(["uk", "uk_ofsi"])
_US_PCT = 50.0  # and more, in sum
_UK_PCT = 50.0  # more than, by one
_OWNS = ("owner", "beneficial owner")
_CONTROLS = ("controller", "beneficial owner")


@dataclass(frozen=True, slots=True)
class _Rules:
    """Which parties each State lists, by party name as given."""

    us: dict[str, str]
    uk: dict[str, str]


def judge(
    queries: pl.DataFrame,
    parties: Sequence[Particular],
    held: pl.DataFrame,
    *,
    as_of: date | None = None,
    params: Params | None = None,
) -> list[dict[str, Any]]:
    """Return for each ship asked for which there are parties what both rules say of her.

    `queries` is QUERY_SCHEMA, `held` LISTINGS that hold; parties that had not begun or had ended on
    `as_of` are left out. `us` and `uk` each give `applies`, `finding` and the `share_pct` found.
    """
    valid = [p for p in parties if _in_force(p, as_of)]
    by_imo: dict[int, list[Particular]] = defaultdict(list)
    by_name: dict[str, list[Particular]] = defaultdict(list)
    for party in valid:
        if party.imo is not None:
            by_imo[party.imo].append(party)
        elif party.ship:
            by_name[party.ship.upper()].append(party)
    behind: dict[str, list[Particular]] = defaultdict(list)
    for party in valid:
        if party.owned:
            behind[compare.party(party.owned)].append(party)
    rules = _Rules(*(_listed(valid, held.filter(of), params or Params()) for of in (_US, _UK)))
    out = []
    for row in queries.iter_rows(named=True):
        mine = by_imo.get(row["imo"] or 0) or by_name.get((row["name"] or "").upper()) or []
        if mine:
            ship = ", ".join(str(row[k]) for k in ("name", "imo") if row[k])
            out.append(_finding(row["query_id"], ship, mine, behind, rules))
    return out


def _finding(
    query_id: str,
    ship: str,
    mine: list[Particular],
    behind: dict[str, list[Particular]],
    rules: _Rules,
) -> dict[str, Any]:
    return {
        "query_id": query_id,
        "ship": ship,
        "us": _us(mine, behind, rules.us),
        "uk": _uk(mine, behind, rules.uk),
        "parties": [
            {
                "role": p.role, "name": p.name, "share_pct": p.share_pct,
                "company_imo": p.company_imo,
                "since": p.since.isoformat() if p.since else None,
                "us_listed": rules.us.get(p.name), "uk_listed": rules.uk.get(p.name),
            }
            for p in mine
        ],
    }  # fmt: skip


def _us(
    mine: list[Particular], behind: dict[str, list[Particular]], listed: dict[str, str]
) -> dict[str, Any]:
    owners = [p for p in mine if p.role in _OWNS]
    blocked = [p for p in owners if _is_blocked(p.name, behind, listed, set())]
    known = sum(p.share_pct for p in blocked if p.share_pct is not None)
    unknown = [p.name for p in blocked if p.share_pct is None]
    names = ", ".join(dict.fromkeys(p.name for p in blocked))
    if known >= _US_PCT:
        text = f"applies: blocked persons own {known:g} % in sum ({names})"
    elif unknown:
        text = f"not decided: share of listed owner not given ({', '.join(unknown)})"
    elif blocked:
        text = f"does not apply: blocked persons own {known:g} % in sum ({names})"
    else:
        text = "no owner given is blocked in the lists reached"
    return {"applies": known >= _US_PCT, "share_pct": known, "finding": text}


def _is_blocked(
    name: str, behind: dict[str, list[Particular]], listed: dict[str, str], seen: set[str]
) -> bool:
    """Whether a party is listed, or blocked by the same rule through those who own it."""
    key = compare.party(name)
    if name in listed:
        return True
    if key in seen:  # a circle of holdings proves nothing
        return False
    above = [p for p in behind.get(key, ()) if p.role in _OWNS and p.share_pct is not None]
    held = (p.share_pct or 0.0 for p in above if _is_blocked(p.name, behind, listed, {*seen, key}))
    return sum(held) >= _US_PCT


def _uk(
    mine: list[Particular], behind: dict[str, list[Particular]], listed: dict[str, str]
) -> dict[str, Any]:
    owning: dict[str, float] = defaultdict(float)
    for name, share in _through(mine, behind, set()):
        if name in listed:
            owning[name] += share
    most = max(owning.values(), default=0.0)
    controls = [p.name for p in mine if p.role in _CONTROLS and p.name in listed]
    unknown = [
        p.name for p in mine if p.role in _OWNS and p.name in listed and p.share_pct is None
    ]  # fmt: skip
    if most > _UK_PCT:
        who = next(name for name, share in owning.items() if share == most)
        text = f"applies: {who} is designated and owns {most:g} %"
    elif controls:
        text = f"applies: {controls[0]} is designated and controls"
    elif unknown:
        text = f"not decided: share of designated owner not given ({', '.join(unknown)})"
    elif owning:
        text = f"does not apply: no designated person owns more than 50 % (most: {most:g} %)"
    else:
        text = "no owner given is designated in the lists reached"
    return {"applies": most > _UK_PCT or bool(controls), "share_pct": most, "finding": text}


def _through(
    parties: Iterable[Particular], behind: dict[str, list[Particular]], seen: set[str]
) -> Iterable[tuple[str, float]]:
    """Yield (owner, share): through a company of which one owner holds more than half, that
    owner has what the company has."""
    for party in parties:
        if party.role not in _OWNS or party.share_pct is None:
            continue
        yield party.name, party.share_pct
        key = compare.party(party.name)
        if key in seen:
            continue
        above = [p for p in behind.get(key, ()) if (p.share_pct or 0.0) > _UK_PCT]
        for name, _ in _through(above, behind, {*seen, key}):
            yield name, party.share_pct


def _in_force(party: Particular, as_of: date | None) -> bool:
    if as_of is None:
        return party.until is None
    begun = party.since is None or party.since <= as_of
    return begun and (party.until is None or party.until > as_of)


def _listed(parties: Sequence[Particular], held: pl.DataFrame, params: Params) -> dict[str, str]:
    """Return {party: listing} of the parties that a State's list names as designated."""
    rows = [
        row
        for row in held.filter(pl.col("kind").is_in(["company", "person"])).iter_rows(named=True)
        if (row["consequence"] or "designated") == "designated"
    ]
    names = [
        (i, name)
        for i, row in enumerate(rows)
        for name in (row["name"], *(row["other_names"] or ()), *(row["former_names"] or ()))
    ]
    by_number = {n: row for row in rows for n in compare.company_numbers(row["imo_text"])}
    pairs = owner_pairs({p.name for p in parties}, names, params)
    out: dict[str, str] = {}
    for party in parties:
        if party.company_imo in by_number:
            out[party.name] = by_number[party.company_imo]["listing_id"]
            continue
        for i in pairs[party.name]:
            row = rows[i]
            same = (row["name"], *(row["other_names"] or ()), *(row["former_names"] or ()))
            part = compare.parties(party.name, same, params)
            if part and part.value * part.weight >= params.possible_score:
                out.setdefault(party.name, row["listing_id"])
    return out
