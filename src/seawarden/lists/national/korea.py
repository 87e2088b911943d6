"""Republic of Korea: ships designated by the Ministry of Foreign Affairs, as a table.

The Government announces the ships that it designates as tables with Korean headings (선박명, IMO
번호, 선적, 지정일, 지정사유), or with English ones under a title that names the Republic of
Korea. Method: columns by `headings`. Sources: the announcement of 17 January 2024 (eleven ships;
nocutnews.co.kr/news/6080137: they enter port by permission of the authority only). Assumed: the
headings, for the Ministry publishes its tables as attachments (HWP, PDF), not as data. Blind spot:
a Korean house list with a date of designation looks the same.
"""

import re

from .. import table
from ..headings import recognise
from ..listing import Draft, Reading
from ..source import ListFile, above_header, date_in_name

CODE, NAME = "kr", "Republic of Korea designations"
AUTHORITY = "Republic of Korea, Ministry of Foreign Affairs"
EXPECTED = "Republic of Korea designations (table with 선박명, IMO 번호, 지정일)"
_KOREA = re.compile(
    r"republic of korea|(?<!north )korea'?s? .*designat|\bmofa\b|외교부|금융제재", re.I
)


def sniff(file: ListFile) -> bool:
    found = set(recognise(file.header).values())
    if not {"name", "imo"} & found:
        return False
    hangul = any("가" <= c <= "힣" for c in "".join(file.header))
    korean = hangul or bool(_KOREA.search(f"{above_header(file)} {file.path.stem}"))
    return korean and "listed_on" in found


def read(file: ListFile) -> Reading:
    """Return every ship. The content carries no list date."""
    notes: list[str] = []
    above = f"{above_header(file)} {file.path.stem}"
    about_dprk = bool(re.search(r"북한|대북|dprk|north korea", above, re.I))
    start = Draft(
        id="", kind="ship", name="", line=0, programs=["KR-DPRK" if about_dprk else "KR"],
        measures=["entry to port only by permission; dealings with it restricted"],
        is_dprk=about_dprk,
    )  # fmt: skip
    drafts = table.drafts(file, notes, start, table.by_number)
    return Reading(drafts, date_in_name(file.path)[0], tuple(notes))
