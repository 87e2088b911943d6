"""Tone: how much threat and how much demand is in a text, as a number that can be checked.

Method: `tone.csv` lists words and short phrases on two scales, each with the reason why it is
there and how often it stands in a million words of the KCNA stories of 2012 and of the New
Zealand releases (counted by `benchmarks/chronicle.py`). Every hit is kept with its place; the
measure is hits per 1,000 words. A longer phrase counts once and hides the shorter ones in it. No
weights, no model: anyone can count again.

Blind spot: words are counted whoever they are turned against ("condemn the threats") and whether
or not they are negated; compare speakers and times, not single sentences.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

SCALES = ("threat", "demand")


@dataclass(frozen=True, slots=True)
class Hit:
    """One word of a scale, and where it stands."""

    scale: str
    term: str
    start: int
    end: int
    text: str


def word_count(text: str) -> int:
    """Return the number of words: runs of letters or digits, apostrophes and hyphens inside."""
    return sum(1 for _ in _WORD.finditer(text))


def hits(text: str) -> list[Hit]:
    """Return every hit on either scale, in order of place."""
    out: list[Hit] = []
    for scale in SCALES:
        pattern, terms = _compiled(scale)
        for match in pattern.finditer(text):
            term = terms[int((match.lastgroup or "t0")[1:])]
            out.append(Hit(scale, term, match.start(), match.end(), match.group()))
    return sorted(out, key=lambda h: (h.start, h.scale))


def per_1000(count: int, words: int) -> float:
    """Return hits per 1,000 words; 0 for an empty text."""
    return round(1000.0 * count / words, 3) if words else 0.0


@lru_cache(maxsize=1)
def lexicon() -> list[dict[str, str]]:
    """Return the rows of `tone.csv`: scale, term, reason, source and counts."""
    text = resources.files(__package__).joinpath("tone.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")


@lru_cache(maxsize=4)
def _compiled(scale: str) -> tuple[re.Pattern[str], list[str]]:
    terms = [row["term"] for row in lexicon() if row["scale"] == scale]
    terms.sort(key=lambda t: (-len(t.split()), -len(t), t))
    parts = [f"(?P<t{k}>{_expression(term)})" for k, term in enumerate(terms)]
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(parts)})(?![\w-])", re.I), terms


def _expression(term: str) -> str:
    """Turn "retaliat*" into a pattern: * stands for any ending of the word."""
    words = [re.escape(w).replace(r"\*", r"\w*") for w in term.split()]
    return r"[\s\u00a0-]+".join(words)
