"""OFAC remarks: the running text in which OFAC prints a ship's numbers, flags and links.

Parts are set apart by semicolons: 'Vessel Registration Identification IMO 8628597; MMSI
445539000; Former Vessel Flag Malta; f.k.a. 'ALPHA'; Linked To: SOME SHIPPING CO.'. The enhanced
and the advanced XML print the same facts as features ('Vessel Call Sign', 'Vessel Flag').
"""

import re

from ..listing import Draft, distinct, flag_codes, radio_numbers, ship_number

# Labels by which OFAC prints facts of a ship, in remarks and in the XML's idList alike.
_NUMBER = re.compile(r"^(?:alt\. )?(?:Vessel Registration Identification|IMO Number)\s*(.*)$", re.I)
_RADIO = re.compile(r"^(?:alt\. )?MMSI\s*(\d{9})", re.I)
_OLD_FLAG = re.compile(r"^(?:alt\. )?(?:Former|Other) Vessel Flag\s+(.*)$", re.I)
_CALL = re.compile(r"^(?:alt\. )?Other Vessel Call Sign\s+(.*)$", re.I)
_LINK = re.compile(r"^Linked To:\s*(.*)$", re.I)
_NAMED = re.compile(r"^(a|f|n)\.k\.a\.\s+'(.*)'$", re.I)


def apply(draft: Draft, remarks: str) -> None:
    """Put what `remarks` tell of a ship into `draft`."""
    owners = {draft.owner: "owner"} if draft.owner else {}
    for piece in remarks.split(";"):
        part = piece.strip().removesuffix(".") if not piece.strip().endswith("'.") else piece
        part = part.strip().rstrip(".") if part.strip().endswith("'.") else part.strip()
        link = _LINK.match(part)
        if link:
            owners.setdefault(link[1], "linked to")
        else:
            fact(draft, part)
    draft.owner = "; ".join(owners) or None
    draft.owner_role = "; ".join(owners.values()) or None


def fact(draft: Draft, text: str) -> None:
    """Put one labelled fact ('MMSI 445539000') into `draft`; unknown labels change nothing."""
    if found := _NUMBER.match(text):
        number, printed = ship_number(found[1])
        draft.imo = draft.imo or number
        if number is None:
            draft.imo_text = draft.imo_text or printed
    elif found := _RADIO.match(text):
        draft.mmsi = list(dict.fromkeys([*draft.mmsi, *radio_numbers([found[1]])]))
    elif found := _OLD_FLAG.match(text):
        draft.former_flags = distinct([*draft.former_flags, *flag_codes([found[1]])])
    elif found := _CALL.match(text):
        draft.call_sign = draft.call_sign or found[1]
    elif found := _NAMED.match(text):
        names = draft.former_names if found[1].lower() == "f" else draft.other_names
        names.append(found[2])


def feature(draft: Draft, kind: str, text: str | None) -> None:
    """Put one feature of the XML into `draft`; unknown ones change nothing.

    `kind` is the printed name of the feature, lower case. Of several, the first is taken; further
    flags are former ones.
    """
    if text is None:
        return
    if "call sign" in kind:
        draft.call_sign = draft.call_sign or text
    elif "flag" in kind:
        codes = flag_codes([text])
        if "former" in kind or "other" in kind or draft.flag:
            draft.former_flags += codes
        else:
            draft.flag = next(iter(codes), None)
    elif "vessel type" in kind:
        draft.ship_type = draft.ship_type or text
    elif "vessel owner" in kind:
        draft.owner, draft.owner_role = draft.owner or text, "owner"
    elif "mmsi" in kind:
        draft.mmsi += radio_numbers([text])
    elif "imo" in kind and draft.imo is None:
        draft.imo, draft.imo_text = ship_number(text)
