"""Japan: tables of the Ministry of Finance, of METI and of the Ministry of Foreign Affairs.

The Ministry of Finance publishes spreadsheets of parties whose assets are frozen (告示日付,
日本語表記, 英語表記, 別名 ...), METI the Foreign End User List (Company or Organization, Also
Known As), the Government tables of ships (船名, IMO番号, 船籍, 指定日). Method: ships by
`headings`; a row with a date of birth is a person, any other a company. Sources: mof.go.jp, list
of parties subject to economic sanctions, whose sheets spell their headings in the many ways that
OpenSanctions' reader names (github.com/opensanctions, dataset jp_mof_sanctions); meti.go.jp, End
User List, published as a PDF whose headings stand in Japanese above English, its aliases set apart
by a middle dot (jp_meti_eul). Assumed: the headings of tables of ships. Blind spot: METI's list
asks for care in exports, it freezes nothing: it is 'mentioned', no designation.
"""

import re

from .. import table
from ..headings import recognise
from ..listing import Draft, Reading, any_day, clean, distinct, first_day, names_dprk, split
from ..source import ListFile, above_header, date_in_name

CODE, NAME = "jp", "Japanese sanctions tables (MOF, METI, MOFA)"
AUTHORITY = "Government of Japan"
EXPECTED = (
    "Japanese tables (船名 with IMO番号 and 指定日; 告示日付 with 日本語表記; METI End User List)"
)
_KANJI_KANA = re.compile(r"船名|船舶|告示|日本語表記|旗国|船籍")
_CHINESE = re.compile(r"編號|编号|船旗|列入|制裁|曾用|原船名|船東|船东|號")
_ENGLISH = {"company or organization", "also known as"}
_OTHER_NAMES = ("別名", "別称", "alsoknownas", "AlsoKnownAs")

Row = dict[str, str]


def sniff(file: ListFile) -> bool:
    joined = "".join("".join(h.split()) for h in file.header)
    japanese = _KANJI_KANA.search(joined) is not None and _CHINESE.search(joined) is None
    ships = japanese and "listed_on" in recognise(file.header).values()
    parties = "日本語表記" in joined and ("告示" in joined or "英語表記" in joined)
    return ships or parties or _is_end_user(file)


def _is_end_user(file: ListFile) -> bool:
    return all(any(h.lower().endswith(name) for h in file.header) for name in _ENGLISH)


def read(file: ListFile) -> Reading:
    """Return every entry. The content carries no list date."""
    notes: list[str] = []
    above = above_header(file)
    program = clean(above) or "JP"
    is_dprk = names_dprk([above, file.path.stem])
    fields = set(recognise(file.header).values())
    as_of = date_in_name(file.path)[0]
    if "imo" in fields:
        start = Draft(id="", kind="ship", name="", line=0, programs=[program], is_dprk=is_dprk)
        drafts = table.drafts(file, notes, start, table.by_number)
        return Reading(drafts, as_of, tuple(notes), dataset=f"jp:ships:{program}")
    end_user = _is_end_user(file)
    parties = []
    for line, row in file.records(notes):
        found = _party({"".join(k.split()): v for k, v in row.items()}, line, end_user=end_user)
        if found is None:
            notes.append(f"line {line}: no name; row left out")
            continue
        found.programs, found.is_dprk = [program], is_dprk
        parties.append(found)
    kind = "meti-end-users" if end_user else f"mof:{program}"
    return Reading(parties, as_of, tuple(notes), dataset=f"jp:{kind}")


def _party(row: Row, line: int, *, end_user: bool) -> Draft | None:
    japanese, english = clean(row.get("日本語表記")), clean(row.get("英語表記"))
    company = next(
        (clean(v) for k, v in row.items() if k.lower().endswith("companyororganization")), None
    )
    name = english or company or japanese
    if name is None:
        return None
    others = [v for k, v in row.items() if any(word in k for word in _OTHER_NAMES)]
    apart = "・\n" if end_user else ";、,，"  # 'Co., Ltd.' is no two names
    former = [v for k, v in row.items() if "旧称" in k and not any(w in k for w in _OTHER_NAMES)]
    days = [v for k, v in row.items() if k in ("告示日付", "指定日", "リスト掲載日")]
    is_person = any("生年月日" in k and clean(v) for k, v in row.items())
    return Draft(
        id=clean(row.get("告示番号")) or clean(row.get("No.")) or f"line{line}",
        kind="person" if is_person else "company",
        name=name,
        line=line,
        other_names=distinct([japanese, *(n for cell in others for n in split(cell, apart))]),
        former_names=distinct(n for cell in former for n in split(cell, apart)),
        listed_on=first_day(any_day(d) for d in days),
        measures=[] if end_user else ["asset freeze"],
        consequence="mentioned" if end_user else "designated",
        authority="Japan, METI" if end_user else "Japan, Ministry of Finance",
    )
