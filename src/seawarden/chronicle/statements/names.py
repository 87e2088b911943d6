"""Names: the people, offices, States and bodies that can speak, recognised by their words.

Method: a closed list of offices ("Minister", "spokesperson"), portfolios ("Foreign Affairs"),
titles ("Rt Hon") and bodies ("Ministry", "Council"); what is capitalised and none of these is a
personal name. Countries come from `ids.flags`, with capitals and demonyms from `peoples.csv`.

Blind spot: a person whose name is a portfolio (Mr Justice, Ms Defence).
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ...ids import flags
from ..wordlist import wordlist

TITLES = frozenset(
    wordlist(
        "mr mrs ms miss dr sir dame hon honourable honorable rt right professor prof rev his "
        "her excellency majesty highness h.e he the lord lady kc qc mp mps onzm gnzm gen lt "
        "col maj comrade dear respected"
    )
)
OFFICES = frozenset(
    wordlist(
        "commodore minister ministers president premier chancellor secretary secretary-general "
        "under-secretary ambassador envoy commissioner chairman chairwoman chair chairperson "
        "director director-general leader leaders spokesperson spokesman spokeswoman "
        "spokespeople governor governor-general speaker senator general admiral commander "
        "colonel captain lieutenant marshal vice-marshal major brigadier sergeant king queen "
        "prince princess emperor pope archbishop judge justice mayor official officials "
        "diplomat diplomats analyst analysts expert experts professor coordinator "
        "representative representatives delegate delegates counsellor councilor councillor "
        "attorney-general whip president-elect treasurer undersecretary chief head deputy "
        "vice counterpart author editor correspondent mps lawmakers"
    )
)
BODIES = frozenset(
    wordlist(
        "military taskforce chiefs staff ministry department government governments "
        "administration council committee "
        "commission agency agencies court parliament congress assembly union association "
        "organisation organization party office embassy bureau authority institute university "
        "secretariat navy army airforce force forces police command nations state board "
        "conference delegation forum alliance coalition regime presidium cabinet house "
        "foundation society federation centre center bank company corporation group panel "
        "mission side sides outlet agency newspaper media paper broadcaster network countries "
        "members council states leaders partners kcna reuters sinmun times herald daily "
        "tribune post rnz afp yonhap tass xinhua"
    )
)
CARRIERS = frozenset(
    wordlist(
        "statement release letter communique communiqué message declaration commentary "
        "article editorial report memorandum spokesperson spokesman announcement dispatch"
    )
)
"""Texts that speak for somebody: the speaker is whoever issued them."""
PORTFOLIOS = frozenset(
    wordlist(
        "air foreign affairs trade defence defense disarmament arms control finance health "
        "education justice police corrections immigration transport energy resources "
        "conservation environment agriculture fisheries racing housing labour employment "
        "social development research science innovation technology māori maori pacific island "
        "peoples women women's youth seniors veterans veterans' veterans’ internal "
        "state-owned enterprises climate change local economic customs tourism sport "
        "recreation arts culture heritage broadcasting communications information security "
        "intelligence attorney treaty negotiations export growth small business commerce "
        "consumer building construction revenue statistics land water rural communities "
        "forestry biosecurity food safety aid overseas national prime associate acting duty "
        "first senior junior state war unification interior home external international "
        "public civil service digital economy emergency management ocean and of for the & on "
        "to in assistant permanent special former new shadow visiting outgoing incoming "
        "minister's media court"
    )
)
ACRONYM = re.compile(r"^[A-Z][A-Z0-9&.]{1,}$")
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
_INITIAL = re.compile(r"(?:[A-Za-z]\.)+|[A-Z][a-z]{0,2}\.")


@dataclass(frozen=True, slots=True)
class Mention:
    """What a noun phrase names."""

    kind: str  # 'person', 'office', 'body', 'state', 'pronoun', 'carrier' or 'none'
    name: str  # personal name or body as written; '' for a bare office
    role: str  # office that stands with it
    state: str | None  # ISO 3166 alpha-2


def parse(phrase: str) -> Mention:  # noqa: PLR0911
    """Return what a noun phrase ("Foreign Minister Winston Peters", "the Ministry") names."""
    text = re.sub(r"\([^)]*\)|\[|\]|\*", " ", phrase)
    text = " ".join(text.replace("\u00a0", " ").split()).strip(" ,;:–—-")
    text = re.sub(r"\s(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$", "", text)
    words = [w if _INITIAL.fullmatch(w) else w.rstrip(".-") for w in _WORD.findall(text)]
    low = [w.lower() for w in words]
    if not words:
        return Mention("none", "", "", None)
    if len(words) == 1 and low[0] in {"he", "she", "they", "it"}:
        return Mention("pronoun", low[0], "", None)
    state = state_of(text)
    if state:
        return Mention("state", text, "", state)
    person, role = _split(words)
    state = next((s for s in (state_of(w) for w in _spans(words)) if s), None)
    heads = [w for w in low if w in OFFICES or w.rstrip("s") in OFFICES]
    if person:
        return Mention("person", " ".join(person), " ".join(role), state)
    if low[-1] in CARRIERS and low[-1] not in OFFICES:
        return Mention("carrier", text, "", state)
    if heads:
        return Mention("office", "", text, state)
    if any(w in BODIES for w in low) or any(ACRONYM.match(w) for w in words):
        return Mention("body", re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.I), "", state)
    if state and low[-1] not in PORTFOLIOS:
        return Mention("none", text, "", state)
    return Mention("none", text, "", state)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Part the words of a phrase into (personal name, office)."""
    low = [w.lower().rstrip(".") for w in words]
    while len(low) > 1 and low[-1] in _SUFFIXES:
        words, low = words[:-1], low[:-1]
    k = len(words)
    while k and _is_name(words[k - 1], low[k - 1], k == 1):
        k -= 1
    name = words[k:]
    while name and not name[0][0].isupper():
        name = name[1:]
    before = words[: len(words) - len(name)]
    titled = bool(before) and before[-1].lower().rstrip(".") in TITLES
    office = any(b.lower() in OFFICES for b in before)
    if len(name) == 1 and len(name[0].rstrip(".")) < 2:
        return [], words
    if not name or (len(name) == 1 and not titled and not office and before):
        return [], words
    if any(w.lower() in BODIES for w in before[-3:]) and not office and not titled:
        return [], words
    role = [w for w in before if w.lower().rstrip(".") not in TITLES]
    return name, role


def _is_name(word: str, low: str, is_first: bool) -> bool:
    if low in PORTFOLIOS or low in OFFICES or low in BODIES or low in TITLES or low in CARRIERS:
        return low in {"de", "van", "al"} and not is_first
    if not word[0].isupper() or (
        ACRONYM.match(word.rstrip(".")) and (len(word) > 2 or word in _SHORT)
    ):
        return False
    return not (is_first and low in _STARTERS) and state_of(word) is None


_SHORT = frozenset({"UN", "EU", "US", "UK", "NZ", "AU"})
_SUFFIXES = frozenset(wordlist("mp mps kc qc onzm gnzm phd jp dcnzm mnzm obe cbe"))
_STARTERS = frozenset(
    wordlist(
        "annex article paragraph section table chapter figure this that these those there "
        "what it we i you our his her their its such some many most both all each another "
        "other any no one two three sanctions talks resolution resolutions officials however "
        "meanwhile also today yesterday tomorrow but and or so if when while as since for in "
        "on at by from with under over after before during following more about last next "
        "later now then here additional further recent contact note notes background earlier "
        "again despite monday tuesday wednesday thursday friday saturday sunday january "
        "february march april may june july august september october november december media "
        "speaking according"
    )
)


def _spans(words: list[str]) -> list[str]:
    """Return runs of one to four words, longest first."""
    return [" ".join(words[i : i + n]) for n in (4, 3, 2, 1) for i in range(len(words) - n + 1)]


@lru_cache(maxsize=65536)
def state_of(text: str) -> str | None:
    """Return the State (alpha-2) that a name, demonym or capital stands for, or None."""
    bare = re.sub(r"[’']s?$", "", " ".join(text.split())).strip(" ,.")
    bare = re.sub(r"^[Tt]he\s+", "", bare)
    if not bare or (bare.islower() and not bare.startswith(("north korea", "south korea"))):
        return None
    found = _peoples().get(bare.lower())
    if found:
        return found
    if bare.lower() in _peoples_not():
        return None
    if len(bare) <= 3 and bare.upper() not in {"UK", "USA", "UAE", "ROK", "PRC", "US"}:
        return None
    if len(bare.replace(".", "")) <= 3 and not bare.isupper():
        return None
    return flags.alpha2(bare)


_CAPS = r"(?:[A-Z][\w’'.\-]*|U\.S\.|south|north)"
_SUFFIX = re.compile(r"-(?:flagged|based|owned|led|made|born|backed|registered|linked|hosted)\b")
_RUN = re.compile(rf"{_CAPS}(?:\s+(?:of|and|the|&)?\s*{_CAPS}){{0,6}}")


def countries(text: str) -> list[str]:
    """Return the States that a passage names (name, demonym or capital), in order, once each."""
    out: list[str] = []
    text = _SUFFIX.sub(" ", text)
    for match in _RUN.finditer(text):
        words = re.sub(r"[,.;:]+$", "", match.group()).split()
        k = 0
        while k < len(words):
            for n in range(min(6, len(words) - k), 0, -1):
                run = " ".join(words[k : k + n])
                code = state_of(run)
                if code or run.lower() in _peoples_not():
                    if code and code not in out:
                        out.append(code)
                    k += n
                    break
            else:
                k += 1
    return out


@lru_cache(maxsize=1)
def _peoples() -> dict[str, str]:
    return {row["word"].lower(): row["alpha2"] for row in _rows() if row["alpha2"]}


@lru_cache(maxsize=1)
def _peoples_not() -> frozenset[str]:
    return frozenset(row["word"].lower() for row in _rows() if not row["alpha2"])


def _rows() -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath("peoples.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
