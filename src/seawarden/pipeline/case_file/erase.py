"""`case erase`: take items out of a package when their time is over, and keep it provable.

Method: the item and its salt go, the hash of its leaf stays, so the signed root still comes out and
nobody can try a guess of what was there. The documents of the file (`data/case.*`, the crate's
metadata) show every field and photograph, so they go with the first; `share` makes documents of
what is left. Acts that stand open in the chain name people: they are closed to their commitments.
Which leaves were erased is signed (`seal/erased.dsse.json`) by the holder who signed the package:
without that a verifier says that items were taken out.

Blind spot: copies elsewhere, editions that were given away, and what a disk keeps of removed files.
"""

import json
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

from ... import __version__
from ...errors import InputError, OutputError, UsageError
from ...files.atomic import cause, write_text
from ...store import decisions
from ...store.decisions import Act, Decisions
from ...store.package import act_chain, bag, keys, leaves, statement
from ...store.package.check import check
from ...store.package.held import Held, Trust
from ...store.package.leaves import FIELD, FILE, Leaf
from ...store.package.write import CHAIN, ERASED, KEYS, LEAVES
from . import photographs, review

_DOCUMENTS = ("data/case.*", "data/ro-crate-metadata.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseOptions:
    """What the verb is given; without `fits` what has passed the period of its marking goes."""

    package: Path
    keys: Path
    by: str
    fits: Sequence[str] = ()
    docket: Path | None = None
    now_utc: datetime | None = None


def erase(options: EraseOptions) -> list[str]:
    """Erase items of a package where it lies and return their names.

    Raises UsageError when there is nothing to erase, for an edition, and for keys of another
    holder; InputError for a package that is not whole; OutputError when it cannot be written.
    """
    now_utc = (options.now_utc or datetime.now(UTC)).replace(microsecond=0)
    if not options.by.strip():
        raise UsageError("erase: expected --by, who erases")
    listed = keys.read(options.keys / keys.PUBLIC)
    held = check(options.package, Trust(lists=[listed]), now_utc)
    if held.outcome.problems:
        raise InputError(f"{options.package}: is not whole: {held.outcome.problems[0]}")
    if held.is_edition:
        raise UsageError(f"{options.package}: is an edition; remove it, and share another")
    names = _names(held, options.fits, now_utc)
    gone = [_without(leaf, names) for leaf in held.leaves]
    part = options.package.with_name(options.package.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(options.package, part)
        _seal(part, held, gone, names, options.keys, now_utc)
        aside = options.package.with_name(options.package.name + ".old")
        options.package.rename(aside)
        part.rename(options.package)
        shutil.rmtree(aside)
    except OSError as error:
        raise OutputError(f"{options.package}: cannot be written: {cause(error)}") from error
    _log(options, held, len(names), now_utc)
    return sorted(names)


def _names(held: Held, fits: Sequence[str], now_utc: datetime) -> set[str]:
    """Return the items that go, the documents that show them among these."""
    assert held.signed is not None  # a package without problems has a statement
    made, due = held.signed.statement.made, []
    names = set()
    for item in held.items:
        days = item.marking.get("retention_days")
        if days is not None:
            due.append(made + timedelta(days=days))
        is_over = days is not None and due[-1] <= now_utc
        if any(fnmatchcase(item.name, f) for f in fits) if fits else is_over:
            names.add(item.name)
    if not names:
        why = f"no item fits {', '.join(fits)}" if fits else (
            f"the next period ends {min(due):%Y-%m-%d}" if due else "no item has a period"
        )  # fmt: skip
        raise UsageError(f"erase: nothing to erase: {why}")
    if any(
        i.name in names and (i.kind == FIELD or i.name.startswith(f"{photographs.FOLDER}/"))
        for i in held.items
    ):
        files = [i.name for i in held.items if i.kind == FILE]
        names |= {n for n in files if any(fnmatchcase(n, d) for d in _DOCUMENTS)}
    return names


def _without(leaf: Leaf, names: set[str]) -> Leaf:
    if leaf.erased is not None or leaf.opened().name not in names:
        return leaf
    return Leaf(leaf.n, "", "", erased=leaf.hash.hex())


def _seal(
    folder: Path, held: Held, kept: Sequence[Leaf], names: set[str], own: Path, now_utc: datetime
) -> None:
    assert held.signed is not None
    for item in held.items:
        if item.kind == FILE and item.name in names:
            (folder / item.name).unlink()
    write_text(folder / LEAVES, leaves.to_text(kept))
    write_text(folder / CHAIN, act_chain.to_text(act_chain.closed(held.links)))
    gone = [leaf for leaf in kept if leaf.erased is not None]
    signed = replace(
        held.signed.statement, root=leaves.root_of(gone), size=len(gone),
        of=held.signed.statement.root, made_utc=now_utc.isoformat(timespec="seconds"),
        made_by=f"seawarden {__version__}",
    )  # fmt: skip
    (folder / ERASED).write_bytes(statement.sign(signed, keys.signer_in(own)))
    (folder / KEYS).write_bytes((own / keys.PUBLIC).read_bytes())
    bag.close(folder, bag.info_of(folder), now_utc.date())


def _log(options: EraseOptions, held: Held, n: int, now_utc: datetime) -> None:
    if options.docket is None:
        return
    case_id = str((held.fields.get("header.case") or {}).get("case_id") or "not known")
    act = Act(
        actor=options.by, time_utc=now_utc, act=review.ERASED, case_id=case_id,
        evidence_key="not known", detail=json.dumps({"items": n}),
    )  # fmt: skip
    Decisions(options.docket / decisions.NAME).append(act, salt=secrets.token_bytes(32))
