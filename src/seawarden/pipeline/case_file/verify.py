"""`case verify`: is a package whole, whose is it, and does its case come out of its rows again?

Reported apart: *integrity* (files, items, signature, chain, stamps: `store.package.check`);
*reproduction* (reading, facts, detectors, screening and case, run again on the enclosed rows with
the enclosed CONTEXT and parameters, every number of the file compared); and *re-evaluation* where
this Seawarden is another version than the one that wrote the package: the same, as the share of
numbers that still come out, which may differ without anything being wrong.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ... import __version__
from ...errors import InputError, SeawardenError
from ...files.atomic import write_text
from ...files.streams import read_once
from ...store.canonical import json_text
from ...store.package import keys
from ...store.package.check import check
from ...store.package.held import Held, Trust
from ..watch.default_params import defaults
from . import enclosed, fields, photographs, source_lines
from .compare import case_again, compare, values_of
from .parameters import unlike
from .received.known import is_received
from .rerun import rerun

Tell = Callable[[str, float], None]
_ENTERED = ("header.question", "header.lawful_basis", "header.status", "header.made", "release.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOptions:
    """What the verb is given."""

    package: Path
    trust: Sequence[Path] = ()
    roots: Sequence[Path] = ()
    known: Path | None = None
    rerun: bool = True
    now_utc: datetime | None = None


@dataclass(slots=True)
class Verified:
    """What was found; `reproduction` is None where it was not tried."""

    held: Held
    reproduction: dict[str, Any] | None = None
    not_tried: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing that was tried failed."""
        return not self.held.outcome.problems and not (
            self.reproduction
            and self.reproduction["is_same_version"]
            and self.reproduction["differs"]
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        out = self.held.outcome
        return {
            "package": str(self.held.folder),
            "is_edition": self.held.is_edition,
            "ok": self.is_whole,
            "integrity": {
                "problems": [
                    {"kind": p.kind, "place": p.place, "detail": p.detail} for p in out.problems
                ],
                "confirmed": out.confirmed,
            },
            "reproduction": self.reproduction,
            "unconfirmed": [*out.unconfirmed, *self.not_tried],
        }  # fmt: skip


def verify(options: VerifyOptions, tell: Tell) -> Verified:
    """Check a package. Raises InputError where there is none, or a trusted list cannot be read."""
    now_utc = options.now_utc or datetime.now(UTC)
    trust = Trust(
        lists=[keys.read(path) for path in options.trust],
        roots=[read_once(path) for path in options.roots],
        known=_known(options.known),
    )
    tell("checking files and signature", 0.05)
    out = Verified(check(options.package, trust, now_utc))
    if out.held.is_edition:
        out.not_tried.append("reproduction: an edition does not hold the rows")
    elif not options.rerun:
        out.not_tried.append("reproduction: it was not asked for")
    elif out.held.outcome.problems:
        out.not_tried.append("reproduction: what is not whole is not run")
    else:
        tell("running the enclosed rows again", 0.3)
        try:
            out.reproduction = _reproduced(out)
        except SeawardenError as error:
            out.not_tried.append(f"reproduction: {error}")
    if options.known is not None and out.is_whole and out.held.outcome.known:
        known = json.dumps({**trust.known, **out.held.outcome.known}, indent=1)
        write_text(options.known, known, among_others=True)
    return out


def _reproduced(out: Verified) -> dict[str, Any]:
    held, package = enclosed.read(out.held.folder), out.held.folder
    assert out.held.signed is not None  # a package without problems has a statement
    made_utc = out.held.signed.statement.made
    again = rerun(held, made_utc)
    compared = compare(held, again)
    rows, odd, not_tried = source_lines.reread(package, held)
    out.not_tried += not_tried
    if again.context_sha256 != held.run["context_sha256"]:
        compared.differs.append("CONTEXT: not the one that the run recorded")
    if held.reach != enclosed.ALL:
        out.not_tried.append("reception (COVERAGE): taken as given, its rows are not enclosed")
    found = case_again(held, again)
    fresh = {} if found is None else fields.derived_fields(held, again, found.row(0, named=True))
    entered = []
    for name, value in out.held.fields.items():
        if name.startswith(_ENTERED) or name.endswith(".parties") or is_received(value):
            entered.append(name)
            continue
        if name.startswith("photograph."):
            fresh[name] = _photograph(out, name, value)
        _field(compared, name, value, fresh.get(name))
    out.not_tried += [f"{name}: entered by people, not derived" for name in sorted(entered)]
    if n := sum(leaf.erased is not None for leaf in out.held.leaves):
        out.not_tried.append(f"{n} items: they were erased")
    other = unlike(held.run["parameters"], defaults())
    out.not_tried += [
        f"threshold {name}: one of the two versions does not have it" for name in other
    ]
    return {
        "version": held.run["version"], "by_version": __version__,
        "is_same_version": held.run["version"] == __version__ and not other,
        "rows_read_again": rows, "rows": held.reach, **compared.as_dict(),
        "other_versions": enclosed.other_versions(package),
        "differs": [*odd, *compared.differs],
    }  # fmt: skip


def _photograph(out: Verified, name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    fresh, is_same_reader = photographs.read_again(out.held.folder, value)
    if not is_same_reader:
        out.not_tried.append(f"{name}: C2PA: was read by another reader, or none is installed")
    return fresh


def _field(compared: Any, name: str, value: Any, fresh: Any) -> None:
    mine, theirs = (values_of({name: _rounded(v)}) for v in (value, fresh))
    for place, one in mine.items():
        is_number = isinstance(one, int | float) and not isinstance(one, bool)
        compared.numbers += is_number
        if theirs.get(place, ...) == one:
            compared.confirmed += is_number
        else:
            compared.differs.append(f"field {place}")


def _rounded(value: Any) -> Any:
    """Return a value at the places that its fields' units give (`store.canonical`)."""
    return json.loads(json_text(json.dumps({"v": value}, default=str)))["v"]


def _known(path: Path | None) -> Mapping[str, Any]:
    if path is None or not path.exists():
        return {}
    try:
        held = json.loads(read_once(path))
        _ = [int(v["count"]) for v in held.values()], [str(v["head"]) for v in held.values()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not what an earlier check remembered: {error}") from error
    return dict(held)
