"""Ways to falsify a package, in tiers: from a flipped bit to a stolen key.

Each changes the folder that it is given and returns what a verifier must say: the kinds of problem,
one of which has to be found, and the place that has to be named with it (None: any).
"""

import base64
import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from seawarden.store.package import act_chain, bag, keys, leaves, stamps, statement
from seawarden.store.package.write import CHAIN, ERASED, KEYS, LEAVES, STATEMENT


@dataclass(frozen=True)
class Expected:
    """What has to be found, and with which list, memory and clock the package is checked."""

    kinds: tuple[str, ...]
    place: str | None = None
    trust: Path | None = None
    known: Path | None = None
    now_utc: datetime | None = None
    roots: tuple[Path, ...] = ()


@dataclass
class Case:
    """What a way to falsify works on."""

    folder: Path
    older: Path
    keys: Path
    scratch: Path
    now_utc: datetime
    stamped: Path | None = None
    root: Path | None = None
    rng: random.Random = field(default_factory=random.Random)

    def files(self, prefix: str = "") -> list[str]:
        return [n for n in bag.files_in(self.folder) if n.startswith(prefix)]

    def remade(self) -> None:
        """Make every hash of the bag anew, as anybody can."""
        bag.close(self.folder, bag.info_of(self.folder), self.now_utc.date())

    def rows(self) -> list[leaves.Leaf]:
        return leaves.from_text((self.folder / LEAVES).read_text(), LEAVES)

    def signed(self) -> statement.Signed:
        return statement.read((self.folder / STATEMENT).read_bytes(), STATEMENT)

    def altered(self, name: str) -> None:
        content = bytearray((self.folder / name).read_bytes())
        content[self.rng.randrange(len(content))] ^= 1 << self.rng.randrange(8)
        (self.folder / name).write_bytes(bytes(content))

    def resealed(self, root: str, size: int) -> statement.Statement:
        return replace(self.signed().statement, root=root, size=size)

    def leaves_again(self) -> list[leaves.Leaf]:
        """Return the leaves with every file's hash as it is now."""
        out = []
        for leaf in self.rows():
            item = leaf.opened()
            if item.kind == leaves.FILE:
                path = self.folder / item.name
                value = {"bytes": path.stat().st_size, "sha256": bag.sha256_of(path)}
                leaf = replace(leaf, item=replace(item, value=value).text())  # noqa: PLW2901
            out.append(leaf)
        (self.folder / LEAVES).write_text(leaves.to_text(out))
        return out


def bit(case: Case) -> Expected:
    """One bit of one file."""
    name = case.rng.choice(case.files())
    case.altered(name)
    # A manifest with a bit less names another file, or can no longer be read.
    is_list = name in (bag.MANIFEST, bag.TAGS)
    return Expected(("changed", "format", "missing"), None if is_list else name)


def file(case: Case) -> Expected:
    """A file taken out, added, emptied, or put in another's place."""
    name, other = case.rng.sample(case.files(), 2)
    what = case.rng.choice(("taken out", "added", "emptied", "in another's place"))
    path = case.folder / name
    if what == "taken out":
        path.unlink()
        return Expected(("missing", "format"), None if name == bag.MANIFEST else name)
    if what == "added":
        new = f"{case.rng.choice(('data/', 'seal/', ''))}added-{case.rng.randrange(99)}.txt"
        (case.folder / new).write_text("x")
        return Expected(("added",), new)
    path.write_bytes(b"" if what == "emptied" else (case.folder / other).read_bytes())
    is_list = name in (bag.MANIFEST, bag.TAGS)
    return Expected(("changed", "missing", "added", "format"), None if is_list else name)


def remade(case: Case) -> Expected:
    """Something changed and every unsigned hash made anew to fit."""
    what = case.rng.choice(("payload", "leaves", "item", "erased", "chain", "statement"))
    if what == "payload":
        name = case.rng.choice(case.files("data/"))
        case.altered(name)
        case.remade()
        return Expected(("changed",), name)
    if what == "leaves":
        case.altered(case.rng.choice(case.files("data/")))
        case.leaves_again()
        case.remade()
        return Expected(("root",), LEAVES)
    if what == "item":
        rows = case.rows()
        at = case.rng.randrange(len(rows))
        rows[at] = replace(rows[at], item=rows[at].item.replace("a", "b", 1) + " ")
        (case.folder / LEAVES).write_text(leaves.to_text(rows))
        case.remade()
        return Expected(("root", "format"), LEAVES)
    if what == "erased":
        rows = case.rows()
        at = case.rng.randrange(len(rows))
        gone, rows[at] = rows[at].opened(), leaves.Leaf(at, "", "", erased=rows[at].hash.hex())
        if gone.kind == leaves.FILE:
            (case.folder / gone.name).unlink()
        (case.folder / LEAVES).write_text(leaves.to_text(rows))
        case.remade()
        return Expected(("missing",), ERASED)
    if what == "chain":
        return _chain(case)
    envelope = json.loads((case.folder / STATEMENT).read_text())
    signed = case.resealed("ab" * 32, len(case.rows()))
    envelope["payload"] = base64.b64encode(signed.to_payload()).decode()
    (case.folder / STATEMENT).write_text(json.dumps(envelope))
    case.remade()
    return Expected(("signature",), STATEMENT)


def _chain(case: Case) -> Expected:
    links = act_chain.from_text((case.folder / CHAIN).read_text(), CHAIN)
    at = case.rng.randrange(len(links))
    way = case.rng.choice(("other hash", "opened otherwise", "in another order", "one more"))
    if way == "opened otherwise":
        at = next(i for i, x in enumerate(links) if x.act is not None)
        links[at] = replace(links[at], act={**(links[at].act or {}), "actor": "somebody else"})
    elif way == "other hash":
        links[at] = replace(links[at], commitment="00" * 32)
    elif way == "one more":
        links.append(act_chain.Link(len(links) + 1, "11" * 32, links[-1].hash))
    else:
        links[0], links[-1] = links[-1], links[0]
    (case.folder / CHAIN).write_text(act_chain.to_text(links))
    case.remade()
    return Expected(("acts",), CHAIN)


def foreign_key(case: Case) -> Expected:
    """All of it made anew and signed with another's key, which may claim to be the right one."""
    name = case.rng.choice(case.files("data/"))
    case.altered(name)
    rows = case.leaves_again()
    signer = CryptoSigner.generate_ed25519()
    claims = case.rng.random() < 0.5
    public = signer.public_key
    key = keys.Key(public.keyid, public.keyval["public"], "2026-01-01T00:00:00+00:00")
    listed = keys.KeyList("Test Ministry, Nowhere", (key,))
    real = keys.read(case.keys / keys.PUBLIC).keys[-1].keyid
    content = statement.sign(case.resealed(leaves.root_of(rows), len(rows)), signer)
    if claims:
        content = content.replace(signer.public_key.keyid.encode(), real.encode())
    (case.folder / STATEMENT).write_bytes(content)
    (case.folder / KEYS).write_bytes(keys.to_bytes(listed, [signer]))
    case.remade()
    return Expected(("signature",) if claims else ("foreign key",), STATEMENT)


def revoked_key(case: Case) -> Expected:
    """All of it made anew and signed with the right key, after it was stolen and revoked."""
    name = case.rng.choice(case.files("data/"))
    case.altered(name)
    rows = case.leaves_again()
    signer = keys.signer_in(case.keys)
    content = statement.sign(case.resealed(leaves.root_of(rows), len(rows)), signer)
    (case.folder / STATEMENT).write_bytes(content)
    case.remade()
    folder = case.scratch / "revoked"
    if not folder.exists():
        shutil.copytree(case.keys, folder)
        (key,) = keys.read(folder / keys.PUBLIC).keys
        keys.revoke(folder, key.keyid, "stolen", case.now_utc - timedelta(days=1))
    return Expected(("revoked key",), STATEMENT, trust=folder / keys.PUBLIC)


def rollback(case: Case) -> Expected:
    """An older package that is whole, for one who has seen a newer state of the docket."""
    links = act_chain.from_text((case.folder / CHAIN).read_text(), CHAIN)
    known = case.scratch / "known.json"
    seen = {links[0].hash: {"count": len(links), "head": links[-1].hash}}
    known.write_text(json.dumps(seen))
    shutil.rmtree(case.folder)
    shutil.copytree(case.older, case.folder)
    return Expected(("rollback",), CHAIN, known=known)


def cut_tail(case: Case) -> Expected:
    """The newest acts left out of the chain, every unsigned hash made anew."""
    links = act_chain.from_text((case.folder / CHAIN).read_text(), CHAIN)
    kept = links[: case.rng.randrange(len(links))]
    (case.folder / CHAIN).write_text(act_chain.to_text(kept))
    case.remade()
    return Expected(("cut",), CHAIN)


def future(case: Case) -> Expected:
    """A package that says it was made when it cannot have been yet."""
    ahead = timedelta(minutes=case.rng.randrange(10, 1_000_000))
    return Expected(("future",), STATEMENT, now_utc=case.now_utc - ahead)


def stamp(case: Case) -> Expected:
    """A time stamp from the future, of another statement, or kept by a thief of the key."""
    assert case.stamped and case.root
    shutil.rmtree(case.folder)
    shutil.copytree(case.stamped, case.folder)
    made = case.signed().statement.made
    roots, place = (case.root,), f"{stamps.FOLDER}/test.tsr"
    way = case.rng.choice(("from the future", "of another statement", "of a stolen key"))
    if way == "from the future":
        # Stamped two hours after the package was made; the reader's clock stands between the two.
        at = made + timedelta(minutes=case.rng.randrange(110))
        return Expected(("future",), place, now_utc=at, roots=roots)
    if way == "of a stolen key":
        told = revoked_key(case)
        return replace(told, now_utc=made + timedelta(days=1), roots=roots)
    signer = keys.signer_in(case.keys)
    later = replace(case.signed().statement, made_utc=(made + timedelta(hours=1)).isoformat())
    (case.folder / STATEMENT).write_bytes(statement.sign(later, signer))
    case.remade()
    return Expected(("stamp",), place, now_utc=made + timedelta(days=1), roots=roots)


TIERS: dict[str, Callable[[Case], Expected]] = {
    "bit": bit, "file": file, "remade": remade, "foreign key": foreign_key,
    "revoked key": revoked_key, "rollback": rollback, "cut tail": cut_tail, "future": future,
    "stamp": stamp,
}  # fmt: skip
