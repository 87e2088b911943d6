"""What lies nearest: measured one by one as by SciPy's tree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from seawarden.geo import point_tree
from seawarden.geo.point_tree import PointTree


def drawn(seed: int, n: int, m: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.normal(size=(n, 3)), random.normal(size=(m, 3))


@given(st.integers(0, 10_000), st.integers(0, 60), st.integers(0, 20), st.integers(1, 6))
def test_measuring_and_the_tree_agree(seed: int, n: int, m: int, k: int) -> None:
    points, at = drawn(seed, n, m)
    ours, trees = PointTree(points), cKDTree(points)
    for within in (np.inf, 0.8):
        apart, index = ours.nearest(at, k, within)
        wanted, at_index = trees.query(at, k=k, distance_upper_bound=within)
        np.testing.assert_allclose(apart, wanted, rtol=1e-15)
        np.testing.assert_array_equal(index, at_index)
    assert ours.around(at, 0.8) == [sorted(some) for some in trees.query_ball_point(at, 0.8)]
    pairs = {tuple(p) for p in ours.pairs(0.8).tolist()}
    assert pairs == trees.query_pairs(0.8)


def test_many_questions_go_to_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the answers are the same ones."""
    points, at = drawn(1, 50, 40)
    few = PointTree(points)
    monkeypatch.setattr(point_tree, "_MEASURED", 100)
    many = PointTree(points)
    np.testing.assert_array_equal(many.nearest(at, 3)[1], few.nearest(at, 3)[1])
    assert many.around(at, 0.5) == few.around(at, 0.5)
    assert {tuple(p) for p in many.pairs(0.5)} == {tuple(p) for p in few.pairs(0.5)}


def test_in_pieces_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    points, at = drawn(2, 50, 40)
    wanted = PointTree(points).nearest(at, 4)
    monkeypatch.setattr(point_tree, "_AT_ONCE", 120)
    pieces = PointTree(points)
    np.testing.assert_array_equal(pieces.nearest(at, 4)[0], wanted[0])
    assert pieces.around(at, 0.7) == PointTree(points).around(at, 0.7)


def test_a_watch_of_two_ships_imports_no_scipy(small_docket: object) -> None:
    """Its import takes longer than the whole pass."""
    import subprocess
    import sys

    code = (
        "import sys, seawarden as sw, tempfile\n"
        "with tempfile.TemporaryDirectory() as name:\n"
        f"    sw.watch({str(small_docket)!r} + '/ais', out=name + '/docket')\n"
        "print(sorted(m for m in ('pandas', 'matplotlib', 'pyarrow.dataset', 'scipy.linalg',"
        "'scipy.ndimage', 'scipy.optimize', 'scipy.sparse', 'scipy.spatial', 'scipy.special')"
        " if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
