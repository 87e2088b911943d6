"""Which of the ships that share an MMSI said what."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from seawarden.facts.shared_mmsi.speakers import reassigned
from seawarden.schema import STATICS, TIME, conform

T0 = datetime(2026, 3, 1, tzinfo=UTC)
MMSI = 412_000_001
ONE, TWO = MMSI * 100_000, MMSI * 100_000 + 1


def _segments(rows):
    """Rows of (hour, hull)."""
    return pl.DataFrame(
        {
            "mmsi": pl.Series([MMSI] * len(rows), dtype=pl.UInt32),
            "from_utc": pl.Series([T0 + timedelta(hours=h) for h, _ in rows], dtype=TIME),
            "hull": [hull for _, hull in rows],
        }
    )


def _statics(rows):
    """Rows of (hour, name, hull nearest in time)."""
    frame = pl.DataFrame(
        {
            "time_utc": pl.Series([T0 + timedelta(hours=h) for h, _, _ in rows], dtype=TIME),
            "mmsi": [MMSI] * len(rows),
            "name": pl.Series([name for _, name, _ in rows], dtype=pl.String),
            "imo": pl.Series([None] * len(rows), dtype=pl.UInt32),
            "file_id": [0] * len(rows),
            "line": range(1, len(rows) + 1),
        }
    )
    hull = pl.Series("hull", [hull for _, _, hull in rows], dtype=pl.Int64)
    return conform(frame, STATICS).with_columns(hull)


def _turns(hours, every_h=0.2):
    return _segments(
        [(i * every_h, ONE if i % 2 == 0 else TWO) for i in range(int(hours / every_h))]
    )


def _said(rng, n, hours, right):
    """ALPHA is ONE's name and BRAVO is TWO's; the nearest hull is the right one so often."""
    rows = []
    for hour in np.sort(rng.uniform(0, hours, n)):
        name, own, other = (("ALPHA", ONE, TWO), ("BRAVO", TWO, ONE))[int(rng.integers(2))]
        rows.append((float(hour), name, own if rng.random() < right else other))
    return _statics(rows)


def _names(frame):
    return set(frame.select("hull", "name").unique().rows())


def test_a_coin_that_falls_oftener_on_the_right_side_tells_whose_name_it_is():
    statics = _said(np.random.default_rng(1), 300, 48, right=0.7)
    assert _names(reassigned(statics, _turns(48))) == {(ONE, "ALPHA"), (TWO, "BRAVO")}


def test_a_fair_coin_tells_nothing_and_both_names_stay_with_both():
    statics = _said(np.random.default_rng(2), 300, 48, right=0.5)
    assert reassigned(statics, _turns(48)).equals(statics)


def test_a_name_used_while_its_ship_was_off_the_air_stays_with_the_ship_that_used_it():
    """TWO goes on alone for a day and calls herself ALPHA: that is a finding, not a mistake."""
    statics = _said(np.random.default_rng(3), 300, 48, right=0.8)
    alone = _statics([(60.0 + i, "ALPHA", TWO) for i in range(20)])
    segments = pl.concat([_turns(48), _segments([(48.5, TWO)])])
    found = reassigned(pl.concat([statics, alone]), segments)
    late = found.filter(pl.col("time_utc") > T0 + timedelta(hours=55))
    assert set(late["hull"]) == {TWO}
    early = found.filter(pl.col("time_utc") <= T0 + timedelta(hours=48))
    assert _names(early) == {(ONE, "ALPHA"), (TWO, "BRAVO")}


def test_a_ship_with_more_reports_does_not_get_every_name():
    """Nine in ten reports are ONE's, so nine in ten of all names lie nearest to her."""
    rng = np.random.default_rng(4)
    rows = [
        (float(h), ("ALPHA", "BRAVO")[int(rng.integers(2))], ONE if rng.random() < 0.9 else TWO)
        for h in np.sort(rng.uniform(0, 48, 400))
    ]
    statics = _statics(rows)
    assert reassigned(statics, _turns(48)).equals(statics)


def test_no_messages_and_messages_without_a_hull_pass_through():
    none = _statics([])
    assert reassigned(none, _turns(1)).is_empty()
    unheard = _statics([(1.0, "ALPHA", None), (2.0, None, ONE)])
    assert reassigned(unheard, _turns(4)).equals(unheard)
