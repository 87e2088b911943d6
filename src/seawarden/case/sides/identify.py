"""Who a hull says it is, how far that can be believed, and which list names it.

Method: the claim heard most often (HULLS), the other claims of the same hull (CLAIMS), the flag
of the MMSI's first three digits (MID, ITU), and the screening matches of the hull. Blind spot:
every field is typed in by the crew, the MMSI too; the IMO number is the best of them only
because its check digit and the lists hold it to a hull. Each doubt is spelt out in `doubts`.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from ...ids import flags, imo
from ...ids.hulls import mmsi_of
from ...schema import CLAIMS, HULLS, LISTINGS, MATCHES, conform
from .elsewhere import elsewhere
from .side import UN_CODES, Listed, Ship, clean, type_text


def ships(
    hulls: pl.DataFrame,
    claims: pl.DataFrame,
    matches: pl.DataFrame,
    listings: pl.DataFrame,
    only: set[int],
) -> dict[int, Ship]:
    """Return the hulls `only` as Ships, by hull; those that HULLS does not hold stay bare.

    Raises SchemaError when a frame is not its table.
    """
    wanted = pl.col("hull").is_in(sorted(only))
    claimed = _by_hull(conform(claims, CLAIMS, where="case").filter(wanted).sort("start_utc"))
    named = _listed(matches, listings)
    every = conform(hulls, HULLS, where="case")
    frame = every.filter(wanted)
    shared = _at_once(every.filter(pl.col("mmsi").is_in(frame["mmsi"].unique().implode())))
    twins = elsewhere(every, only)
    found = {
        row["hull"]: replace(
            _ship(row, claimed.get(row["hull"], []), named.get(row["hull"], ()), shared),
            elsewhere=twins.get(row["hull"]),
        )
        for row in frame.iter_rows(named=True)
    }
    bare = {hull: _unknown(hull, named.get(hull, ())) for hull in only - set(found)}
    return {**found, **bare}


def _unknown(hull: int, named: tuple[Listed, ...]) -> Ship:
    """Return a hull that HULLS does not hold: its MMSI, and the flag in it, are all there is."""
    mmsi = mmsi_of(hull)
    doubt = "nothing but its MMSI is known; an MMSI can be typed in"
    return Ship(hull, mmsi=mmsi, flag=flags.of_mmsi(mmsi), listed=named, doubts=(doubt,))


def _ship(
    row: Mapping[str, Any],
    claimed: list[dict[str, Any]],
    named: tuple[Listed, ...],
    shared: set[int],
) -> Ship:
    flag = flags.of_mmsi(row["mmsi"])
    history = tuple(_claim(c) for c in claimed)
    return Ship(
        hull=row["hull"],
        mmsi=row["mmsi"],
        name=clean(row["name"]),
        imo=row["imo"],
        call_sign=clean(row["call_sign"]),
        flag=flag,
        ship_type=row["ship_type"],
        length_m=row["length_m"],
        beam_m=row["beam_m"],
        listed=named,
        doubts=_doubts(row, flag, history, row["hull"] in shared),
        claims=history,
        draughts=tuple(
            (c["start_utc"], c["end_utc"], c["draught_m"]) for c in claimed if c["draught_m"]
        ),
    )


def _doubts(
    row: Mapping[str, Any], flag: str | None, history: tuple[Mapping[str, Any], ...], shared: bool
) -> tuple[str, ...]:
    out = []
    if row["imo"] is None:
        out.append("no valid IMO number was heard; an MMSI can be typed in")
    if flag is None:
        out.append(f"MMSI {row['mmsi']:09d} carries no allotted country code")
    for field, word in (("name", "names"), ("imo", "IMO numbers"), ("call_sign", "call signs")):
        seen = sorted({str(c[field]) for c in history if c[field] is not None})
        if len(seen) > 1:
            out.append(f"it gave {len(seen)} {word}: {', '.join(seen[:4])}")
    wrong = {c["imo"] for c in history if c["imo"] and not imo.check_digit_ok(c["imo"])}
    if wrong:
        out.append(f"IMO {min(wrong)} fails its check digit")
    if shared:
        out.append("another hull used the same MMSI at the same time")
    return tuple(out)


def _at_once(frame: pl.DataFrame) -> set[int]:
    """Return the hulls whose MMSI another hull used at the same time."""
    out: set[int] = set()
    for _, group in frame.sort("mmsi", "start_utc").group_by("mmsi", maintain_order=True):
        if group.height < 2:
            continue
        latest, owner = None, 0
        for hull, start, end in group.select("hull", "start_utc", "end_utc").iter_rows():
            if latest is not None and start < latest:
                out |= {hull, owner}
            if latest is None or end > latest:
                latest, owner = end, hull
    return out


def _listed(matches: pl.DataFrame, listings: pl.DataFrame) -> dict[int, tuple[Listed, ...]]:
    frame = conform(matches, MATCHES, where="case").filter(
        pl.col("hull").is_not_null() & (pl.col("verdict") != "no match")
    )
    more = {
        (r["listing_id"], r["as_of"], r["source"]): r
        for r in conform(listings, LISTINGS, where="case")
        .select("listing_id", "as_of", "source", "delisted_on", "listed_on", "measures")
        .iter_rows(named=True)
    }
    out: dict[int, list[Listed]] = {}
    order = frame.sort(
        ["hull", "is_dprk", "score", "listing_id", "as_of"],
        descending=[False, True, True, False, True],
        nulls_last=True,
    )
    for row in order.iter_rows(named=True):
        extra = more.get((row["listing_id"], row["as_of"], row["source"]), {})
        out.setdefault(row["hull"], []).append(_one_listed(row, extra))
    return {hull: tuple(sorted(found, key=_telling)) for hull, found in out.items()}


def _telling(listed: Listed) -> tuple[bool, bool, bool]:
    """Return the order in which listings are named: the UN's first, as it binds every State.

    Sorting is stable, so within these the surest stays first.
    """
    return not listed.is_dprk, listed.verdict != "match", listed.list_code not in UN_CODES


def _one_listed(row: Mapping[str, Any], extra: Mapping[str, Any]) -> Listed:
    return Listed(
        listing_id=row["listing_id"],
        list_code=row["list_code"],
        list_name=row["list_name"],
        as_of=row["as_of"],
        name=clean(row["listed_name"]) or row["listing_id"],
        imo=row["listed_imo"],
        listed_on=row["listed_on"] or extra.get("listed_on"),
        delisted_on=extra.get("delisted_on"),
        is_dprk=bool(row["is_dprk"]),
        measures=tuple(extra.get("measures") or ()),
        verdict=row["verdict"],
        score=row["score"],
        explanation=row["explanation"],
        source=row["source"],
        line=row["line"],
        by_number=_by_number(row),
    )


def _by_number(row: Mapping[str, Any]) -> bool:
    """Return whether a number agreed: the IMO number, or the MMSI among what was compared."""
    if row["listed_imo"] is not None and row["listed_imo"] == row["imo"]:
        return True
    parts = json.loads(row["parts"] or "[]")
    return any(p["feature"] in ("imo", "mmsi") and p["value"] > 0 for p in parts)


def _by_hull(frame: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    out: dict[int, list[dict[str, Any]]] = {}
    for row in frame.filter(pl.col("hull").is_not_null()).iter_rows(named=True):
        out.setdefault(row["hull"], []).append(row)
    return out


def _claim(row: Mapping[str, Any]) -> Mapping[str, Any]:
    def text(at: datetime) -> str:
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    length = (
        (row["bow_m"] + row["stern_m"])
        if row["bow_m"] is not None and row["stern_m"] is not None
        else None
    )
    return {
        "from_utc": text(row["start_utc"]), "to_utc": text(row["end_utc"]),
        "name": clean(row["name"]), "imo": row["imo"], "call_sign": clean(row["call_sign"]),
        "type": type_text(row["ship_type"]), "length_m": length,
        "draught_m": round(row["draught_m"], 1) if row["draught_m"] is not None else None,
        "destination": clean(row["destination"]), "n": row["n_statics"],
    }  # fmt: skip
