"""Flags: MID to ISO 3166 alpha-2, and country names as lists print them to alpha-2.

Facts in `mid.csv` (ITU Table of Maritime Identification Digits, which follows Appendix 43 of
the Radio Regulations) and `countries.csv` (ISO 3166-1 codes; English short names; other names
met in UN, EU, UK and US lists; `parent` for territories whose ships may fly the parent's flag).

Blind spot: a MID says where the *radio* was licensed. A ship that was reflagged and kept its
MMSI, or typed another one, shows a flag that is not hers.
"""

import csv
import re
import unicodedata
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import mmsi as _mmsi

DPRK = "KP"
"""ISO 3166 alpha-2 of the Democratic People's Republic of Korea; its MID is 445."""
DPRK_MID = 445


def of_mid(mid: int | None) -> str | None:
    """Return the flag (alpha-2) that the ITU allocated `mid` to, or None.

    MID 306 is shared by Curaçao, Bonaire and Sint Maarten: Curaçao is given, whose register
    is the largest; `all_of_mid` gives the three.
    """
    found = all_of_mid(mid)
    return found[0] if found else None


def all_of_mid(mid: int | None) -> tuple[str, ...]:
    """Return every flag (alpha-2) that `mid` may stand for; empty when it is not allocated."""
    return _mids().get(mid or 0, ())


def of_mmsi(mmsi: int) -> str | None:
    """Return the flag (alpha-2) in an MMSI of any form, or None."""
    return of_mid(_mmsi.mid(mmsi))


def of_mmsis(mmsi: ArrayLike) -> NDArray[np.object_]:
    """Return `of_mmsi` for each of `mmsi`, as objects: alpha-2 or None."""
    table = np.full(1000, None, dtype=object)
    for mid, flags in _mids().items():
        table[mid] = flags[0]
    out: NDArray[np.object_] = table[_mmsi.mids(mmsi)]
    return out


def alpha2(name: str | None) -> str | None:
    """Return the alpha-2 code of a country as printed, or None when it is not known.

    Takes alpha-2, alpha-3, short and formal names, in any case, with or without accents,
    'the', points or a formal part in brackets: "Democratic People's Republic of Korea",
    'North Korea', 'DPRK', 'KP', 'PRK', 'Panama (Republic of)'. Text that names several
    countries, or none ('Unknown', 'Stateless'), gives None.
    """
    if not name:
        return None
    return _alpha2(name)


def alpha3(code: str) -> str | None:
    """Return the alpha-3 code of an alpha-2 code, or None."""
    row = _countries().get(code)
    return row["alpha3"] if row else None


def name(code: str | None) -> str | None:
    """Return the English short name of an alpha-2 code, or None."""
    row = _countries().get(code or "")
    return row["name"] if row else None


def related(a: str | None, b: str | None) -> bool:
    """Return whether two flags are the same or of one family (a territory and its parent).

    Isle of Man ships carry British MIDs and lists print either flag: a difference inside a
    family tells nothing. Hong Kong and China are kept apart only by name, so they are related.
    """
    if not a or not b:
        return False
    rows = _countries()
    root_a = (rows[a]["parent"] or a) if a in rows else a
    root_b = (rows[b]["parent"] or b) if b in rows else b
    return root_a == root_b


@lru_cache(maxsize=4096)
def _alpha2(text: str) -> str | None:
    names = _names()
    bare = re.sub(r"\(.*?\)", " ", text)
    for candidate in (text, bare):
        found = names.get(_fold(candidate))
        if found:
            return found
    if " - " in text:  # ITU style: "Netherlands (Kingdom of the) - Aruba"
        return _alpha2(text.rsplit(" - ", 1)[1])
    return None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = plain.lower().replace("&", " and ").replace("'", "").replace(".", "")
    words = re.findall(r"[a-z]+", plain)
    return " ".join(w for w in words if w != "the")


@lru_cache(maxsize=1)
def _countries() -> dict[str, dict[str, str]]:
    return {row["alpha2"]: row for row in _rows("countries.csv")}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, row in _countries().items():
        for text in (code, row["alpha3"], row["name"], *row["other_names"].split(";")):
            if text:
                names[_fold(text)] = code
    return names


@lru_cache(maxsize=1)
def _mids() -> dict[int, tuple[str, ...]]:
    table: dict[int, tuple[str, ...]] = {}
    for row in _rows("mid.csv"):
        mid = int(row["mid"])
        table[mid] = (*table.get(mid, ()), row["alpha2"])
    return table


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
