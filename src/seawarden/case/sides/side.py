"""One side of a case: what it says of itself, what list names it, and what is in doubt."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ...ids import flags
from ...ids.mmsi import form as mmsi_form
from ...visible import one_line
from .elsewhere import Elsewhere

_TYPES = {
    30: "fishing vessel", 31: "towing vessel", 32: "towing vessel", 33: "dredger",
    34: "diving vessel", 35: "military vessel", 36: "sailing vessel", 37: "pleasure craft",
    50: "pilot vessel", 51: "search and rescue vessel", 52: "tug", 53: "port tender",
    54: "anti-pollution vessel", 55: "law enforcement vessel", 58: "medical transport",
}  # fmt: skip
_DECADES = {2: "wing-in-ground craft", 4: "high-speed craft", 6: "passenger ship",
            7: "cargo ship", 8: "tanker", 9: "other ship"}  # fmt: skip
_BATTERY = re.compile(r"\d\s*%|\d(?:\.\d+)?\s*V\b", re.IGNORECASE)
UNKNOWN = "a ship of unknown registry"
UN_CODES = ("un", "un1718", "register")
"""`list_code` of what the UN published itself, or that was keyed from it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One listing that screening found for a ship, with its dates."""

    listing_id: str
    list_code: str
    list_name: str
    as_of: date | None
    name: str
    imo: int | None
    listed_on: date | None
    delisted_on: date | None
    is_dprk: bool
    measures: tuple[str, ...]
    verdict: str
    score: float
    explanation: str
    source: str
    line: int | None
    by_number: bool = True

    def in_words(self) -> str:
        """Return the listing for a sentence: one matched by name alone is not put on the list.

        `by_number` is whether an IMO number or MMSI agreed. A name is borne by several ships.
        """
        since = f" since {day_words(self.listed_on)}" if self.listed_on else ""
        if self.by_number:
            return f"on {self.list_name}{since}"
        imo = f", IMO {self.imo}" if self.imo else ""
        return f"matched by name alone to {self.name}{imo}, on {self.list_name}{since}"

    def holds_on(self, day: date) -> bool:
        """Return whether the ship is known to have stood on the list that day.

        Where the list gives no date of designation, it is known from the date of the list on.
        """
        since = self.listed_on or self.as_of
        started = since is None or since <= day
        return started and (self.delisted_on is None or self.delisted_on > day)


@dataclass(frozen=True, slots=True)
class Ship:
    """One side of a case. `hull` is None for a side that sent nothing (dark, unidentified)."""

    hull: int | None
    mmsi: int | None = None
    name: str | None = None
    imo: int | None = None
    call_sign: str | None = None
    flag: str | None = None
    ship_type: int | None = None
    length_m: int | None = None
    beam_m: int | None = None
    listed: tuple[Listed, ...] = ()
    doubts: tuple[str, ...] = ()
    claims: tuple[Mapping[str, Any], ...] = ()
    draughts: tuple[tuple[datetime, datetime, float], ...] = ()
    elsewhere: Elsewhere | None = None  # another hull that sent the same identity at once

    @property
    def is_dprk(self) -> bool:
        """Whether its MMSI carries the DPRK's MID, 445."""
        return self.flag == flags.DPRK

    @property
    def is_unidentified(self) -> bool:
        """Whether nothing ties it to a register: no radio, or no allotted MID and no IMO."""
        return self.hull is None or (self.flag is None and self.imo is None)

    @property
    def is_gear(self) -> bool:
        """Whether it is a beacon on fishing gear: no ship's MMSI, a battery level for a name.

        Net buoys in the Yellow and East China Seas send 'name-73%' or '12.4V' under numbers
        that nobody allotted; they lie alongside each other by the hundred.
        """
        typed = self.mmsi is not None and mmsi_form(self.mmsi) != "ship"
        return typed and self.imo is None and bool(_BATTERY.search(self.name or ""))

    @property
    def type_text(self) -> str | None:
        """The ITU type in words; None when it was not heard."""
        return type_text(self.ship_type)

    def matches(self) -> tuple[Listed, ...]:
        """The listings that screening calls a match."""
        return tuple(x for x in self.listed if x.verdict == "match")

    def listed_on_day(self, day: date) -> tuple[Listed, ...]:
        """The matched listings that held on a day."""
        return tuple(x for x in self.matches() if x.holds_on(day))

    def label(self, day: date | None = None) -> str:
        """Return the name for a sentence: 'CHON MA SAN (IMO 8660313, DPRK flag, MMSI ...)'.

        With `day`, the list it stood on that day is named too, or the one it came on later.
        """
        if self.hull is None:
            return UNKNOWN
        parts = [f"IMO {self.imo}"] if self.imo else []
        parts.append(f"{flag_text(self.flag)} flag" if self.flag else "flag not known")
        parts.append(f"MMSI {self.mmsi:09d}" if self.mmsi is not None else "no MMSI")
        parts += self._listing_words(day) if day else []
        name = self.name or (UNKNOWN if self.is_unidentified else "a ship that gave no name")
        if self.elsewhere is not None:
            name = f"a ship sending {self.short()}'s identity"
        return f"{name} ({', '.join(parts)})"

    @property
    def is_proven(self) -> bool:
        """Whether a list names it by a number that no other hull sends meanwhile."""
        return self.elsewhere is None and any(x.by_number for x in self.matches())

    def _listing_words(self, day: date) -> list[str]:
        held = self.listed_on_day(day)
        if held:
            return [held[0].in_words()]
        later = [x.listed_on for x in self.matches() if x.listed_on and x.listed_on > day]
        if later:
            return [f"listed only later, on {day_words(min(later))}"]
        return [f"listed on a date not known, by {day_words(x.as_of)}"
                for x in self.matches()[:1] if x.as_of and x.as_of > day]  # fmt: skip

    def short(self) -> str:
        """Return the name for a title."""
        if self.hull is None:
            return "unidentified ship"
        return self.name or f"MMSI {self.mmsi:09d}"


def day_words(day: date) -> str:
    """Return '3 May 2024'."""
    return f"{day.day} {day:%B %Y}"


def type_text(code: int | None) -> str | None:
    """Return an ITU ship type in words, or None."""
    if code is None:
        return None
    return _TYPES.get(code) or _DECADES.get(code // 10)


def flag_text(code: str | None) -> str:
    """Return a flag as a sentence prints it; 'DPRK' for KP."""
    return "DPRK" if code == flags.DPRK else (flags.name(code) or code or "unknown")


def dark(length_m: float | None = None) -> Ship:
    """Return the side that sent nothing, with the length a sighting measured, if any."""
    doubt = "it sent no AIS: name, flag and IMO number are not known"
    return Ship(hull=None, length_m=None if length_m is None else int(length_m), doubts=(doubt,))


def as_json(sides: Iterable[Ship], day: date) -> str:
    """Return CASES.ships: identity, list, doubts and claim history of each side."""
    return json.dumps([_record(ship, day) for ship in sides], ensure_ascii=False, sort_keys=True)


def _record(ship: Ship, day: date) -> dict[str, Any]:
    return {
        "hull": ship.hull, "mmsi": ship.mmsi, "name": ship.name, "imo": ship.imo,
        "call_sign": ship.call_sign, "flag": ship.flag, "flag_name": flag_text(ship.flag),
        "type": ship.type_text, "length_m": ship.length_m, "beam_m": ship.beam_m,
        "is_dprk": ship.is_dprk, "is_unidentified": ship.is_unidentified,
        "doubts": list(ship.doubts), "claims": list(ship.claims),
        "listed": [
            {
                "listing_id": x.listing_id, "list": x.list_name, "as_of": _day(x.as_of),
                "name": x.name, "imo": x.imo, "listed_on": _day(x.listed_on),
                "delisted_on": _day(x.delisted_on), "is_dprk": x.is_dprk, "verdict": x.verdict,
                "score": round(x.score, 3), "explanation": x.explanation,
                "measures": list(x.measures), "source": x.source, "line": x.line,
                "in_force": x.holds_on(day),
            }
            for x in ship.listed
        ],
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def clean(text: str | None) -> str | None:
    """Return text on one line, signs that act or hide shown; None when there is none."""
    return (one_line(text) or None) if text else None
