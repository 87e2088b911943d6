"""Speakers: who "Mr Peters", "he", "the Minister" or "the spokesperson" is in this document.

Method: the people of a document are its authors (from the head) and everyone named with a full
name in its text, in order. A surname or a title with a surname goes to the latest of them who
bears it; an office without a name to the latest person who held it, or to the author whose
portfolio it is; he and she to the person in focus (the latest subject); "the statement" and "the
outlet" to whoever issued or carried it.

Blind spot: two people of one surname in one text: the later one named is taken.
"""

import re
from dataclasses import dataclass, field

from ...ids import flags
from ..wordlist import wordlist
from . import names

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


@dataclass
class Speakers:
    """The people and bodies of one document, as far as it has been read."""

    publisher_state: str | None = None
    people: list[Person] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    acronyms: dict[str, str] = field(default_factory=dict)  # "JCS" -> what it stands for
    common: frozenset[str] = frozenset()  # capitalised only where a sentence begins
    focus: Person | None = None  # the latest person who was a subject
    focus_thing: str = ""  # the latest State or body that was a subject
    thing_state: str | None = None
    carrier: str = ""  # who issued "the statement"
    spoke: str = ""  # the latest body that spoke
    last: str = ""  # the latest speaker

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
            person = Person(name, role, at, from_head, state)
            self.people.append(person)
        else:
            if len(name.split()) > len(person.name.split()) and not person.from_head:
                person.name = name
            person.role = role or person.role
            person.at = at
            person.state = person.state or state
        return person

    def find(self, name: str) -> Person | None:
        """Return the latest person whom a full name, surname or given name fits."""
        parts = name.replace(".", "").lower().split()
        best: Person | None = None
        for person in self.people:
            known = person.name.replace(".", "").lower().split()
            fits = known == parts or (
                (len(parts) == 1 and parts[0] in _surnames(known))
                or (len(known) == 1 and known[0] in _surnames(parts))
                or (
                    len(parts) > 1
                    and len(known) > 1
                    and parts[-1] == known[-1]
                    and parts[0][0] == known[0][0]
                    and (parts[0] == known[0] or len(parts[0]) == 1 or parts[0][:3] == known[0][:3])
                )
            )
            if fits and (best is None or person.at >= best.at):
                best = person
        return best

    def resolve(self, mention: names.Mention, at: int, written: str) -> tuple[str, str, str, str]:  # noqa: PLR0911
        """Return (speaker, how, role, State) for one mention; speaker '' when not known."""
        if mention.kind == "person":
            known = self.find(mention.name) or self._knight(mention.name, written)
            if known is None and not mention.role and mention.name in self.common:
                return "", "a common word", "", ""
            name = known.name if known else mention.name
            person = self.add(name, mention.role, at=at, state=mention.state)
            how = "surname, named before" if known and " " not in mention.name else "named"
            state = person.state or (self.publisher_state if person.from_head else None)
            return person.name, how, mention.role or person.role, state or ""
        if mention.kind == "pronoun":
            return self._pronoun(mention.name)
        if mention.kind == "state":
            name = flags.name(mention.state) or mention.name
            return name, "State, named", "", mention.state or ""
        if mention.kind == "carrier":
            return self._carrier(mention)
        if mention.kind == "office":
            return self._office(mention, written)
        return self._body(mention)

    def _knight(self, name: str, written: str) -> Person | None:
        """Return whom "Sir William" means: knights go by their first name."""
        if " " in name or not re.search(r"\b(?:Sir|Dame)\s", written):
            return None
        fits = [p for p in self.people if p.name.split()[0] == name and " " in p.name]
        return max(fits, key=lambda p: p.at, default=None)

    def _pronoun(self, word: str) -> tuple[str, str, str, str]:
        if word in {"he", "she"}:
            person = self.focus
            if person is None:
                return self.last, f"pronoun '{word}', the last speaker", "", ""
            return person.name, f"pronoun '{word}'", person.role, person.state or ""
        single = any(self.last == p.name for p in self.people)
        if word == "they" and self.last and not single:
            return self.last, "pronoun 'they', the last speaker", "", self._state(self.last)
        if self.focus_thing:
            return self.focus_thing, f"pronoun '{word}'", "", self.thing_state or ""
        return "", f"pronoun '{word}', not known", "", ""

    def _carrier(self, mention: names.Mention) -> tuple[str, str, str, str]:
        if mention.state and not self.carrier:
            return flags.name(mention.state) or "", "issuer, by its State", "", mention.state
        issuer = self.carrier or self.last
        return issuer, "issuer of the statement", "", self._state(issuer)

    def _office(self, mention: names.Mention, written: str) -> tuple[str, str, str, str]:
        low = re.sub(r"^(?:the|a|an)\s+", "", mention.role.lower())
        if low.split()[-1:] and low.split()[-1].startswith("spokes"):
            body = mention.role if len(low.split()) > 1 else ""
            if body:
                name = re.sub(r"^(?:the|a|an)\s+", "", body, flags=re.I)
                return name, "office, named", mention.role, mention.state or self._state(name)
            if "spokes" in self.last.lower():
                return (
                    self.last,
                    "the spokesperson named before",
                    mention.role,
                    self._state(self.last),
                )
            owner = self.spoke or (self.bodies[-1] if self.bodies else "")
            name = f"{owner} spokesperson".strip()
            return name, "spokesperson of the body named before", mention.role, self._state(owner)
        key = {w for w in low.split() if w not in {"of", "and", "the", "for", "former"}}
        best: Person | None = None
        for person in self.people:
            role = {w for w in re.findall(r"[\w’'-]+", person.role.lower())}
            if key and key <= role and (best is None or person.at >= best.at):
                best = person
        if best is None and key & {"minister"} and not mention.state:
            best = next((p for p in self.people if p.from_head), None)
        if best is not None:
            return best.name, f"office '{mention.role}'", best.role, best.state or ""
        name = re.sub(r"^(?:the|a|an)\s+", "", mention.role, flags=re.I)
        return name, "office, not named", mention.role, mention.state or ""

    def _body(self, mention: names.Mention) -> tuple[str, str, str, str]:
        name = re.sub(r"^(?:the|The)\s+", "", mention.name)
        full = self.acronyms.get(name)
        if full:
            return full, f"'{name}', given in full in the text", "", self._state(full)
        low = name.lower()
        if low in {"outlet", "agency", "news agency", "newspaper", "paper", "media"}:
            media = next((b for b in reversed(self.bodies) if _is_media(b)), "")
            if media:
                return media, f"'{low}', the one named before", "", self._state(media)
        longer = next(
            (b for b in reversed(self.bodies) if low != b.lower() and low in b.lower().split()), ""
        )
        if longer and len(low.split()) == 1:
            return longer, f"'{name}', named in full before", "", self._state(longer)
        return name, "body, named", "", mention.state or self._state(name)

    def _state(self, name: str) -> str:
        found = names.countries(name)
        if found:
            return found[0]
        if re.search(r"KCNA|Korean Central News|Rodong|Workers[’'] Party of Korea", name):
            return "KP"
        if re.match(r"(?:Ministry|Department|Government|Cabinet)\b", name):
            return self.publisher_state or ""
        return ""


def _surnames(parts: list[str]) -> set[str]:
    """Return the words of a full name that may stand alone for it."""
    out = {parts[-1]}
    if parts[0] in _KOREAN and len(parts) <= 3:
        out.add(parts[0])
    return out


def _is_media(name: str) -> bool:
    return re.search(r"News|KCNA|Sinmun|Reuters|Times|Herald|Agency|Post\b|Daily", name) is not None


def clean(name: str) -> str:
    """Return a name from a document's head without honours ("Rt Hon Winston Peters")."""
    words = name.replace("\u00a0", " ").split()
    kept = [w for w in words if w.strip(",.").lower() not in names.TITLES]
    return " ".join(kept) or name
