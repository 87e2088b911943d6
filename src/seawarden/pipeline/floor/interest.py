"""Vessels of interest: a ship is followed as a hull, through new names and new MMSIs.

Method: an act names an IMO number, an MMSI or both. Her hulls are those that claimed the IMO
number, and those heard under her MMSI; an `identity` event that is called (probability one half
or more) and ties two MMSIs to one hull adds the other MMSI. This goes on until nothing is added.

Blind spot: a ship that changes IMO number, name and MMSI at once, out of sight, is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from ...errors import UsageError
from ...ids.imo import check_digits_ok
from ...store.decisions import Entry
from ...store.review import detail_of
from . import digits
from .desk import Snapshot

LONGEST_WORDS = 4_000
"""Letters that are kept of a name and a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    call: float = 0.5  # docs/events.md: one half and more is a call


def checked(detail: dict[str, Any]) -> dict[str, Any]:
    """Return the detail of an act that names a vessel of interest.

    Raises UsageError when neither a valid IMO number nor an MMSI is named.
    """
    imo, mmsi = (
        _typed(detail, name, most) for name, most in (("imo", digits.IMO), ("mmsi", digits.MMSI))
    )
    if imo is None and mmsi is None:
        raise UsageError("vessel of interest: expected an IMO number or an MMSI")
    if imo is not None and not bool(check_digits_ok(pl.Series([imo]).to_numpy())[0]):
        raise UsageError(f"IMO number {imo}: its check digit does not fit")
    words = {name: str(detail.get(name) or "")[:LONGEST_WORDS] for name in ("name", "why")}
    return {"imo": imo, "mmsi": mmsi, **words}


def hulls_of(
    snapshot: Snapshot, acts: Iterable[Entry], params: Params = Params()
) -> frozenset[int]:
    """Return the hulls of today that the acts follow."""
    named = [detail_of(act) for act in acts]
    imos = {n for d in named if (n := digits.number(d.get("imo"))) is not None}
    mmsis = {n for d in named if (n := digits.number(d.get("mmsi"))) is not None}
    if not imos and not mmsis:
        return frozenset()
    claimed = snapshot.docket.table("claims").select("hull", "mmsi", "imo").drop_nulls("hull")
    claimed = pl.concat([claimed, snapshot.ships.select("hull", "mmsi", "imo")]).unique()
    ties = [
        {int(e["mmsi"]), int(e["other_mmsi"])}
        for e in snapshot.events.values()
        if e["kind"] == "identity" and e["other_mmsi"] and e["mmsi"]
        and e["confidence"] >= params.call
    ]  # fmt: skip
    while True:
        by_imo = claimed.filter(pl.col("imo").is_in(list(imos)))
        grown = mmsis | set(by_imo["mmsi"].to_list())
        grown = grown.union(*(tie for tie in ties if tie & grown))
        if grown == mmsis:
            break
        mmsis = grown
    of_mmsi = claimed.filter(pl.col("mmsi").is_in(list(mmsis)))
    # Under an MMSI that ships share, the hull that claims another IMO number is another ship.
    others = of_mmsi.drop_nulls("imo").filter(~pl.col("imo").is_in(list(imos)))
    apart = set(others["hull"].to_list()) if imos else set()
    wanted = set(of_mmsi["hull"].to_list()) - apart | set(by_imo["hull"].to_list())
    return frozenset(int(h) for h in wanted)


def _typed(detail: dict[str, Any], name: str, most: int) -> int | None:
    """Return the number that was typed, None where none was. Raises UsageError for no number."""
    given = str(detail.get(name) or "").strip()
    found = digits.number(given, most)
    if given and found is None:
        raise UsageError(f"{name} '{given[:20]}': expected at most {most} digits")
    return found
