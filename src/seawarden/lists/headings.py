"""Headings of the trade: what a column of a table of ships holds, told from its heading.

Method: a heading is cut into words; filling words ('Vessel Name', 'IMO No.') are dropped, and what
is left decides, in the order below. 'Country' and 'registry' mean the flag only where no column
says flag: beside one, they are the owner's. Several columns may name owners, managers or former
names; of everything else the first column is taken and the rest is left to the caller to name.
"""

import re
from collections.abc import Sequence

SEVERAL = frozenset(("owner", "former_names"))
"""Fields that more than one column may hold."""

_FILLING = frozenset(
    ("vessel", "vessels", "ship", "ships", "the", "of", "number", "numbers", "no", "nr", "num",
     "current", "s", "code", "id", "identification", "identity", "radio", "iso", "a", "and", "full")
)  # fmt: skip
_PARTY = frozenset(
    ("owner", "owners", "owned", "shipowner", "manager", "managers", "operator", "operators",
     "charterer", "beneficial", "company", "management")
)  # fmt: skip
_FORMER = frozenset(("ex", "exname", "exnames", "former", "formerly", "previous", "prior", "old",
                     "past"))  # fmt: skip
_SHIP = frozenset(("vessel", "vessels", "ship", "ships", "shipname", "vesselname"))
_REASONS = frozenset(("reason", "reasons", "remark", "remarks", "note", "notes", "comment",
                      "comments", "grounds"))  # fmt: skip
_POSITION = frozenset(("lat", "latitude", "lon", "long", "longitude", "sog", "cog"))


def recognise(header: Sequence[str]) -> dict[int, str]:
    """Return {column: field} of a header row.

    Fields: name, imo, mmsi, call_sign, flag, former_names, owner, owner_imo, ship_type, reason.
    Columns that hold nothing of these, or a second column of a field that has one, are missing.
    """
    found: dict[int, str] = {}
    weak: dict[int, str] = {}
    for i, heading in enumerate(header):
        field, is_weak = _field(heading)
        if field is None:
            continue
        if is_weak:
            weak[i] = field
        elif field in SEVERAL or field not in found.values():
            found[i] = field
    for i, field in weak.items():
        if field not in found.values():
            found[i] = field
    return found


def has_positions(header: Sequence[str]) -> bool:
    """Tell whether a header is that of positions (AIS), not of a list of ships."""
    words = {w for heading in header for w in _words(heading)}
    return bool(words & _POSITION)


def _words(heading: str) -> list[str]:
    joined = re.sub(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)", "", heading)  # M.M.S.I.
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", joined)
    return re.findall(r"[a-z]+", spaced.lower())


def _field(heading: str) -> tuple[str | None, bool]:
    """Return the field of a heading, and whether another column may know better."""
    words = _words(heading)
    left = {w for w in words if w not in _FILLING}
    rules = (
        ("owner_imo", bool(left & _PARTY) and "imo" in left),
        ("owner", bool(left & _PARTY) and not left & {"country", "address", "date"}),
        ("former_names", bool(left & _FORMER) and "flag" not in left),
        ("imo", bool(left & {"imo", "imonumber", "imono", "imonr", "lr", "lrno"})),
        ("mmsi", bool(left & {"mmsi", "ssvid", "mmsinumber"})),
        ("call_sign", "callsign" in left or {"call", "sign"} <= left),
        ("flag", bool(left & {"flag", "flagstate"}) and not left & _FORMER),
        ("name", bool(left & {"name", "names", "shipname", "vesselname"}) or
         (not left and bool(set(words) & _SHIP))),
        ("ship_type", bool(left & {"type", "shiptype", "vesseltype"})),
        ("reason", bool(left & _REASONS)),
    )  # fmt: skip
    for field, fits in rules:
        if fits:
            return field, False
    return ("flag", True) if left & {"country", "registry", "nationality"} else (None, False)
