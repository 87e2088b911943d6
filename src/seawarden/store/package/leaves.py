"""The items of a package and the salted leaves that stand for them.

An item is one field of the case file, or one file of the package by its hash; it carries its
marking. Its leaf is the hash of a salt of 32 random bytes and the item's exact text, so a leaf that
is shown without its item tells nothing: a value that could be guessed ("Panama") cannot be tried
against it without the salt.

`seal/leaves.jsonl` holds a line for each leaf that is shown:

    {"n": 7, "salt": "9f..", "item": "{\\"field\\":...}", "path": ["..", ".."]}

The package of the signer shows all leaves, in their order and without `path`; an edition shows
some, each with the path that leads to the signed root. A leaf whose item was erased keeps its hash
alone, `{"n": 7, "erased": "ab.."}`: the root still comes out, and without the salt nobody can try
a guess of what it was.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...errors import FormatError
from . import merkle

SALT_BYTES = 32
FIELD, FILE = "field", "file"


@dataclass(frozen=True, slots=True)
class Item:
    """A field (`name` and `value`) or a file (`name` is its path, `value` its bytes and sha256)."""

    kind: str
    name: str
    value: Any
    marking: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Return the one form that is hashed. Raises FormatError for what JSON cannot hold."""
        named = {"kind": self.kind, "name": self.name, "value": self.value,
                 "marking": dict(self.marking)}  # fmt: skip
        try:
            return json.dumps(
                named, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
            )
        except (TypeError, ValueError) as error:
            raise FormatError(f"item {self.name}: cannot be written as JSON: {error}") from error


@dataclass(frozen=True, slots=True)
class Leaf:
    """An item at its place in the tree, with its salt; `path` in an edition only.

    Of an erased one `erased` is the hash, and there is neither salt nor item.
    """

    n: int
    salt: str
    item: str
    path: tuple[str, ...] | None = None
    erased: str | None = None

    @property
    def hash(self) -> bytes:
        """The leaf's hash in the tree."""
        if self.erased is not None:
            return bytes.fromhex(self.erased)
        return merkle.leaf_hash(bytes.fromhex(self.salt) + self.item.encode())

    def opened(self) -> Item:
        """Return the item. Raises FormatError for a text that is none."""
        try:
            held = json.loads(self.item)
            return Item(held["kind"], held["name"], held["value"], held["marking"])
        except (ValueError, KeyError, TypeError) as error:
            raise FormatError(f"leaf {self.n}: holds no item: {error}") from error


def leaves_of(items: Iterable[Item], salt: Callable[[int], bytes]) -> list[Leaf]:
    """Return a leaf for each item; `salt(n)` gives n random bytes (`secrets.token_bytes`)."""
    return [Leaf(n, salt(SALT_BYTES).hex(), item.text()) for n, item in enumerate(items)]


def shown(leaves: Sequence[Leaf], chosen: Iterable[int]) -> list[Leaf]:
    """Return the chosen leaves with their proofs; `leaves` are all of the tree, in order."""
    hashes = [leaf.hash for leaf in leaves]
    return [
        Leaf(n, leaves[n].salt, leaves[n].item, tuple(h.hex() for h in merkle.path(n, hashes)))
        for n in sorted(set(chosen))
    ]


def root_of(leaves: Sequence[Leaf]) -> str:
    """Return the root of a full set of leaves, in hex."""
    return merkle.root([leaf.hash for leaf in leaves]).hex()


def to_text(leaves: Iterable[Leaf]) -> str:
    """Return `leaves.jsonl`."""
    lines = []
    for leaf in leaves:
        held: dict[str, Any] = (
            {"n": leaf.n, "salt": leaf.salt, "item": leaf.item} if leaf.erased is None
            else {"n": leaf.n, "erased": leaf.erased}
        )  # fmt: skip
        if leaf.path is not None:
            held["path"] = list(leaf.path)
        lines.append(json.dumps(held, sort_keys=True, ensure_ascii=False) + "\n")
    return "".join(lines)


def from_text(text: str, place: str) -> list[Leaf]:
    """Return the leaves of `leaves.jsonl`. Raises FormatError that names the line."""
    out = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            continue
        try:
            held = json.loads(line)
            leaf = _read(held)
            bytes.fromhex(leaf.salt + (leaf.erased or ""))
            for sibling in leaf.path or ():
                bytes.fromhex(sibling)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FormatError(f"{place}: line {number}: no leaf: {error}") from error
        out.append(leaf)
    return out


def _read(held: Mapping[str, Any]) -> Leaf:
    if "erased" in held:
        return Leaf(int(held["n"]), "", "", erased=str(held["erased"]))
    path = held.get("path")
    return Leaf(
        int(held["n"]), str(held["salt"]), str(held["item"]),
        None if path is None else tuple(str(h) for h in path),
    )  # fmt: skip
