"""UN Security Council Consolidated List, XML.

Persons and companies only: the UN publishes ship designations apart (see `un1718_csv`). An
"IMO number" in a company's entry is the number of the company, never of a ship, and stays in
`reason`.
"""

import xml.etree.ElementTree as ET

from ..listing import Draft, Reading, any_day, clean, distinct
from ..source import ListFile, child_text, children, local

CODE, NAME = "un", "UN Security Council Consolidated List"
AUTHORITY = "UN Security Council"
EXPECTED = "UN consolidated list (XML, root CONSOLIDATED_LIST)"


def sniff(file: ListFile) -> bool:
    return "<CONSOLIDATED_LIST" in file.head


def read(file: ListFile) -> Reading:
    """Return all individuals and entities; `as_of` from the root's `dateGenerated`."""
    elements = file.elements("INDIVIDUAL", "ENTITY")
    root = next(elements)
    as_of = any_day(root.get("dateGenerated"))
    drafts = [_draft(element, i) for i, element in enumerate(elements, start=1)]
    return Reading(drafts, as_of)


def _draft(element: ET.Element, record: int) -> Draft:
    person = local(element) == "INDIVIDUAL"
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    name = clean(" ".join(filter(None, (child_text(element, p) for p in parts))))
    program = child_text(element, "UN_LIST_TYPE")
    aliases: list[str | None] = []
    formerly: list[str | None] = []
    for alias in children(element, f"{local(element)}_ALIAS"):
        text = clean(child_text(alias, "ALIAS_NAME"))
        old = "f.k.a" in (child_text(alias, "QUALITY") or "").lower()
        (formerly if old else aliases).append(text)
    aliases.append(clean(child_text(element, "NAME_ORIGINAL_SCRIPT")))
    return Draft(
        id=child_text(element, "REFERENCE_NUMBER") or child_text(element, "DATAID") or str(record),
        kind="person" if person else "company",
        name=name or "(no name)",
        line=record,
        other_names=distinct(aliases),
        former_names=distinct(formerly),
        programs=distinct([clean(program)]),
        is_dprk=(program or "").strip().upper() == "DPRK",
        listed_on=any_day(child_text(element, "LISTED_ON")),
        delisted_on=any_day(child_text(element, "DELISTED_ON")),
        reason=clean(child_text(element, "COMMENTS1")),
    )
