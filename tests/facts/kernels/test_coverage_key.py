"""The key of COVERAGE: what is packed report by report comes back from a column."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawarden.facts.kernels.coverage_key import (
    CELL_DEG,
    MAX_RECEIVER,
    pack,
    unpack,
    with_receivers,
)

DEG, HOUR_MS = 600_000, 3_600_000
REPORT = st.tuples(
    st.integers(0, 4_102_444_800_000),  # until 2100
    st.integers(-90 * DEG, 90 * DEG),
    st.integers(-180 * DEG, 180 * DEG),
    st.integers(0, 2),
    st.integers(0, MAX_RECEIVER),
)


@given(st.lists(REPORT, min_size=1, max_size=20))
def test_every_part_comes_back(reports: list[tuple[int, int, int, int, int]]) -> None:
    """Against floors in plain arithmetic; the pole lies in the last row, 180 E is 180 W."""
    parts = unpack(np.array([pack(*r) for r in reports], np.int64))
    columns = round(360 / CELL_DEG)
    for i, (t, lat, lon, ais_class, receiver) in enumerate(reports):
        row = min(round(180 / CELL_DEG) - 1, int((lat / DEG + 90) // CELL_DEG))
        column = int((lon / DEG + 180) // CELL_DEG) % columns
        assert parts.hour_ms[i] == t - t % HOUR_MS
        assert (parts.cell[i] // columns, parts.cell[i] % columns) == (row, column)
        assert (parts.ais_class[i], parts.receiver[i]) == (ais_class, receiver)


@given(st.lists(REPORT, min_size=1, max_size=20), st.integers(0, 2**32))
def test_other_receivers_leave_the_rest_alone(
    reports: list[tuple[int, int, int, int, int]], seed: int
) -> None:
    keys = np.array([pack(*r) for r in reports], np.int64)
    code = np.random.default_rng(seed).permutation(MAX_RECEIVER + 1).astype(np.int64)
    before, after = unpack(keys), unpack(with_receivers(keys, code))
    for a, b in zip(before[:3], after[:3], strict=True):
        assert (a == b).all()
    assert (after.receiver == code[before.receiver]).all()
