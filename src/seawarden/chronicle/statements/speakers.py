"""Speakers: who "Mr Peters", "he", "the Minister" or "the spokesperson" is in this document.

Method: the people of a document are its authors (from the head) and everyone named with a full
name in its text, in order. A surname or a title with a surname goes to the latest of them who
bears it; an office without a name to the latest person who held it, or to the author whose
portfolio it is; he and she to the person in focus (the latest subject); "the statement" and "the
outlet" to whoever issued or carried it.

Blind spot: two people of one surname in one text, of whom the second named goes by it alone.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from ...ids import flags
from ..wordlist import wordlist
from . import coreference, names
from .words.given_names import pronoun as pronoun_of
from .words.speaker_words import TITLES

_KOREAN = frozenset(
    wordlist(
        "kim ri pak choe jang kang paek jo jong yun han rim kwak o an sin hwang ro ryu song "
        "kwon hong yang wang li zhang chen xi hu wen moon lee park"
    )
)


@dataclass
class Person:
    """One person named in the document."""

    name: str
    role: str = ""
    at: int = -1  # place of the latest mention
    from_head: bool = False
    state: str | None = None
    pronoun: str = ""  # 'he' or 'she', where a title or the given name says so


@dataclass
class Speakers:
    """The people and bodies of one document, as far as it has been read."""

    publisher_state: str | None = None
    on: date | None = None  # the document's day, for the table of offices
    people: list[Person] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    acronyms: dict[str, str] = field(default_factory=dict)  # "JCS" -> what it stands for
    common: frozenset[str] = frozenset()  # capitalised only where a sentence begins
    recent: list[Person] = field(default_factory=list)  # subjects in their order, latest last
    focus_thing: str = ""  # the latest State or body that was a subject
    thing_state: str | None = None
    carrier: str = ""  # who issued "the statement"
    spoke: str = ""  # the latest body that spoke
    last: str = ""  # the latest speaker

    @property
    def focus(self) -> Person | None:
        """The latest person who was a subject."""
        return self.recent[-1] if self.recent else None

    def focus_on(self, person: Person | None) -> None:
        """Put a person in focus: pronouns and descriptions mean him first."""
        if person is not None:
            self.recent = [p for p in self.recent[-8:] if p is not person] + [person]

    def add(
        self,
        name: str,
        role: str = "",
        *,
        at: int = -1,
        from_head: bool = False,
        state: str | None = None,
    ) -> Person:
        """Return the person of that name, made if new."""
        person = self.find(name)
        if person is None:
            person = Person(name, role, at, from_head, state, pronoun_of(name.split(maxsplit=1)[0]))
            self.people.append(person)
        else:
            if len(name.split()) > len(person.name.split()) and not person.from_head:
                person.name = name
                person.pronoun = person.pronoun or pronoun_of(name.split(maxsplit=1)[0])
            person.role = role or person.role
            person.at = at
            person.state = person.state or state
        return person

    def note_body(self, name: str) -> None:
        """Keep a body's name, latest last, for "the company" and "the outlet"."""
        if re.search(r"[A-Z]", name) and len(name.split()) <= 10:
            self.bodies = [b for b in self.bodies if b != name] + [name]

    def find(self, name: str) -> Person | None:
        """Return the person whom a full name, surname or given name fits.

        Of several who bear a surname that stands alone, the latest who was a subject, else the one
        named first: news names the others in full.
        """
        parts = _bare(name)
        exact = next((p for p in self.people if _bare(p.name) == parts), None)
        if exact is not None and len(parts) > 1:
            return exact  # Erica Garner, though Eric Garner was named before
        best: Person | None = None
        fitting: list[Person] = []
        for person in self.people:
            known = _bare(person.name)
            fits = known == parts or (
                (len(parts) == 1 and parts[0] in _surnames(known))
                or (len(known) == 1 and known[0] in _surnames(parts))
                or (
                    len(parts) > 1
                    and len(known) > 1
                    and parts[-1] == known[-1]
                    and parts[0][0] == known[0][0]
                    and _same_given(parts[0], known[0])
                )
            )
            if fits:
                fitting.append(person)
                best = person if best is None or person.at >= best.at else best
        if len(parts) == 1 and len(fitting) > 1:
            return next((p for p in reversed(self.recent) if p in fitting), fitting[0])
        return best

    def resolve(self, mention: names.Mention, at: int, written: str) -> tuple[str, str, str, str]:  # noqa: PLR0911
        """Return (speaker, how, role, State) for one mention; speaker '' when not known."""
        if mention.kind == "person":
            known = self.find(mention.name) or self._knight(mention.name, written)
            if known is None and not mention.role and mention.name in self.common:
                return "", "a common word", "", ""
            name = known.name if known else mention.name
            person = self.add(name, mention.role, at=at, state=mention.state)
            person.pronoun = coreference.by_title(written) or person.pronoun
            how = "surname, named before" if known and " " not in mention.name else "named"
            state = person.state or (self.publisher_state if person.from_head else None)
            return person.name, how, mention.role or person.role, state or ""
        if mention.kind == "pronoun":
            return coreference.pronoun(self, mention.name)
        if mention.kind == "state":
            bearer = self.find(mention.name)
            if bearer is not None and " " in bearer.name:  # "Monaco", after "Lisa Monaco"
                bearer.at = at
                return bearer.name, "surname, named before", bearer.role, bearer.state or ""
            name = flags.name(mention.state) or mention.name
            return name, "State, named", "", mention.state or ""
        if mention.kind == "carrier":
            return coreference.carrier(self, mention)
        if mention.kind == "office":
            return coreference.office(self, mention)
        return self._body(mention)

    def _knight(self, name: str, written: str) -> Person | None:
        """Return whom "Sir William" means: knights go by their first name."""
        if " " in name or not re.search(r"\b(?:Sir|Dame)\s", written):
            return None
        fits = [p for p in self.people if p.name.split()[0] == name and " " in p.name]
        return max(fits, key=lambda p: p.at, default=None)

    def _body(self, mention: names.Mention) -> tuple[str, str, str, str]:
        name = re.sub(r"^(?:the|The)\s+", "", mention.name)
        full = self.acronyms.get(name)
        if full:
            return full, f"'{name}', given in full in the text", "", self.state_of_body(full)
        low = name.lower()
        if not re.search(r"[A-Z]", re.sub(r"\b(?:U\.?S|UK|UN)\b\.?", "", name)):
            meant = coreference.body_named_before(self, low)
            if meant:
                return meant, f"'{low}', the one named before", "", self.state_of_body(meant)
        longer = next(
            (b for b in reversed(self.bodies) if low != b.lower() and low in b.lower().split()), ""
        )
        if longer and len(low.split()) == 1:
            return longer, f"'{name}', named in full before", "", self.state_of_body(longer)
        return name, "body, named", "", mention.state or self.state_of_body(name)

    def state_of_body(self, name: str) -> str:
        found = names.countries(name)
        if found:
            return found[0]
        if re.search(r"KCNA|Korean Central News|Rodong|Workers[’'] Party of Korea", name):
            return "KP"
        if re.match(r"(?:Ministry|Department|Government|Cabinet)\b", name):
            return self.publisher_state or ""
        return ""


def _same_given(one: str, other: str) -> bool:
    """Whether two given names can be one person's: an initial, a short form; not Eric and Erica."""
    if one == other or len(one) == 1:
        return True
    genders = {pronoun_of(one), pronoun_of(other)} - {""}
    return one[:3] == other[:3] and len(genders) < 2 and one + "a" != other and other + "a" != one


def _bare(name: str) -> list[str]:
    """Return a name's words in lower case, without points, genitive and Jr, Sr, II, III."""
    words = re.sub(r"[’']s?$", "", name).replace(".", "").lower().split()
    while len(words) > 1 and words[-1] in {"jr", "sr", "ii", "iii", "iv"}:
        words = words[:-1]
    return words


def _surnames(parts: list[str]) -> set[str]:
    """Return the words of a full name that may stand alone for it."""
    out = {parts[-1]}
    if parts[0] in _KOREAN and len(parts) <= 3:
        out.add(parts[0])
    return out


def clean(name: str) -> str:
    """Return a name from a document's head without honours ("Rt Hon Winston Peters")."""
    words = name.replace("\u00a0", " ").split()
    kept = [w for w in words if w.strip(",.").lower() not in TITLES]
    return " ".join(kept) or name
