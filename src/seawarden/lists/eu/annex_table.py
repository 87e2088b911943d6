"""Ships of an annex to an EU regulation, as the Official Journal prints them in a table.

Annex XLII to Regulation (EU) No 833/2014 (Article 3s: no port access, no services) has the columns
ship name, IMO number, reason of inclusion and date of application; the acts that amend it print
their additions in the same columns. Regulations 2017/1509 (DPRK) and 765/2006 (Belarus) are told by
their number above the table or in the file's name. An amending table adds: only a newer file of
the same name replaces it. Source: EUR-Lex, consolidated text of 833/2014, Annex XLII.
"""

from .. import table
from ..headings import recognise
from ..listing import Draft, Reading
from ..source import ListFile, above_header, date_in_name, title

CODE, NAME = "eu", "EU sanctions regulations, annexes"
AUTHORITY = "Council of the European Union"
EXPECTED = "EU annex of ships (table with ship name, IMO number, reason, date of application)"
_ACTS = {
    "833/2014": ("32014R0833", "EU-RUS", "port access and service ban (Article 3s, Annex XLII)"),
    "2017/1509": ("32017R1509", "EU-PRK", "measures against designated ships"),
    "765/2006": ("32006R0765", "EU-BLR", "measures against designated ships"),
}


def sniff(file: ListFile) -> bool:
    if not {"name", "imo"} <= set(recognise(file.header).values()):
        return False
    heads = " ".join(file.header).lower()
    return "date of application" in heads or _act(file, default="") != ""


def read(file: ListFile) -> Reading:
    """Return every ship. The date of the list is the file name's, if any."""
    notes: list[str] = []
    celex, program, measure = _ACTS[_act(file)]
    start = Draft(
        id="", kind="ship", name="", line=0, programs=[program], measures=[measure],
        is_dprk=program == "EU-PRK",
    )  # fmt: skip
    drafts = table.drafts(file, notes, start, table.by_number)
    return Reading(
        drafts,
        date_in_name(file.path)[0],
        tuple(notes),
        dataset=f"eu:{celex}:table:{title(file.path)}",
    )


def _act(file: ListFile, default: str = "833/2014") -> str:
    text = f"{above_header(file)} {file.path.name}".replace("_", "/").replace("-", "/")
    return next((act for act in _ACTS if act in text or _ACTS[act][0] in text), default)
