"""`case import`: a partner's package as a document in a docket, unchanged, kept beside its cases.

Method: the package is checked (files, leaves, signature, keys, chain, stamps), copied into
`partners/` of the docket under the first digits of its signed root, hashed and checked again where
it lies, and renamed into its place when all of it is there; then the act is kept. `watch` neither
reads nor writes that folder. Its rows are not run: `case verify` and `case merge` do that.

Blind spot: another state of the same package (stamped or erased since) has the same root; it is
refused, and which of the two is the newer is for a person to say.
"""

import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ....errors import InputError, OutputError, UsageError
from ....files import lock
from ....files.atomic import cause, flush_folder
from ....files.streams import read_once
from ....store import decisions, layout
from ....store.decisions import Act, Decisions
from ....store.package import bag, keys
from ....store.package.check import check
from ....store.package.held import Held, Trust
from ....store.package.leaves import FIELD
from ....store.package.write import KEYS
from ....store.review import EVERY_CASE
from .. import review, select
from . import known

_PART = ".part-"
_ID_DIGITS = 16
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the verb is given."""

    package: Path
    docket: Path
    by: str
    trust: Sequence[Path] = ()
    roots: Sequence[Path] = ()
    now_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A package that a docket holds; `is_new` where this made an act of it."""

    path: Path
    package: Mapping[str, Any]
    is_new: bool
    case_ids: list[str]  # cases of ours that it speaks of


def take_in(options: ImportOptions) -> Imported:
    """Take a package into a docket.

    Raises UsageError without a name of who imports; InputError for a package that does not hold,
    or whose signer is not on a list that was given; OutputError where it cannot be written.
    """
    now_utc = options.now_utc or datetime.now(UTC)
    if not options.by.strip():
        raise UsageError("import: expected --by, the name of who imports it")
    _, cases = select.find(options.docket, None)
    trust = Trust(
        lists=[keys.read(p) for p in options.trust], roots=[read_once(p) for p in options.roots]
    )
    held = _whole(options.package, options.package, trust, now_utc)
    about = _about(held, trust)
    log = Decisions(options.docket / decisions.NAME)
    top = _top(options)
    place = top / about["package_id"]
    with lock.writer(top):
        is_copied = _put(options.package, place, about["files_sha256"], trust, now_utc)
        before = known.packages(log.read()).get(about["package_id"])
        # A signer who is on the list by now is worth an act; one who is not takes nothing back.
        is_new = (
            is_copied or before is None or about["is_signer_trusted"] > before["is_signer_trusted"]
        )
        if is_new:
            act = Act(
                actor=options.by.strip(), time_utc=now_utc, act=review.IMPORTED,
                case_id=EVERY_CASE, evidence_key=about["root"],
                detail=json.dumps(about, sort_keys=True),
            )  # fmt: skip
            log.append(act, salt=secrets.token_bytes(32))
    package = known.packages(log.read())[about["package_id"]]
    mine = [
        str(row["case_id"]) for row in cases.iter_rows(named=True)
        if known.speaking_of(row, {"it": package})
    ]  # fmt: skip
    return Imported(place, package, is_new, mine)


def _whole(folder: Path, named: Path, trust: Trust, now_utc: datetime) -> Held:
    held = check(folder, trust, now_utc)
    if problems := held.outcome.problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise InputError(f"{named}: not imported, for it does not hold: {problems[0]}{more}")
    return held


def _about(held: Held, trust: Trust) -> dict[str, Any]:
    assert held.signed is not None  # a package without problems has a statement
    lists = trust.lists or [keys.read(held.folder / KEYS)]
    holder, keyid = next(
        (listed.holder, i) for listed in lists for i in held.signed.keyids if listed.of(i)
    )
    signed, out = held.signed.statement, held.outcome
    return {
        "package_id": signed.root[:_ID_DIGITS], "root": signed.root,
        "files_sha256": _digest(_hashes(held.folder)), "signer": " ".join(holder.split())[:200],
        "keyid": keyid, "is_signer_trusted": bool(trust.lists), "is_edition": held.is_edition,
        "made_utc": signed.made_utc, "made_by": signed.made_by, "confirmed": out.confirmed,
        "not_confirmed": [*out.unconfirmed, "reproduction: its rows were not run at the import"],
        **known.about(i for i in held.items if i.kind == FIELD),
    }  # fmt: skip


def _top(options: ImportOptions) -> Path:
    """Return the folder of partners' packages, made where it was not there."""
    top, given = options.docket / layout.PARTNERS, options.package.resolve()
    if top.is_symlink():
        raise OutputError(f"{top}: a symbolic link, which is not followed; remove it")
    if given == top.resolve() or given in top.resolve().parents:
        raise OutputError(f"{options.package}: the docket lies inside it; keep them apart")
    try:
        top.mkdir(mode=_PRIVATE, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{top}: cannot be written: {cause(error)}") from error
    return top


def _put(source: Path, place: Path, sha256: str, trust: Trust, now_utc: datetime) -> bool:
    """Copy a package to its place, whole or not at all; return False where it lies there already.

    Raises OutputError where another state of it lies there.
    """
    if place.is_symlink():
        raise OutputError(f"{place}: a symbolic link, which is not followed; remove it")
    if place.exists():
        if _digest(_hashes(place)) != sha256:
            raise OutputError(
                f"{place}: holds other files under the same signed root (stamped, erased or changed"
                " since); nothing was replaced: move one of the two away"
            )
        return False
    for left in place.parent.glob(f"{_PART}*"):  # of an import that was killed
        shutil.rmtree(left, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=_PART, dir=place.parent))
    try:
        for name in bag.files_in(source):
            _copy(source / name, part / name)
        if _digest(_hashes(part)) != sha256:
            raise InputError(f"{source}: was changed while it was copied; nothing was imported")
        _whole(part, source, trust, now_utc)
        part.rename(place)
        flush_folder(place.parent)
    except OSError as error:
        raise OutputError(f"{place}: cannot be written: {cause(error)}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return True


def _copy(source: Path, place: Path) -> None:
    place.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    shutil.copyfile(source, place, follow_symlinks=False)
    with place.open("rb+") as file:
        os.fsync(file.fileno())


def _hashes(folder: Path) -> dict[str, str]:
    return {name: bag.sha256_of(folder / name) for name in bag.files_in(folder)}


def _digest(files: Mapping[str, str]) -> str:
    """Return one hash of all names and hashes: every byte of the folder, and nothing else."""
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(files.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()
