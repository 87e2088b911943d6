"""The benchmark as a whole, small: it runs and tells what is missing."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.truth import calibrate_fit, gaps, reliability, run, transfers
from benchmarks.truth.labels import labelled
from benchmarks.truth.pages import page, targets
from benchmarks.truth.score import Counts
from benchmarks.truth.settings import FIRST_TEST_SEED, SMALL, TUNING_SEEDS

TINY = replace(SMALL, vessels=40, hours=36.0)
SETTING = run.Setting(
    scenario="transfers_only", seed=1001, hours=36.0, vessels=60, mean_interval_min=10.0
)


@pytest.fixture(scope="module")
def world() -> run.World:
    return run.world(SETTING, reports=True)


def test_no_seed_is_both_for_tuning_and_for_testing() -> None:
    assert max(TUNING_SEEDS) < FIRST_TEST_SEED
    assert all(s >= FIRST_TEST_SEED for s in SMALL.test_seeds(700))


def test_what_has_no_detector_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run.not_built() == []
    monkeypatch.setattr(run, "ALL", tuple(d for d in run.ALL if d.NAME in ("sts", "encounter")))
    assert "gap" in run.not_built()
    text = page.page(targets.Results(SMALL, not_built=run.not_built()))
    assert "Kinds without a detector yet: " in text


def test_what_the_watch_finds_is_what_its_docket_holds(world: run.World) -> None:
    """Confidences before calibration are told from those after it, by the detail of each event."""
    found = world.found
    assert found.raw["event_id"].equals(found.events["event_id"])
    mapped = found.events["detail"].str.contains("raw_confidence")
    assert mapped.any()
    assert found.raw.filter(~mapped)["confidence"].equals(
        found.events.filter(~mapped)["confidence"]
    )
    assert not found.raw["confidence"].equals(found.events["confidence"])


def test_every_report_has_a_hull(world: run.World) -> None:
    assert world.found.reports["hull"].null_count() == 0
    assert world.found.reports.height == world.found.hulls["n_reports"].sum()


def test_true_transfers_are_found_and_counted_once(world: run.World) -> None:
    tally = transfers.Tally()
    transfers.add(tally, world, transfers.called(world, "seawarden"))
    n = world.truth.filter(pl.col("kind") == "sts").height
    assert tally.counts.hits + tally.counts.missed == n > 5
    assert tally.counts.recall > 0.9
    assert tally.vessel_days == 60 * 36 / 24


def test_a_call_of_the_wrong_pair_is_a_false_event(world: run.World) -> None:
    calls = transfers.called(world, "seawarden")
    swapped = calls.with_columns(other_mmsi=pl.col("mmsi") + 1)
    tally = transfers.Tally()
    transfers.add(tally, world, swapped)
    assert tally.false_events == calls.height
    assert tally.counts.hits == 0


def test_labels_of_true_transfers_are_true_and_of_shifted_ones_false(world: run.World) -> None:
    events = world.found.events.filter((pl.col("kind") == "sts") & (pl.col("confidence") > 0.9))
    assert labelled(world, events)["is_true"].all()
    away = events.with_columns(pl.col("start_utc", "end_utc").dt.offset_by("9d"))
    assert not labelled(world, away)["is_true"].any()


def test_encounters_are_labelled_by_the_true_tracks(world: run.World) -> None:
    events = world.found.events.filter(pl.col("kind") == "encounter")
    assert labelled(world, events)["is_true"].mean() > 0.8
    other = events.with_columns(other_mmsi=pl.col("other_mmsi").reverse())
    other = other.filter(pl.col("other_mmsi") != events["other_mmsi"])
    assert not labelled(world, other)["is_true"].any()


def test_switch_offs_are_among_the_silences() -> None:
    ranking = gaps.measure(replace(TINY, vessels=60), (None,))[None]
    assert 0 < sum(ranking.is_true) <= ranking.switched_off
    assert len(ranking.is_true) == len(ranking.scores["12 h"])
    for six, twelve in zip(ranking.scores["6 h"], ranking.scores["12 h"], strict=True):
        assert twelve in (0.0, six)


def test_a_switch_off_is_one_silence_however_many_hulls_its_mmsi_has(world: run.World) -> None:
    """A second hull of the MMSI, silent for longer, is neither the switch-off nor a false call."""
    rows = world.found.tables["SILENCES"].filter(~pl.col("is_open")).head(1)
    longer = rows.with_columns(
        hull=pl.col("hull") + 1,
        end_utc=pl.col("end_utc") + pl.duration(hours=50),
        duration_h=pl.col("duration_h") + 50.0,
    )
    other = rows.with_columns(hull=pl.col("hull") + 2, mmsi=pl.col("mmsi") + 1)
    silences = pl.concat([longer, rows, other])
    found = replace(world.found, tables={**world.found.tables, "SILENCES": silences})
    spans = rows.select("mmsi", off_utc="start_utc", on_utc="end_utc")
    ranking = gaps.Ranking()
    gaps.add(ranking, found, spans)
    assert ranking.is_true == [True, False]


def test_the_page_says_plainly_what_falls_short() -> None:
    tally = {(i, m): transfers.Tally() for i in transfers.INTERVALS_MIN for m in transfers.METHODS}
    for one in tally.values():
        one.vessel_days, one.counts, one.false_events = 1000.0, Counts(1, 2, 9), 2
    text = page.page(targets.Results(SMALL, transfers=tally))
    row = next(x for x in text.splitlines() if x.startswith("| transfers, 20 min"))
    assert row.endswith("| 0.100 (1 of 10) | **short** |")
    assert re.search(r"at ≤ 1 false event .* \| 2.00 \(2 in 1,000 vessel-days\) \| \*\*short", text)


def test_a_curve_is_fitted_through_what_was_right() -> None:
    """Raw 0.5, right 9 times in 10, becomes 0.9; raw 0.1, right once in 20, becomes 0.05."""
    raw = pl.Series([0.5] * 1000 + [0.1] * 1000).to_numpy()
    true = pl.Series([True] * 900 + [False] * 100 + [True] * 50 + [False] * 950).to_numpy()
    knots, said = calibrate_fit.fit(true, raw)
    assert knots == pytest.approx((np.log(1 / 9), 0.0), abs=1e-3)
    assert 1 / (1 + np.exp(-np.array(said))) == pytest.approx((0.05, 0.9), abs=0.01)


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=1, max_size=200))
def test_a_curve_always_rises_and_forgets_no_event(rows: list[tuple[float, bool]]) -> None:
    raw, true = np.array([p for p, _ in rows]), np.array([y for _, y in rows])
    knots, said = calibrate_fit.fit(true, raw)
    assert len(knots) == len(said) <= 1 + len(rows) // calibrate_fit.BLOCK
    assert all(b > a for a, b in pairwise(knots))
    assert all(b > a for a, b in pairwise(said))


def test_a_curve_that_does_not_help_unseen_is_left() -> None:
    rows = [("gap", 0.8, i % 5 > 0) for i in range(500)]  # right as it is: 4 in 5
    said = pl.DataFrame(rows, schema=["kind", "raw", "is_true"], orient="row")
    bad = said.with_columns(is_true=pl.lit(True)).with_row_index().with_columns(
        is_true=pl.col("index") % 3 > 0
    )  # fmt: skip
    assert calibrate_fit.curves(bad, said, "a test") == {}
    assert calibrate_fit.curves(said.head(10), said, "a test") == {}


def test_the_mix_is_made_of_scenarios_that_are_there() -> None:
    from seawarden.simulate import SCENARIOS

    assert {name for name, _ in reliability.MIX} <= set(SCENARIOS)
