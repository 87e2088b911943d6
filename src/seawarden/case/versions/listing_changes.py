"""What a newer list changed for the ships of a case: who is listed now, delisted, or gone from it.

A ship that was listed after the incident tells how long before its designation the case lay: the
lead time. Blind spot: an entry that got another id in the list is told as one gone and one new.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def listing_changes(row: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """Return in words how the entries that two versions' ships match differ; `row` is the newer."""
    mine, theirs = _entries(row), _entries(before)
    out = []
    for key in sorted(set(mine) | set(theirs)):
        new, old = mine.get(key), theirs.get(key)
        if new is None and old is not None:
            out.append(f"{old['name']} no longer stands on {old['list']}")
        elif new is not None and old is None:
            out.append(f"{new['name']} stands on {new['list']}{_since(new, row)}")
        elif new is not None and old is not None:
            out += _between(new, old)
    return out


def _between(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    who = f"{new['name']} on {new['list']}"
    if new.get("delisted_on") != old.get("delisted_on"):
        gone = new.get("delisted_on")
        return [f"{who}: {'delisted on ' + gone if gone else 'no longer delisted'}"]
    if new.get("listed_on") != old.get("listed_on"):
        return [f"{who}: since {new.get('listed_on') or 'no day'}, was {old.get('listed_on')}"]
    if new.get("as_of") != old.get("as_of"):
        return [f"{who}: edition of {new.get('as_of')}, was of {old.get('as_of')}"]
    return []


def _since(entry: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    since = entry.get("listed_on")
    if since is None:
        return ""
    lead = (date.fromisoformat(since) - row["start_utc"].date()).days
    return f" since {since}" + (f", {lead} days after the incident" if lead > 0 else "")


def _entries(row: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return the entries that match a ship, by ship's hull and entry."""
    out = {}
    for ship in json.loads(row["ships"] or "[]"):
        for entry in ship.get("listed") or ():
            if entry.get("verdict") == "match":
                out[str(ship.get("hull")), str(entry.get("listing_id"))] = entry
    return out
