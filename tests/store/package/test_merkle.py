"""The tree against the published example, and against a second way to build it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import UsageError
from seawarden.store.package import merkle

LEAVES = [bytes.fromhex(x) for x in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The example of Certificate Transparency's reference code, for its first one to eight leaves."""


@pytest.mark.parametrize("n", range(1, 9))
def test_the_published_example(n: int) -> None:
    assert merkle.root([merkle.leaf_hash(x) for x in LEAVES[:n]]).hex() == ROOTS[n - 1]


def test_a_tree_without_leaves_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()


def _level_by_level(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        pairs = [hashes[i : i + 2] for i in range(0, len(hashes), 2)]
        hashes = [merkle.node_hash(*p) if len(p) == 2 else p[0] for p in pairs]
    return hashes[0]


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=70), st.data())
def test_every_leaf_is_proved_and_no_other(content: list[bytes], data: st.DataObject) -> None:
    hashes = [merkle.leaf_hash(x) for x in content]
    root = merkle.root(hashes)
    assert root == _level_by_level(hashes)
    n = data.draw(st.integers(0, len(hashes) - 1))
    path = merkle.path(n, hashes)
    assert merkle.root_by_path(hashes[n], n, len(hashes), path) == root
    assert merkle.root_by_path(merkle.leaf_hash(b"other"), n, len(hashes), path) != root
    assert merkle.root_by_path(hashes[n], n, len(hashes), [*path, root]) != root
    if path:
        assert merkle.root_by_path(hashes[n], n, len(hashes), path[:-1]) != root
        other = (n + 1) % len(hashes)
        if hashes[other] != hashes[n]:
            assert merkle.root_by_path(hashes[n], other, len(hashes), path) != root


def test_a_leaf_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="leaf 3: the tree has leaves 0 to 1"):
        merkle.path(3, [b"a", b"b"])
    assert merkle.root_by_path(b"a", 2, 2, []) is None
