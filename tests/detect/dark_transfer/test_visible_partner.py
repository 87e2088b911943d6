"""Who was seen beside a stop, and whether she was under way around it: hours counted by hand."""

import polars as pl
import pytest

from seawarden.detect.dark_transfer.visible_partner import (
    Params,
    contact_hours,
    hours_beside_stops,
    passage,
)
from seawarden.schema import CONTACTS, STAYS

from ..make import OPEN_SEA, at, contacts, stay, stays

P = Params()


def stops(*rows: tuple[int, float, float]) -> pl.DataFrame:
    """Stops of (mmsi, start, end in hours), all at one place."""
    return pl.DataFrame(
        [
            {"n": i, "hull": mmsi * 100_000, "start_utc": at(a), "end_utc": at(b),
             "lat_deg": OPEN_SEA[0], "lon_deg": OPEN_SEA[1]}
            for i, (mmsi, a, b) in enumerate(rows)
        ]
    ).with_columns(pl.col("start_utc", "end_utc").cast(pl.Datetime("ms", "UTC")))  # fmt: skip


def trail(mmsi: int, start: float, kn: float) -> dict[str, object]:
    return {"hull": mmsi * 100_000, "start_utc": at(start), "mean_sog_kn": kn}


def trails(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows)).with_columns(pl.col("start_utc").cast(pl.Datetime("ms", "UTC")))


@pytest.mark.parametrize(
    ("before", "after", "under_way"),
    [
        ((7.0, 5.0), (23.0, 5.0), True),  # three hours to either side, at 5 kn
        ((6.9, 5.0), (23.0, 5.0), False),
        ((7.0, 5.0), (23.1, 5.0), False),
        ((7.0, 4.9), (23.0, 5.0), False),
        ((7.0, 5.0), (23.0, 4.9), False),
        ((10.0, 9.0), (20.0, 9.0), True),  # as she stopped, as she left
        ((10.1, 9.0), (20.0, 9.0), False),
        ((10.0, 9.0), (19.9, 9.0), False),
    ],
)
def test_under_way_within_three_hours_before_and_after(
    before: tuple[float, float], after: tuple[float, float], under_way: bool
) -> None:
    found = passage(stops((1, 10, 20)), trails(trail(1, *before), trail(1, *after)), P)
    assert found.to_list() == [under_way]


def test_another_ship_s_passage_is_not_hers() -> None:
    made = trails(trail(1, 9.0, 9.0), trail(2, 21.0, 9.0))
    assert passage(stops((1, 10, 20), (2, 10, 20)), made, P).to_list() == [False, False]


def test_six_slots_beside_her_are_an_hour() -> None:
    beside = contacts(12.0, 6, metres=500.0)
    assert contact_hours(stops((1, 10, 20), (2, 10, 20), (3, 10, 20)), beside, P).to_list() == [
        1,
        1,
        0,
    ]
    assert contact_hours(stops((1, 10, 20)), contacts(12.0, 6, metres=501.0), P).to_list() == [0.0]


def test_only_slots_within_the_stop_count_its_edges_among_them() -> None:
    assert contact_hours(stops((1, 10, 11)), contacts(9.0, 30), P).to_list() == pytest.approx(
        [7 / 6]
    )
    assert contact_hours(stops((1, 10, 20)), CONTACTS.empty(), P).to_list() == [0.0]


def test_the_longest_company_counts_not_the_sum() -> None:
    """Two launches of half an hour are no ship that lay there for an hour."""
    made = pl.concat([contacts(12.0, 3), contacts(14.0, 5, hulls=(1, 3))])
    assert contact_hours(stops((1, 10, 20)), made, P).to_list() == pytest.approx([5 / 6])


def test_two_stops_side_by_side_are_company_for_as_long_as_they_overlap() -> None:
    here = stops((1, 10, 20))
    beside = stay(2, 14.0, 12.0)
    assert hours_beside_stops(here, stays(beside), P).to_list() == [6.0]
    assert hours_beside_stops(here, stays(stay(2, 6.0, 6.5)), P).to_list() == [2.5]
    assert hours_beside_stops(here, stays(stay(2, 30.0, 6.0)), P).to_list() == [0.0]
    assert hours_beside_stops(here, stays(beside, stay(3, 11.0, 3.0)), P).to_list() == [6.0]
    assert hours_beside_stops(here, stays(stay(1, 12.0, 6.0)), P).to_list() == [0.0]  # herself
    assert hours_beside_stops(here, STAYS.empty(), P).to_list() == [0.0]
    assert hours_beside_stops(here.clear(), stays(beside), P).to_list() == []


@pytest.mark.parametrize(("metres", "hours"), [(499.0, 6.0), (501.0, 0.0)])
def test_a_stop_further_than_500_m_is_no_neighbour(metres: float, hours: float) -> None:
    there = (OPEN_SEA[0] + metres / 111_195.0, OPEN_SEA[1])
    assert hours_beside_stops(
        stops((1, 10, 20)), stays(stay(2, 14.0, 12.0, there)), P
    ).to_list() == [hours]


@pytest.mark.parametrize(
    ("reports", "silence_h", "hours"),
    [
        (600, 2.0, 6.0),
        (600, 2.1, 0.0),  # she fell silent
        (6, 8.0, 6.0),  # usual interval of two hours, four times that is still usual
        (6, 8.1, 0.0),
    ],
)
def test_a_neighbour_was_heard_all_the_while(reports: int, silence_h: float, hours: float) -> None:
    """A ship heard every two hours is not silent for eight: nor is she in SILENCES."""
    beside = stay(2, 14.0, 12.0, n_reports=reports, longest_silence_h=silence_h)
    assert hours_beside_stops(stops((1, 10, 20)), stays(beside), P).to_list() == [hours]
