"""OFAC lists in fixed fields (SDN.FF with ALT.FF beside it; CONS_PRIM.FF of the non-SDN list).

No header and no separator; '-0-' stands for nothing. Field widths of the main file: entry number
10, name 350, type 12, programme 200, title 200, call sign 8, vessel type 25, tonnage 14, gross
registered tonnage 8, flag 40, owner 150, remarks 1000; of the other names: entry 10, number 10,
kind 8, name 350, remarks 200 (OFAC, "Data specification", updated 25 September 2023,
ofac.treasury.gov; OFAC stopped publishing these files after it, kept copies are in use). Files of
before had 50 characters for the programme. Remarks are cut at 1,000 characters, so an IMO number
behind them is lost: the note says so.
"""

from itertools import accumulate
from pathlib import Path

from ..listing import Reading, clean
from ..source import ListFile
from . import publisher, sdn_csv

CODE, NAME, AUTHORITY = publisher.CODE, publisher.NAME, publisher.AUTHORITY
EXPECTED = "OFAC SDN (fixed fields, SDN.FF)"
_WIDTHS = (10, 350, 12, 200, 200, 8, 25, 14, 8, 40, 150, 1000)
_OLD_WIDTHS = (10, 350, 12, 50, 200, 8, 25, 14, 8, 40, 150, 1000)
_ALT_WIDTHS = (10, 10, 8, 350, 200)
_KINDS = {"-0-", "individual", "vessel", "aircraft"}
_REMARKS = 1000


def sniff(file: ListFile) -> bool:
    return _widths(file) is not None


def companion(file: ListFile) -> str | None:
    """Return 'alt' for a file of other names in fixed fields, which is no list itself."""
    cells = _cells(_first(file), _ALT_WIDTHS)
    is_alt = cells[0].isdigit() and cells[1].isdigit() and cells[2].lower() in ("aka", "fka", "nka")
    return "alt" if is_alt else None


def read(file: ListFile) -> Reading:
    """Return every entry, joined with the other names in the ALT file beside it."""
    widths = _widths(file) or _WIDTHS
    names = _other_names(file.path)
    notes = [] if names is not None else ["no ALT file beside it: other names are not known"]
    drafts, n_cut = [], 0
    with file.text() as text:
        for line, row in enumerate(text, start=1):
            bare = row.rstrip("\r\n\x1a")
            if not bare.strip():
                continue
            cells = _cells(bare, widths)
            if not cells[0].isdigit():
                notes.append(f"line {line}: no entry number, came '{cells[0][:20]}'; row left out")
                continue
            n_cut += len(cells[-1]) >= _REMARKS - 1
            found = [clean(cell) for cell in cells]
            drafts.append(sdn_csv.draft(found, line, (names or {}).get(cells[0], [])))
    if n_cut:
        notes.append(f"{n_cut} entries have remarks cut at {_REMARKS} characters")
    return Reading(drafts, None, tuple(notes), dataset=sdn_csv.dataset_of(file.path))


def _first(file: ListFile) -> str:
    return file.head.split("\n", 1)[0].rstrip("\r")


def _widths(file: ListFile) -> tuple[int, ...] | None:
    first = _first(file)
    for widths in (_WIDTHS, _OLD_WIDTHS):
        cells = _cells(first, widths)
        # Each field is filled, if only with '-0-', where it stands where it should.
        if cells[0].isdigit() and cells[2].lower() in _KINDS and all(cells[:11]):
            return widths
    return None


def _cells(line: str, widths: tuple[int, ...]) -> list[str]:
    ends = list(accumulate(widths))
    return [line[end - width : end].strip() for end, width in zip(ends, widths, strict=True)]


def _other_names(path: Path) -> dict[str, list[tuple[str, str]]] | None:
    beside_it = sdn_csv.beside(path, "alt")
    if beside_it is None:
        return None
    names: dict[str, list[tuple[str, str]]] = {}
    with beside_it.open(encoding="cp1252", errors="replace", newline="") as file:
        for line in file:
            cells = _cells(line.rstrip("\r\n\x1a"), _ALT_WIDTHS)
            if cells[0].isdigit() and clean(cells[3]):
                names.setdefault(cells[0], []).append((cells[2].lower(), cells[3]))
    return names
