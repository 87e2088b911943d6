"""Calibration: probabilities mapped in one place, in order, with the raw value kept."""

import json
import math
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.detect.calibration import calibrate
from seawarden.detect.calibration.calibrate import Curve, calibrated, expected_false_alarms
from seawarden.detect.dark_transfer import both_sides
from seawarden.schema import EVENTS, KINDS, conform

CURVE = {"gap": Curve("gap", (-2.0, 0.0, 3.0), (-3.0, -0.5, 2.0), 100, "a test")}


def events(*rows: tuple[str, float, str]) -> pl.DataFrame:
    frame = pl.DataFrame(
        [{"kind": k, "confidence": p, "detail": d, "event_id": f"{k}-{i}", "version": 1,
          "start_utc": 0, "end_utc": 0, "is_open": False, "lat_deg": 0.0, "lon_deg": 0.0,
          "observed_h": 0.0, "inferred_h": 0.0} for i, (k, p, d) in enumerate(rows)],
        schema_overrides={"detail": pl.String},
    )  # fmt: skip
    return conform(frame, EVENTS)


def test_a_mapped_kind_gets_the_curve_and_keeps_its_raw_value() -> None:
    out = calibrated(events(("gap", 0.5, '{"duration_h":7.0}')), CURVE)
    assert out["confidence"][0] == pytest.approx(0.377541, abs=1e-5)  # 1 / (1 + e^0.5)
    assert json.loads(out["detail"][0]) == {"duration_h": 7.0, "raw_confidence": 0.5}


@given(st.floats(1e-6, 1 - 1e-6))
def test_no_figure_is_lifted_beyond_what_a_curve_was_fitted_on(p: float) -> None:
    raw = math.log(p / (1 - p))
    for curve in (*calibrate.table().values(), *CURVE.values()):
        if not curve.raw[0] <= raw <= curve.raw[-1]:
            assert float(curve.at(np.array([p]))[0]) <= p + 1e-9


@given(st.lists(st.floats(1e-5, 1 - 1e-5), min_size=2, max_size=30))
def test_the_shipped_curves_never_change_the_order(raw: list[float]) -> None:
    rising = np.array(sorted(raw))
    for curve in calibrate.table().values():
        assert (np.diff(curve.at(rising)) >= -1e-12).all()


def test_between_knots_the_curve_is_straight_and_beyond_them_almost_level() -> None:
    def odds(raw: float) -> float:
        p = float(CURVE["gap"].at(np.array([1.0 / (1.0 + np.exp(-raw))]))[0])
        return float(np.log(p / (1.0 - p)))

    assert odds(-1.0) == pytest.approx(-1.75)
    assert odds(0.6) == pytest.approx(0.0)
    assert odds(5.0) == pytest.approx(2.0 + 2.0 * calibrate.TILT)
    assert odds(-2.5) == pytest.approx(-3.0 - 0.5 * calibrate.TILT)
    assert odds(-6.0) == pytest.approx(-6.0), "never above the raw figure there"


def test_an_event_without_detail_gets_one() -> None:
    out = calibrated(events(("gap", 0.8, "{}")), CURVE)
    assert json.loads(out["detail"][0]) == {"raw_confidence": 0.8}


def test_a_kind_without_a_curve_is_left_alone() -> None:
    before = events(("sts", 0.8, '{"place":"open sea"}'))
    assert calibrated(before, CURVE).equals(before)


def test_certainty_is_not_mapped() -> None:
    """0 and 1 are said where nothing is weighed; a curve would make doubt of them."""
    before = events(("gap", 0.0, "{}"), ("gap", 1.0, "{}"))
    assert calibrated(before, CURVE).equals(before)


def test_no_events_give_no_events() -> None:
    assert calibrated(EVENTS.empty(), CURVE).equals(EVENTS.empty())


@given(st.lists(st.floats(0.001, 0.999), min_size=2, max_size=20))
def test_the_order_of_events_never_changes(said: list[float]) -> None:
    said = [round(p, 3) for p in said]
    out = calibrated(events(*(("gap", p, "{}") for p in said)), CURVE)["confidence"].to_list()
    for (p, q), (a, b) in zip(pairwise(said), pairwise(out), strict=True):
        assert (p < q) <= (a < b)


def test_the_shipped_table_names_kinds_and_sources_and_never_turns_round() -> None:
    assert calibrate.table()
    for kind, curve in calibrate.table().items():
        assert kind in KINDS
        assert all(b > a for a, b in pairwise(curve.raw))
        assert all(b > a for a, b in pairwise(curve.calibrated))
        assert curve.n >= 50
        assert "seeds" in curve.source


def test_what_nobody_saw_stays_below_a_call_when_calibrated() -> None:
    """Both sides dark without opposite draughts is possible and no more (docs/wording.md)."""
    most = calibrate.table()["dark_sts"].at(np.array([both_sides.Params().unseen_most]))[0]
    assert most < calibrate.CALL


def test_expected_false_alarms_add_up_the_doubt_of_the_calls() -> None:
    """0.9 and 0.6 are calls: 0.1 + 0.4 false in 50 vessel-days; 0.4 is no call."""
    found = events(("sts", 0.9, "{}"), ("gap", 0.6, "{}"), ("sts", 0.4, "{}"))
    assert expected_false_alarms(found, 50.0) == pytest.approx(10.0)
    assert expected_false_alarms(found, 50.0, kinds=("sts",)) == pytest.approx(2.0)
    assert expected_false_alarms(found, 50.0, cut=0.3) == pytest.approx(22.0)


def test_without_vessel_days_no_rate_is_told() -> None:
    assert math.isnan(expected_false_alarms(events(("sts", 0.9, "{}")), 0.0))


def test_vessel_days_are_the_ships_spans() -> None:
    day = pl.Datetime("ms", "UTC")
    hulls = pl.DataFrame(
        {"station": ["ship", "ship", "base"], "start_utc": [0, 0, 0],
         "end_utc": [86_400_000, 43_200_000, 86_400_000]}
    ).with_columns(pl.col("start_utc", "end_utc").cast(day))  # fmt: skip
    assert calibrate.vessel_days(hulls) == pytest.approx(1.5)
