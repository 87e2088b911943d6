"""A Merkle tree after RFC 9162, section 2.1: a root over leaves, and proofs that one is in it.

    leaf  SHA-256(0x00 || content)        node  SHA-256(0x01 || left || right)

The tree of n leaves splits at the greatest power of two below n. Content that can be guessed must
carry a salt before it comes here (`leaves`), or a proof would let others guess it.
"""

import hashlib
from collections.abc import Sequence

from ...errors import UsageError

EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, in their order."""
    if not hashes:
        return EMPTY
    if len(hashes) == 1:
        return hashes[0]
    at = _split(len(hashes))
    return node_hash(root(hashes[:at]), root(hashes[at:]))


def path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree: its siblings, from the leaf up.

    Raises UsageError for an index that is no leaf's.
    """
    if not 0 <= index < len(hashes):
        raise UsageError(f"leaf {index}: the tree has leaves 0 to {len(hashes) - 1}")
    if len(hashes) == 1:
        return []
    at = _split(len(hashes))
    if index < at:
        return [*path(index, hashes[:at]), root(hashes[at:])]
    return [*path(index - at, hashes[at:]), root(hashes[:at])]


def root_by_path(leaf: bytes, index: int, size: int, siblings: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof leads to; None where it cannot be a proof in a tree of `size`.

    Method: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    fn, sn, out = index, size - 1, leaf
    for sibling in siblings:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            out = node_hash(sibling, out)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            out = node_hash(out, sibling)
        fn, sn = fn >> 1, sn >> 1
    return out if sn == 0 else None


def _split(n: int) -> int:
    return 1 << ((n - 1).bit_length() - 1)
