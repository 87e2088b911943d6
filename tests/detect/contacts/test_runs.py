"""Runs of contacts against a loop that anybody can follow, and hours counted by hand."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect.contacts.pairs import both_ways, hull_columns, still_open, without_gear
from seawarden.detect.contacts.runs import look_weight, runs, runs_by, slot_hours, time_ms

from ..make import at, contacts, hull, hulls

CONTACT = st.tuples(st.integers(1, 2), st.integers(3, 4), st.integers(0, 60), st.booleans())


@settings(deadline=None, max_examples=80)
@given(st.lists(CONTACT, unique_by=lambda c: c[:3], max_size=25), st.sampled_from([0.5, 1.0, 4.0]))
def test_runs_are_those_of_a_plain_loop(
    made: list[tuple[int, int, int, bool]], hole_h: float
) -> None:
    made.sort()
    frame = pl.DataFrame(
        {"hull": [c[0] for c in made], "other_hull": [c[1] for c in made],
         "time_utc": [at(c[2] / 4) for c in made]},
        schema={"hull": pl.Int64, "other_hull": pl.Int64, "time_utc": pl.Datetime("ms", "UTC")},
    )  # fmt: skip

    def plain(rows: list[int]) -> list[tuple[int, int]]:
        out: list[tuple[int, int]] = []
        for i in rows:
            last = out[-1][1] if out else None
            joins = (
                last is not None
                and made[last][:2] == made[i][:2]
                and (made[i][2] - made[last][2]) / 4 < hole_h
            )
            out = [*out[:-1], (out[-1][0], i)] if joins else [*out, (i, i)]
        return out

    found = runs(frame, hole_h)
    assert list(zip(found.first.tolist(), found.last.tolist(), strict=True)) == plain(
        list(range(len(made)))
    )
    supports = np.array([c[3] for c in made], dtype=bool)
    held = runs_by(frame, supports, hole_h)
    assert list(zip(held.first.tolist(), held.last.tolist(), strict=True)) == plain(
        np.flatnonzero(supports).tolist()
    )
    row, run = found.rows()
    assert row.tolist() == list(range(len(made)))
    assert run.tolist() == [i for i, n in enumerate(found.n.tolist()) for _ in range(n)]


def test_kept_runs_are_those_asked_for() -> None:
    found = runs(contacts(0, 60, skip=range(10, 40)), 4.0)
    assert found.n.tolist() == [10, 20]
    assert found.keep(np.array([False, True])).rows()[0].tolist() == list(range(10, 30))


def test_a_slot_is_observed_between_reports_an_hour_apart_and_a_hole_is_inferred() -> None:
    """Slots of ten minutes at 0, 10, 60 and 65 min; another run an hour later."""
    minutes = np.array([0, 10, 60, 65, 125])
    time = np.array([m * 60_000 for m in minutes])
    run = np.array([0, 0, 0, 0, 1])
    gap_s = np.array([600.0, 3600.0, 3601.0, 60.0, 60.0])
    observed, inferred = slot_hours(time, gap_s, run, 1 / 6, 1.0)
    assert observed.tolist() == pytest.approx([1 / 6, 1 / 6, 0.0, 1 / 6, 1 / 6])
    assert inferred.tolist() == pytest.approx([0.0, 40 / 60, 1 / 6, 0.0, 0.0])


@pytest.mark.parametrize(
    ("step_min", "hole_min"), [(10, 0.0), (14, 0.0), (15, 5.0), (20, 10.0), (5, 0.0)]
)
def test_less_than_half_a_slot_more_is_no_hole(step_min: int, hole_min: float) -> None:
    time = np.array([0, step_min * 60_000])
    _, inferred = slot_hours(time, np.zeros(2), np.zeros(2, int), 1 / 6, 1.0)
    assert inferred.tolist() == pytest.approx([hole_min / 60, 0.0])


@pytest.mark.parametrize(
    ("sigma_m", "gap_s", "weight"),
    [
        (500.0, 600.0, 1.0),  # a report in each slot
        (500.0, 60.0, 1.0),
        (500.0, 6000.0, 0.1),  # ten slots share one look
        (28.3, 6000.0, 1.0),  # right beside both reports
        (56.6, 6000.0, 0.25),
        (56.6, 1200.0, 0.5),
        (0.0, 6000.0, 1.0),
    ],
)
def test_slots_that_share_their_reports_share_one_look(
    sigma_m: float, gap_s: float, weight: float
) -> None:
    got = look_weight(np.array([sigma_m]), np.array([gap_s]), 600.0, 28.3)
    assert got.tolist() == pytest.approx([weight])


def test_times_are_milliseconds() -> None:
    assert time_ms(pl.Series([at(1)]).dt.cast_time_unit("ms")).tolist() == [
        int(at(1).timestamp() * 1000)
    ]


def test_each_contact_is_seen_from_both_sides() -> None:
    near = pl.concat([contacts(0, 1, metres=500.0), contacts(1, 1, metres=500.1, hulls=(3, 4))])
    rows = both_ways(near, 500.0).select("hull", "other").rows()
    assert rows == [(100_000, 200_000), (200_000, 100_000)]


@pytest.mark.parametrize(
    ("one_h", "two_h", "is_open"),
    [(3.0, 3.0, True), (3.0 + 1 / 3, 3.0, True), (3.4, 3.0, False), (3.0, 3.4, False),
     (2.0, 1.0, True), (None, 3.0, False)],
)  # fmt: skip
def test_a_meeting_is_open_within_two_slots_of_both_last_reports(
    one_h: float | None, two_h: float, is_open: bool
) -> None:
    ends = [None if x is None else at(x) for x in (3.0, one_h, two_h)]
    frame = pl.DataFrame(
        [dict(zip(("end_utc", "hull_end_utc", "other_end_utc"), ends, strict=True))],
        schema=dict.fromkeys(
            ("end_utc", "hull_end_utc", "other_end_utc"), pl.Datetime("ms", "UTC")
        ),
    )
    assert frame.select(still_open(10.0)).to_series().to_list() == [is_open]
    assert at(3.0) + timedelta(minutes=20) == at(3.0 + 1 / 3)


def test_columns_of_both_hulls_stand_beside_the_pair() -> None:
    known = hulls(hull(1, length_m=100), hull(2, length_m=200))
    made = contacts(0, 1).with_columns(length_m=pl.lit(7))
    row = hull_columns(made, known, "mmsi", "length_m").row(0, named=True)
    assert (row["mmsi"], row["other_mmsi"]) == (1, 2)
    assert (row["length_m"], row["hull_length_m"], row["other_length_m"]) == (7, 100, 200)
    alone = hull_columns(made, hulls(hull(1)), "mmsi").row(0, named=True)
    assert (alone["mmsi"], alone["other_mmsi"]) == (1, None)


@pytest.mark.parametrize(
    ("names", "left"), [(("NET 12.4V", "A"), 0), (("A", "8030-7-73%"), 0), (("A", None), 1)]
)
def test_a_contact_with_a_net_beacon_is_none(
    names: tuple[str | None, str | None], left: int
) -> None:
    known = hulls(hull(1, name=names[0]), hull(2, name=names[1]))
    assert without_gear(contacts(0, 1), known).height == left
