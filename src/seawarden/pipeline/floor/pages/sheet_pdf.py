"""The handover sheet as PDF: the same lines as its page, and two places to sign.

Every text goes to Typst as data (`sys.inputs`), never as markup, so that no ship's name can be
read as a command.
"""

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ....errors import UsageError

_SECTIONS = (
    ("new", "New"), ("returned", "Returned"), ("changed", "Changed"), ("withdrawn", "Withdrawn"),
    ("decided_by_others", "Decided by others"), ("still_open", "Still open"),
    ("missed", "Not looked at in time"),
)  # fmt: skip

_TEMPLATE = """
#let d = json(bytes(sys.inputs.sheet))
#set page(paper: "a4", margin: 18mm, numbering: "1 / 1", footer: align(center, text(8pt)[#d.foot]))
#set text(size: 9.5pt)
#if d.simulated [#text(fill: red, weight: "bold")[SIMULATED]]
#text(16pt, weight: "bold")[Watch handover]
#grid(columns: (1fr, 1fr), row-gutter: 4pt,
  [Off-going: #d.off], [On-coming: #d.on], [At: #d.at], [Docket: #d.docket])
#if d.note != "" [*Note.* #d.note]
#for s in d.sections [
  == #s.title (#s.lines.len())
  #if s.lines.len() == 0 [none] else [#table(columns: (auto, 1fr, auto, 1fr), stroke: 0.4pt,
    [*Rank*], [*Case*], [*State*], [*Why*], ..s.lines.flatten())]
]
#v(14mm)
#grid(columns: (1fr, 1fr), column-gutter: 12mm,
  [#line(length: 100%) Off-going officer, time], [#line(length: 100%) On-coming officer, time])
"""


def sheet_pdf(sheet: Mapping[str, Any], *, docket: str, is_simulated: bool) -> bytes:
    """Return the PDF of a sheet (`handover.hand_over`). Raises UsageError without Typst."""
    try:
        typst = import_module("typst")
    except ImportError as error:
        raise UsageError("the sheet as PDF needs: pip install 'seawarden[floor]'") from error
    at = sheet.get("handed_over_utc")
    sections = [
        {"title": title, "lines": [_line(row) for row in sheet.get(name) or ()]}
        for name, title in _SECTIONS
    ]
    data = {
        "off": sheet.get("off") or "", "on": sheet.get("on") or "", "note": sheet.get("note") or "",
        "at": f"{at:%Y-%m-%d %H:%M} UTC" if at else "not handed over yet",
        "docket": f"{docket}, generation {sheet.get('generation')}", "simulated": is_simulated,
        "foot": f"Seawarden, act {sheet.get('number', '')}", "sections": sections,
    }  # fmt: skip
    made = typst.compile(_TEMPLATE.encode(), sys_inputs={"sheet": json.dumps(data)})
    assert isinstance(made, bytes)
    return made


def _line(row: Mapping[str, Any]) -> list[str]:
    if "act" in row:  # decided by somebody else
        at = f"{row['time_utc']:%Y-%m-%d %H:%M} UTC"
        return ["", str(row["case_id"]), str(row["act"]), f"{row['actor']}, {at}"]
    why = row.get("why") or "; ".join(row.get("new") or ()) or row.get("grade")
    if "due_utc" in row:
        why = f"raised {row['raised_utc']:%d %b %H:%M}, due {row['due_utc']:%d %b %H:%M} UTC"
    return [str(row["rank"]), str(row["title"]), f"{row['state']}, {row['review']}", str(why)]
