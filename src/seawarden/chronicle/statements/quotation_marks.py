"""Quotation marks: which runs of a paragraph stand between them.

Method: every double mark (“ ” " « » „ and doubled single marks ‘‘ ’’ '' ``) is read as opening or
closing from what stands on either side, and only then from its shape, because releases mix curly
and straight marks and set curly ones the wrong way round. Single marks count as quotation marks
only in paragraphs without double ones; an apostrophe never does. A run that is still open at the
end of a paragraph ends there and is said to be open: the next paragraph of the same speech opens
again.

Blind spot: single marks around words that end in an apostrophe (the ships' masters).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A run between marks, marks included, as offsets in the paragraph."""

    start: int
    end: int
    is_closed: bool = True
    lost_opening: bool = False

    def inner(self, text: str) -> str:
        """Return the words without their marks."""
        return text[self.start : self.end].strip(" \t\n\u00a0" + "“”\"«»„‘’'`")


_DOUBLE = re.compile(r"``|''|’’|‘‘|[“”\"«»„‟＂]")
_SINGLE = re.compile(r"[‘’'‚‛]")
_LEFT = " \t\n\u00a0([{—–-/*_>"
_RIGHT = " \t\n\u00a0)]}—–-/,.;:!?*_<…"


def runs(text: str) -> list[Run]:
    """Return the quoted runs of one paragraph, in order, never nested."""
    marks = [(m.start(), m.end(), _double(text, m)) for m in _DOUBLE.finditer(text)]
    marks = [m for m in marks if m[2] != "none"]
    if not marks:
        marks = _singles(text)
    return _pair(text, marks)


def _double(text: str, match: re.Match[str]) -> str:  # noqa: PLR0911
    """Return 'open', 'close' or 'none' (inches, seconds) for one double mark."""
    mark = match.group()
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    left, right = before in _LEFT, after in _RIGHT or after in "’'”\""
    if mark in ('"', "''", "``", "’’", "‘‘", "‟", "＂"):
        if (
            before.isdigit()
            and mark in ('"', "''")
            and text[max(0, match.start() - 2000) : match.start()].count('"') % 2 == 0
        ):
            return "none" if not right or after == " " else "close"
        if left and not right:
            return "open"
        if right and not left:
            return "close"
        if mark in ("``", "‘‘"):
            return "open"
        if left and right:  # a mark alone between blanks: by its turn
            return (
                "open"
                if len(_DOUBLE.findall(text[max(0, match.start() - 2000) : match.start()])) % 2 == 0
                else "close"
            )
        return "open" if before in ".!?,;:’" and after.isupper() else "close"
    if mark in "“«„":
        return "close" if right and not left and before in ".,!?;’" else "open"
    if left and not right and (match.start() == 0 or before in " \n\u00a0("):
        return "open"  # a closing mark set where a quotation begins
    return "close"


def _singles(text: str) -> list[tuple[int, int, str]]:
    """Return single marks that open or close a quotation: never an apostrophe in a word."""
    out: list[tuple[int, int, str]] = []
    for match in _SINGLE.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        after = text[match.end()] if match.end() < len(text) else " "
        if (
            before in _LEFT
            and after not in _RIGHT
            and not re.match(r"\d0s|n['’]|em\b|til\b", text[match.end() : match.end() + 5])
        ):
            out.append((match.start(), match.end(), "open"))
        elif after in _RIGHT and before not in _LEFT and out and out[-1][2] == "open":
            if before == "s" and after == " " and match.end() < len(text) - 1:
                rest = text[match.end() : match.end() + 400]
                if _SINGLE.search(rest) and not re.match(r"\s*(?:[A-Z]\w+ )?(?:sa|he|she)", rest):
                    continue  # a plural genitive: the run closes further on
            out.append((match.start(), match.end(), "close"))
    return out


def _pair(text: str, marks: list[tuple[int, int, str]]) -> list[Run]:
    out: list[Run] = []
    opened: int | None = None
    depth = 0
    for k, (start, end, kind) in enumerate(marks):
        if kind == "open":
            if opened is None:
                opened, depth = start, 1
            elif _closes_twice(marks, k):
                depth += 1  # a quotation in the quotation
            continue
        if opened is None:
            if not out and k == 0 and start > 0:
                out.append(Run(0, end, True, True))
            continue
        depth -= 1
        if depth == 0:
            out.append(Run(opened, end))
            opened = None
    if opened is not None:
        out.append(Run(opened, len(text.rstrip()), False))
    return out


def _closes_twice(marks: list[tuple[int, int, str]], k: int) -> bool:
    """Whether after the open mark `k` two closing marks come before the next opening one."""
    following = [kind for _, _, kind in marks[k + 1 : k + 3]]
    return following == ["close", "close"]
