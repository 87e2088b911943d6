"""What a watch is reckoned to cost follows the measured figures, and says where they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seawarden as sw
from seawarden.engine.reckoning import Asked, measured, reckon
from seawarden.errors import UsageError

NUMBERS = st.floats(1e4, 1e12)


def of(reports: float, cores: int = 64) -> dict[str, float]:
    made = reckon(Asked(reports=reports, days=30, cores=cores, price_core_h=0.05)).as_dict()
    return {k: float(v) for k, v in made.items() if k != "source"}  # type: ignore[arg-type]


def test_at_the_measured_size_it_is_what_was_measured() -> None:
    figures = measured()
    n = figures["reports"].value
    found = of(n)
    assert found["read_s"] == pytest.approx(n / figures["read_per_core_s"].value)
    assert found["facts_s"] == pytest.approx(n / figures["facts_per_core_s"].value)


@given(reports=NUMBERS, cores=st.integers(1, 10_000))
def test_more_reports_cost_more_and_more_cores_take_no_longer(reports: float, cores: int) -> None:
    one, more = of(reports, cores), of(2 * reports, cores)
    assert all(more[k] >= one[k] for k in one)
    assert of(reports, cores + 1)["cluster_s"] <= one["cluster_s"]
    assert of(reports, cores + 1)["cluster_cost"] >= one["cluster_cost"] * 0.999


def test_every_figure_says_who_measured_it() -> None:
    for name, figure in measured().items():
        assert figure.unit, name
        assert "benchmarks" in figure.source or "own" in figure.source, name
    assert "benchmarks.cluster" in sw.size(reports=1e6, days=1).text


@pytest.mark.parametrize(("name", "value"), [("reports", 0), ("days", -1), ("price_core_h", 0.0)])
def test_a_number_that_cannot_be_is_named(name: str, value: float) -> None:
    given = {"reports": 1e6, "days": 1.0, "price_core_h": 0.05, name: value}
    with pytest.raises(
        UsageError, match=f"--{name.replace('_', '-')} .*: expected a number above 0"
    ):
        sw.size(**given)  # type: ignore[arg-type]
