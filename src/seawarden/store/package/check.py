"""Check a package, wherever it came from: files, leaves, signature, keys, chain, stamps, time.

Method: the bag's own hashes find accidents; then every file and item is held against its leaf, the
leaves against the signed root, the signature against keys that the reader trusts, the chain against
the signed head and count, and against what was seen of it before. Each thing that does not hold is
named with its kind and place (`outcome.KINDS`); what could not be tried is said apart.

Blind spot: that a package is whole says nothing about whether it is true. A list of trusted keys
that came with the package proves nothing; an older package that is whole is known as older only to
one who saw the newer (`known`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ...errors import FormatError, InputError
from . import act_chain, bag, leaves
from .check_edition import edition
from .check_signer import signature
from .held import Held, Trust, opened, text_of
from .leaves import FILE, Item
from .statement import Signed
from .write import CHAIN, ERASED, LEAVES, STATEMENT


def check(folder: Path, trust: Trust, now_utc: datetime) -> Held:
    """Return what a package holds and what of it holds. Raises InputError where no package is."""
    if not (folder / bag.DECLARED).is_file() and not (folder / STATEMENT).is_file():
        raise InputError(f"{folder}: no package of Seawarden: {bag.DECLARED} is missing")
    held = Held(folder)
    _bag(held)
    held.signed = opened(held, STATEMENT)
    are_read = _leaves(held)
    if held.signed is not None:
        if are_read:
            _root(held, held.signed)
        signer = signature(held, held.signed, STATEMENT, trust, now_utc)
        if are_read:
            _erased(held, held.signed, signer, trust, now_utc)
        _chain(held, held.signed, trust)
        if held.is_edition and are_read:
            edition(held, trust, now_utc)
    held.outcome.problems.sort()
    return held


def _bag(held: Held) -> None:
    folder, out = held.folder, held.outcome
    listed: dict[str, str] = {}
    place = bag.MANIFEST
    try:
        present = bag.files_in(folder)
        for place in (bag.MANIFEST, bag.TAGS):
            named = bag.manifest_of(folder, place)
            if twice := sorted(set(named) & set(listed)):
                raise FormatError(f"{place}: {twice[0]} is named in both manifests")
            listed |= named
    except InputError as error:
        out.add("format", place, str(error))
        return
    _hashes(held, present, listed)
    if not out.problems:
        out.confirmed.append(f"{len(listed)} files hold the bytes that the bag names")


def _hashes(held: Held, present: Sequence[str], listed: Mapping[str, str]) -> None:
    for name in sorted(set(listed) - set(present)):
        held.outcome.add("missing", name, "the bag names it, and no file lies there")
    for name in sorted(set(present) - set(listed) - {bag.TAGS}):
        held.outcome.add("added", name, "the bag does not name it")
    for name in sorted(set(present) & set(listed)):
        if bag.sha256_of(held.folder / name) != listed[name]:
            held.outcome.add("changed", name, "its hash is not the one that the bag names")


def _leaves(held: Held) -> bool:
    """Read the leaves and hold each file against its own; return whether they could be read."""
    text = text_of(held, LEAVES)
    if text is None:
        return False
    try:
        held.leaves = leaves.from_text(text, LEAVES)
        held.items = [leaf.opened() for leaf in held.leaves if leaf.erased is None]
    except FormatError as error:
        held.outcome.add("format", LEAVES, str(error))
        return False
    named = {i.name: i for i in held.items if i.kind == FILE}
    payload = bag.files_in(held.folder / bag.DATA) if (held.folder / bag.DATA).is_dir() else []
    present = {f"{bag.DATA}/{name}" for name in payload}
    for name in sorted(present - set(named)):
        held.outcome.add("added", name, "no item of the package")
    for name in sorted(set(named) - present):
        held.outcome.add("missing", name, "an item of the package, and no file lies there")
    for name in sorted(present & set(named)):
        if bag.sha256_of(held.folder / name) != _sha256(named[name]):
            held.outcome.add("changed", name, "its hash is not the one that was sealed")
    return True


def _sha256(item: Item) -> str:
    return str(item.value.get("sha256")) if isinstance(item.value, dict) else ""


def _root(held: Held, signed: Signed) -> None:
    size = len(held.leaves)
    if size != signed.statement.size or [leaf.n for leaf in held.leaves] != list(range(size)):
        what = f"{size} items, and {signed.statement.size} were signed"
        held.outcome.add("root", LEAVES, what)
    elif leaves.root_of(held.leaves) != signed.statement.root:
        held.outcome.add("root", LEAVES, "an item or a salt is not the one that was signed")
    else:
        held.outcome.confirmed.append(f"{len(held.leaves)} items lead to the signed root")


def _erased(
    held: Held, signed: Signed, signer: str | None, trust: Trust, now_utc: datetime
) -> None:
    """Check that who signed the package signed what was erased of it, and nothing else is gone."""
    gone = [leaf for leaf in held.leaves if leaf.erased is not None]
    signed_erasure = opened(held, ERASED) if gone else None
    if signed_erasure is None:
        return
    by, stated = signature(held, signed_erasure, ERASED, trust, now_utc), signed_erasure.statement
    wanted = (signed.statement.root, len(gone), leaves.root_of(gone))
    if (stated.of, stated.size, stated.root) != wanted or by != signer:
        held.outcome.add("erased", LEAVES, f"{len(gone)} items are gone, and others were signed")
        return
    held.outcome.confirmed.append(f"{len(gone)} items were erased, as was signed {stated.made_utc}")


def _chain(held: Held, signed: Signed, trust: Trust) -> None:
    out, stated = held.outcome, signed.statement
    text = text_of(held, CHAIN)
    if text is None:
        return
    try:
        held.links = act_chain.from_text(text, CHAIN)
    except FormatError as error:
        out.add("format", CHAIN, str(error))
        return
    for kind, number in act_chain.faults(held.links, stated.acts, stated.head):
        if kind == "cut":
            out.add("cut", CHAIN, f"{number} acts are missing of {stated.acts} that were signed")
        else:
            out.add("acts", CHAIN, f"act {number} is not the one that was signed")
    if out.has(("cut", "acts")):
        return
    out.confirmed.append(f"{stated.acts} acts in an unbroken chain to the signed head")
    _against_known(held, trust)


def _against_known(held: Held, trust: Trust) -> None:
    """Hold the chain against the count and head that the reader saw of it before."""
    out = held.outcome
    if not held.links:
        out.unconfirmed.append("whether a newer state exists: no act was ever kept")
        return
    name = held.links[0].hash
    seen = trust.known.get(name)
    if seen is None:
        out.unconfirmed.append("whether a newer state exists: nothing is remembered of this docket")
    else:
        count, head = int(seen["count"]), str(seen["head"])
        if len(held.links) < count:
            out.add("rollback", CHAIN, f"{len(held.links)} acts, and {count} were seen before")
        elif held.links[count - 1].hash != head:
            out.add("rollback", CHAIN, f"act {count} is not the one that was seen before")
        else:
            out.confirmed.append(f"goes on from the {count} acts that were seen before")
    if not out.has(("rollback",)):
        out.known = {name: {"count": len(held.links), "head": held.links[-1].hash}}
