"""The briefing as PDF, set by Typst from PyPI: no system package is needed.

Blind spot: the page is set with Typst's own fonts; a script they lack falls back to boxes.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ...errors import OutputError
from .content import ACTIVITIES, AID, FORM, NOTHING_SEEN, PHOTOGRAPH, Briefing

_HEAD = """#set page(paper: "a4", margin: (x: 14mm, y: 15mm), footer: context text(size: 8pt)[AID
#h(1fr) #counter(page).display("1 / 1", both: true)]%s)
#set text(size: 9.5pt, font: ("Libertinus Serif", "DejaVu Sans Mono"))
#set table(stroke: 0.3pt + gray, inset: 3pt)
#show table: set text(size: 7.5pt)
#show heading.where(level: 2): set block(above: 6mm, below: 3mm)
"""
_MARK = """, header: align(center, text(fill: rgb("b3202a"), weight: "bold")[SIMULATED: no ship or \
event here is real])"""


def to_pdf(briefing: Briefing) -> bytes:
    """Return the PDF. Raises OutputError when Typst is not installed or fails."""
    try:
        import typst
    except ImportError as error:
        raise OutputError(
            "briefing.pdf: the package 'typst' is missing; pip install 'seawarden[patrol]'"
        ) from error
    files: dict[str, bytes] = {
        "chart.png": briefing.chart,
        "close.png": briefing.close,
        "parts.png": briefing.parts,
    }
    for i, ship in enumerate(briefing.ships):
        if ship.picture:
            files[f"ship{i}.png"] = ship.picture
    files["main.typ"] = to_typst(briefing).encode()
    try:
        with TemporaryDirectory() as folder:  # Typst reads pictures from files only
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            return bytes(typst.compile(str(Path(folder) / "main.typ"), format="pdf"))
    except Exception as error:
        raise OutputError(f"briefing.pdf: Typst could not set the page: {error}") from error


def to_typst(briefing: Briefing) -> str:
    """Return the briefing as Typst markup that names `chart.png`, `close.png`, `parts.png`,
    `ship0.png`, ..."""
    head = _HEAD.replace("AID", _text(AID)) % (_MARK if briefing.is_simulated else "")
    out = [head, f"= {_text(briefing.title)}"]
    out += [_table(briefing.summary), *(f"{_text(n)}\n" for n in briefing.notes)]
    out += ["== Airspace", *(f"{_text(n)}\n" for n in briefing.airspace_notes)]
    out += [_table(briefing.airspace)] if briefing.airspace else []
    for name in ("chart", "close"):
        out.append(f'#align(center, image("{name}.png", width: 100%))')
    out.append("== Flights")
    for (name, rows), (_, card) in zip(briefing.legs, briefing.cards, strict=True):
        out += [f"=== {_text(name)}", _card(card), _table(rows)]
    out.append("== Ships to look for")
    for i, ship in enumerate(briefing.ships):
        picture = f'image("ship{i}.png", width: 62mm)' if ship.picture else "[]"
        measures = "\n".join(f"- {_text(m)}" for m in ship.measures)
        body = (
            f"*{_text(ship.heading)}* \\ {_text(ship.facts)} \\ {_text(ship.why)} \\ "
            f"Last known: {_text(ship.last)}\n{measures}"
        )
        out.append(
            "#block(breakable: false, width: 100%, "
            f"grid(columns: (1fr, auto), gutter: 4mm, [{body}\n], {picture}))"
        )
    if not briefing.ships:
        out.append("No case of the last 60 days names a ship.")
    out.append("== Seen on earlier flights")
    out.append(_table(briefing.seen_before) if briefing.seen_before else _text(NOTHING_SEEN))
    out += ["== Photograph", *(f"- {_text(p)}" for p in PHOTOGRAPH)]
    out += ["== Where the leads point", '#image("parts.png", width: 100%)']
    out += ["== Assumptions", *(f"- {_text(a)}" for a in briefing.assumptions)]
    out += [
        "#pagebreak()",
        "#set page(flipped: true)",
        "== Contact report",
        f"Activity: {_text(', '.join(ACTIVITIES))}. Times UTC.",
    ]
    out.append(_table((FORM, *[("",) * len(FORM)] * 16), height="8mm"))
    return "\n".join(out) + "\n"


def _table(rows: Sequence[Sequence[str]], height: str = "auto") -> str:
    cells = [f"table.header({', '.join(f'[*{_text(c)}*]' for c in rows[0])})"]
    cells += [", ".join(f"[{_text(c)}]" for c in row) for row in rows[1:]]
    heights = f"rows: (auto, {height}), " if height != "auto" else ""
    wide = f"(1fr,) * {len(rows[0])}" if heights else str(len(rows[0]))
    return f"#table(columns: {wide}, {heights}{', '.join(cells)})"


def _card(rows: Sequence[tuple[str, str]]) -> str:
    cells = ", ".join(f"[{_text(k)}], [{_text(v)}]" for k, v in rows)
    return f"#table(columns: (42mm, 1fr), {cells})"


def _text(text: str) -> str:
    """Return text with everything that Typst reads as markup escaped."""
    return "".join(f"\\{c}" if c in "\\#*_`$<>@[]~=-+/\"'" else c for c in text.replace("\n", " "))
