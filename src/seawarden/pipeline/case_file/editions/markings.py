"""Markings on every item, and what a recipient may see: TLP 2.0, and a national scheme in TOML.

    [scheme]                       # optional: the levels of a State, lowest first
    name = "NZ"
    levels = ["UNCLASSIFIED", "IN-CONFIDENCE", "SENSITIVE", "RESTRICTED"]

    [default]                      # what no rule says otherwise
    tlp = "AMBER"
    level = "IN-CONFIDENCE"
    releasable_to = ["NZ", "AU", "CA", "GB", "US", "JP"]

    [[rule]]                       # the last rule that fits a field's or file's name counts
    fits = "data/ais/*"
    tlp = "AMBER+STRICT"
    originator = "Provider X"
    consent = false                # the originator's, needed before another State sees it
    is_raw_commercial = true       # its licence keeps it in: in no edition at all
    retention_days = 365           # then `case erase` takes it out of the package

    [recipient.jp-mofa]
    country = "JP"
    level = "IN-CONFIDENCE"
    relations = ["community"]      # of: named, organisation, client, community
    named_for = []                 # fields of TLP:RED that were shown to this one by name

TLP is no ladder of clearances (FIRST, TLP 2.0): RED goes to the named and to nobody else,
AMBER+STRICT to the organisation, AMBER to it and its clients, GREEN to the community, CLEAR to all.
An item is shown where every one of its rules allows it: TLP, level, country, consent, licence.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ....errors import InputError, UsageError
from ....files.streams import read_once

TLP = ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
_MAY = {
    "AMBER+STRICT": {"organisation"}, "AMBER": {"organisation", "client"},
    "GREEN": {"organisation", "client", "community"},
}  # fmt: skip
PUBLIC = "public"
"""The recipient who is anybody."""
_RELATIONS = ("named", "organisation", "client", "community")
_KEYS = ("tlp", "level", "releasable_to", "originator", "consent", "is_raw_commercial",
         "is_personal", "retention_days")  # fmt: skip
PERSONAL = ("ship.*.parties", "header.status", "release.log")
"""Fields that may name a person."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets an edition, and what is known of them."""

    name: str
    country: str | None = None
    level: str | None = None
    relations: frozenset[str] = frozenset()
    named_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """The markings file. Without one, items are exported unmarked and shared as TLP:AMBER."""

    levels: tuple[str, ...] = ()
    name: str = ""
    default: Mapping[str, Any] = field(default_factory=lambda: {"tlp": "AMBER"})
    rules: tuple[Mapping[str, Any], ...] = ()
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    is_given: bool = False

    def of(self, name: str) -> dict[str, Any]:
        """Return the marking of a field or file."""
        out = dict(self.default) if self.is_given else {}
        for rule in self.rules:
            if fnmatchcase(name, str(rule["fits"])):
                out |= {k: v for k, v in rule.items() if k != "fits"}
        if any(fnmatchcase(name, p) for p in PERSONAL):
            out["is_personal"] = True
        return out

    def recipient(self, name: str) -> Recipient:
        """Return a recipient; 'public' is always known. Raises UsageError for another one."""
        if name == PUBLIC:
            return Recipient(PUBLIC)
        if name not in self.recipients:
            known = ", ".join([*self.recipients, PUBLIC])
            raise UsageError(f"--to {name}: no such recipient in the markings; known are {known}")
        return self.recipients[name]


def why_not(
    name: str, marking: Mapping[str, Any], to: Recipient, levels: Sequence[str]
) -> str | None:
    """Return why an item is not for a recipient; None where it is."""
    if marking.get("is_raw_commercial"):
        return "raw commercial AIS: its licence keeps it in"
    return _by_tlp(name, marking, to) or _by_scheme(marking, to, levels)


def _by_tlp(name: str, marking: Mapping[str, Any], to: Recipient) -> str | None:
    tlp = str(marking.get("tlp", "AMBER"))
    if tlp == "RED" and not ("named" in to.relations and _fits(name, to.named_for)):
        return "TLP:RED: for those it was shown to by name"
    if tlp in _MAY and not _MAY[tlp] & to.relations:
        return f"TLP:{tlp}: not for {to.name}"
    return None


def _by_scheme(marking: Mapping[str, Any], to: Recipient, levels: Sequence[str]) -> str | None:
    countries = marking.get("releasable_to")
    if countries is not None and to.country not in countries:
        return f"not releasable to {to.country or 'the public'}"
    if marking.get("originator") and not marking.get("consent"):
        return "its originator has not consented"
    level = marking.get("level")
    if level is not None:
        # Who holds no level may see the lowest, which is meant for everybody.
        held = levels.index(to.level) if to.level in levels else 0
        if levels.index(str(level)) > held:
            return f"above the level of {to.name}"
    return None


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, p) for p in patterns)


def read(path: Path | None) -> Scheme:
    """Return the scheme of a TOML file; the default one without a file.

    Raises InputError when it cannot be read, UsageError that names the table and key which is not
    known or holds another thing.
    """
    if path is None:
        return Scheme()
    try:
        held = tomllib.loads(read_once(path).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not a TOML file of markings: {error}") from error
    odd = set(held) - {"scheme", "default", "rule", "recipient"}
    if odd:
        raise UsageError(
            f"{path}: no table [{sorted(odd)[0]}]; known are scheme, default, rule, recipient"
        )
    scheme = held.get("scheme", {})
    levels = tuple(str(x) for x in scheme.get("levels", ()))
    rules = tuple(_marking(path, "rule", r, levels) for r in held.get("rule", ()))
    return Scheme(
        levels, str(scheme.get("name", "")),
        {"tlp": "AMBER", **_marking(path, "default", held.get("default", {}), levels)}, rules,
        {name: _recipient(path, name, r, levels) for name, r in held.get("recipient", {}).items()},
        is_given=True,
    )  # fmt: skip


def _marking(
    path: Path, table: str, held: Mapping[str, Any], levels: Sequence[str]
) -> dict[str, Any]:
    for key, value in held.items():
        if key not in (*_KEYS, *(("fits",) if table == "rule" else ())):
            raise UsageError(f"{path}: [{table}] has no '{key}'; known are {', '.join(_KEYS)}")
        if key == "tlp" and value not in TLP:
            raise UsageError(f"{path}: [{table}] tlp = '{value}': expected one of {', '.join(TLP)}")
        if key == "level" and value not in levels:
            raise UsageError(
                f"{path}: [{table}] level = '{value}': expected one of [scheme] levels"
            )
        if key == "retention_days" and not (isinstance(value, int) and value > 0):
            raise UsageError(
                f"{path}: [{table}] retention_days = {value}: expected days, 1 or more"
            )
    if table == "rule" and "fits" not in held:
        raise UsageError(f"{path}: a [[rule]] without 'fits', the names that it is for")
    return dict(held)


def _recipient(path: Path, name: str, held: Mapping[str, Any], levels: Sequence[str]) -> Recipient:
    known = {"country", "level", "relations", "named_for"}
    odd = set(held) - known
    relations = frozenset(held.get("relations", ()))
    if odd or relations - set(_RELATIONS):
        wrong = sorted(odd or relations - set(_RELATIONS))[0]
        raise UsageError(f"{path}: [recipient.{name}] '{wrong}' is not known")
    if held.get("level") is not None and held["level"] not in levels:
        raise UsageError(f"{path}: [recipient.{name}] level: expected one of [scheme] levels")
    return Recipient(
        name, held.get("country"), held.get("level"), relations, tuple(held.get("named_for", ()))
    )
