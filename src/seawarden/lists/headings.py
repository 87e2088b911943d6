"""Headings of the trade: what a column of a table of ships holds, told from its heading.

Method: a heading is cut into words, those of other languages put into English (`heading_words`);
filling words ('Vessel Name', 'IMO No.') are dropped, and what is left decides, in the order below.
'Country' and 'registry' mean the flag only where no column says flag: beside one, they are the
owner's. Several columns may name owners, managers, insurers, former or other names, measures or
reasons; of everything else the first column is taken and the rest is left to the caller to name.
"""

import re
from collections.abc import Sequence

from .heading_words import in_english

SEVERAL = frozenset(
    ("owner", "owner_imo", "former_names", "other_names", "measures", "programs", "reason")
)
"""Fields that more than one column may hold."""

_FILLING = frozenset(
    ("vessel", "vessels", "ship", "ships", "the", "of", "number", "numbers", "no", "nr", "num",
     "current", "s", "code", "id", "identification", "identity", "radio", "iso", "a", "and", "full")
)  # fmt: skip
_PARTY = frozenset(
    ("owner", "owners", "owned", "shipowner", "shipowners", "manager", "managers", "operator",
     "operators", "charterer", "charterers", "beneficial", "company", "companies", "management",
     "doc", "ism", "holder", "registeredowner", "isd", "doccompany", "ismcompany")
)  # fmt: skip
_FORMER = frozenset(("ex", "exname", "exnames", "former", "formerly", "previous", "prior", "old",
                     "past", "previously", "fka"))  # fmt: skip
_ALIAS = frozenset(("alias", "aliases", "aka"))
_OTHER = _ALIAS | {"other", "alternative", "alternate", "also"}
_SHIP = frozenset(("vessel", "vessels", "ship", "ships", "shipname", "vesselname", "target"))
_NAMES = frozenset(("name", "names", "shipname", "vesselname"))
_REASONS = frozenset(("reason", "reasons", "remark", "remarks", "note", "notes", "comment",
                      "comments", "grounds", "justification", "rationale", "statement",
                      "information"))  # fmt: skip
_POSITION = frozenset(("lat", "latitude", "lon", "long", "longitude", "sog", "cog"))
_LISTED = frozenset(("designation", "designated", "listing", "listed", "sanction", "sanctions",
                     "sanctioned", "application", "inclusion", "entry"))  # fmt: skip
_ENDED = frozenset(("delisted", "delisting", "removal", "removed", "end", "expiry"))
_MEASURES = frozenset(("measure", "measures", "restriction", "restrictions", "provisions"))
_PROGRAMS = frozenset(("programme", "programmes", "program", "programs", "regime", "regulation"))


def recognise(header: Sequence[str]) -> dict[int, str]:
    """Return {column: field} of a header row.

    Fields: name, imo, mmsi, call_sign, flag, former_names, other_names, owner, owner_imo,
    ship_type, listed_on, delisted_on, measures, programs, authority, reason.
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
    return re.findall(r"[a-z]+", in_english(spaced))


def _field(heading: str) -> tuple[str | None, bool]:
    """Return the field of a heading, and whether another column may know better."""
    words = _words(heading)
    left = {w for w in words if w not in _FILLING}
    party = bool(left & _PARTY)
    dated = bool({"date", "on", "since", "day"} & left)
    rules = (
        ("owner_imo", party and bool(left & {"imo", "lr", "ihs"})),
        ("owner", party and not left & {"country", "address", "date", "flag", "nationality",
                                        "domicile", "type", "mmsi", "phone", "email", "website"}),
        ("delisted_on", bool(left & _ENDED) and (dated or bool(left & {"delisted", "removed"}))),
        ("listed_on", bool(left & _LISTED) and dated),
        ("former_names", bool(left & _FORMER) and not left & {"flag", "flags", "call", "mmsi"}
         and not party),
        ("other_names", bool(left & _OTHER) and bool(left & (_NAMES | _ALIAS))),
        ("imo", bool(left & {"imo", "imonumber", "imono", "imonr", "imonum", "lr", "lrno", "lrimo",
                             "imolr", "lrimoship", "ihs", "shipimo", "vesselimo", "lloyds"})),
        ("mmsi", bool(left & {"mmsi", "ssvid", "mmsinumber", "mmsino"})),
        ("call_sign", "callsign" in left or {"call", "sign"} <= left or left == {"cs"}),
        ("flag", bool(left & {"flag", "flagstate", "flags"}) and not left & _FORMER),
        ("name", (bool(left & _NAMES) and not left & {"country", "port", "type", "user", "file",
                                                     "first", "last", "middle"})
         or (not left - _SHIP and bool(set(words) & _SHIP))),
        ("ship_type", bool(left & {"type", "shiptype", "vesseltype"})),
        ("measures", bool(left & _MEASURES)),
        ("programs", bool(left & _PROGRAMS)),
        ("authority", bool(left & {"authority", "issuer"})),
        ("reason", bool(left & _REASONS)),
    )  # fmt: skip
    for field, fits in rules:
        if fits:
            return field, False
    return (
        ("flag", True)
        if left & {"country", "registry", "nationality"} and "port" not in left
        else (None, False)
    )
