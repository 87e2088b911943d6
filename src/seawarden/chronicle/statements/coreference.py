"""Coreference: whom "he", "the company", "the senator", "the statement" or "it" means.

Method: a pronoun goes to the latest subject whose title or given name does not speak against it;
an office to the latest person who held it in the text, then to the author whose portfolio it is,
then to whoever held it on the document's day (`offices`); a description of one person ("the
Republican lawmaker", "his former adviser") to the person in focus; "the statement" to whoever
issued it, any other text ("the letter") is its own source.

Blind spot: a pronoun whose subject stands three sentences back; two people described in turn.
"""

import re
from typing import TYPE_CHECKING

from ...ids import flags
from ..wordlist import wordlist
from . import names, offices
from .words.speaker_words import TEXTS

if TYPE_CHECKING:
    from .speakers import Person, Speakers

Resolved = tuple[str, str, str, str]
"""(speaker, how, role, State); speaker '' when not known."""

_ISSUED = frozenset(wordlist("statement release communique communiqué message declaration"))
_UNIQUE = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|pope|king|queen|secretary-general)$"
)
_SAME_PERSON = frozenset(
    wordlist(
        "lawmaker senator congressman congresswoman politician candidate nominee minister governor "
        "mayor professor economist analyst strategist adviser advisor diplomat ambassador envoy "
        "general admiral author host doctor coach executive chief chairman chairwoman director "
        "leader veteran activist scientist man woman secretary commissioner representative "
        "legislator commander captain skipper founder negotiator expert scholar researcher "
        "businessman billionaire statesman premier"
    )
)
"""Nouns that take up the person in focus; others ("the narrator", "the judge") are new people."""
_BY_NOUN = {"man": "he", "businessman": "he", "woman": "she", "congresswoman": "she"}
_OF_A_PERSON = re.compile(r"^(?:the|his|her|their|its|this|that|[\w’'. -]+[’']s?)\s", re.I)


def by_title(written: str) -> str:
    """Return the pronoun that a title or office as written gives, or ''."""
    if re.search(
        r"\b(?:Ms|Mrs|Miss|Dame|Lady|[Ss]pokeswoman|[Cc]ongresswoman|[Cc]hairwoman|Queen)\b",
        written,
    ):
        return "she"
    if re.search(r"\b(?:Mr|Sir|Lord|[Ss]pokesman|[Cc]ongressman|[Cc]hairman|King)\b", written):
        return "he"
    return ""


def pronoun(known: "Speakers", word: str) -> Resolved:
    """Return whom a pronoun means."""
    if word in {"he", "she"}:
        fits = [p for p in reversed(known.recent) if p.pronoun in {"", word}]
        if fits:
            person = fits[0]
            sure = person.pronoun == word or len(known.recent) == 1
            note = "" if sure or person is known.focus else ", by the pronoun"
            person.pronoun = person.pronoun or word
            return person.name, f"pronoun '{word}'{note}", person.role, person.state or ""
        if known.last and not known.recent:
            return known.last, f"pronoun '{word}', the last speaker", "", ""
        return "", f"pronoun '{word}', not known", "", ""
    single = any(known.last == p.name for p in known.people)
    is_text = names.head_of(known.last.lower()) in TEXTS  # "a complaint": nobody that writes
    if word == "they" and known.last and not single and not is_text:
        return known.last, "pronoun 'they', the last speaker", "", known.state_of_body(known.last)
    if known.focus_thing:
        return known.focus_thing, f"pronoun '{word}'", "", known.thing_state or ""
    return "", f"pronoun '{word}', not known", "", ""


def carrier(known: "Speakers", mention: names.Mention) -> Resolved:
    """Return who issued "the statement"; a letter or report that nobody issued speaks itself."""
    if mention.state and not known.carrier:
        return flags.name(mention.state) or "", "issuer, by its State", "", mention.state
    words = mention.name.lower().split()
    if not known.carrier and words[-1] not in _ISSUED:
        name = re.sub(r"^(?:the|an?)\s+", "", mention.name, flags=re.I)
        return name, "a text, named", "", ""
    issuer = known.carrier or known.last
    return issuer, "issuer of the statement", "", known.state_of_body(issuer)


_MEDIA = frozenset(
    wordlist("outlet agency newspaper paper media daily magazine broadcaster channel station")
)
_IS_MEDIA = re.compile(
    r"News|KCNA|Sinmun|Reuters|Times|Herald|Agency|Post\b|Daily|Journal|Tribune|Guardian|Yonhap"
)
_KINDS = frozenset(
    wordlist(
        "company firm network bank group organisation organization campaign team corporation "
        "ministry department council commission committee union association university institute"
    )
)


def body_named_before(known: "Speakers", low: str) -> str:
    """Return the body that "the company" or "the influential daily" means, or ''."""
    head = names.head_of(low)
    named = [b for b in known.bodies if re.search(r"[A-Z]", b)]
    if head in _MEDIA or low == "news agency":
        found = next((b for b in reversed(named) if _IS_MEDIA.search(b)), "")
        return found if found or head != "media" else ""
    if head not in _KINDS or len(low.split()) > 2:
        return ""
    alike = next((b for b in reversed(named) if head in b.lower()), "")
    if alike:
        return alike
    thing = known.focus_thing
    fits = thing in known.bodies and re.search(r"[A-Z]", thing) and len(thing.split()) <= 6
    return thing if fits else ""


def office(known: "Speakers", mention: names.Mention) -> Resolved:
    """Return who an office or description means."""
    written = mention.role
    low = re.sub(r"^(?:the|a|an)\s+", "", written.lower())
    bare = re.sub(r"^(?:the|a|an)\s+", "", written, flags=re.I)
    if low.split()[-1:] and low.split()[-1].startswith("spokes"):
        return _spokes(known, mention, low, bare)
    best = _holder_in_text(known, low)
    if best is None and "minister" in low.split() and not mention.state:
        best = next((p for p in known.people if p.from_head), None)
    if best is not None:
        return best.name, f"office '{written}'", best.role, best.state or ""
    state = mention.state or known.publisher_state
    held = offices.holder(low, state, known.on)
    if held is not None:
        return held.person, f"office '{written}', held on {known.on}", bare, held.state
    described = _described(known, written, low)
    if described is not None:
        return described.name, f"description '{written}'", described.role, described.state or ""
    return bare, "office, not named", written, mention.state or ""


def _spokes(known: "Speakers", mention: names.Mention, low: str, bare: str) -> Resolved:
    written = mention.role
    if len(low.split()) > 1:
        return bare, "office, named", written, mention.state or known.state_of_body(bare)
    gender = by_title(written)
    for person in reversed(known.recent):
        if "spokes" in person.role.lower() and person.pronoun in {"", gender}:
            return person.name, f"office '{written}'", person.role, person.state or ""
    if "spokes" in known.last.lower():
        return known.last, "the spokesperson named before", written, known.state_of_body(known.last)
    owner = known.spoke or (known.bodies[-1] if known.bodies else "")
    name = f"{owner} {low.rsplit(maxsplit=1)[-1]}".strip()
    return name, "spokesperson of the body named before", written, known.state_of_body(owner)


def _holder_in_text(known: "Speakers", low: str) -> "Person | None":
    """Return the latest person whose office in the text holds every word of this one."""
    key = {
        w for w in re.findall(r"[\w’'-]+", low) if w not in {"of", "and", "the", "for", "former"}
    }
    best: Person | None = None
    for person in known.people:
        role = set(re.findall(r"[\w’'-]+", person.role.lower()))
        if key and key <= role and (best is None or person.at >= best.at):
            best = person
    return best


def _described(known: "Speakers", written: str, low: str) -> "Person | None":
    """Return the person in focus for a description of one person, definite and not unique."""
    head = names.head_of(low)
    if (
        head not in _SAME_PERSON
        or _UNIQUE.search(low)
        or not _OF_A_PERSON.match(written)
        or " counterpart" in low
    ):
        return None
    person = known.focus
    if person is None:
        return None
    other = person.name.split()[-1].lower() in low  # "Putin's spokesman" is not Putin
    gender = by_title(written) or _BY_NOUN.get(head, "")
    return None if other or (gender and person.pronoun not in {"", gender}) else person
