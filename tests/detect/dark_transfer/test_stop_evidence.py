"""What speaks for a transfer at a lone ship's stop: her draught, and who lay beside her."""

import polars as pl
import pytest

from seawarden.detect.dark_transfer import one_side, visible_partner

from ..make import at, contacts

NOTHING_SEEN = pl.DataFrame(schema={"n": pl.Int64, "w_sightings": pl.Float64})


def belief(length_m: float | None, change_m: float | None) -> float:
    found = pl.DataFrame(
        {"n": [0], "length_m": [length_m]}, schema={"n": pl.Int64, "length_m": pl.Float64}
    )
    change = pl.Series([change_m], dtype=pl.Float64)
    return float(one_side.belief(found, NOTHING_SEEN, change, one_side.Params())[0])


def test_half_a_metre_is_enough_for_a_coaster_and_half_an_answer_for_a_large_ship() -> None:
    assert belief(100, 0.6) == belief(100, -0.6) == belief(100, 1.5) == belief(180, 1.5)
    assert belief(180, None) < belief(180, 0.6) < belief(100, 0.6)
    assert belief(180, 0.6) == belief(180, 0.9)


def test_an_unchanged_draught_speaks_a_little_against_and_none_says_nothing() -> None:
    assert belief(100, 0.1) < belief(100, None) < belief(180, 0.6)
    assert belief(None, 0.6) == belief(100, 0.6)  # a length never heard is taken as small


@pytest.mark.parametrize(("slot_min", "hours"), [(10.0, 1.0), (5.0, 0.5)])
def test_a_visible_partner_counts_in_hours_whatever_the_grid(slot_min: float, hours: float) -> None:
    """Six times on the grid are an hour of ten minutes each, half an hour of five."""
    stop = pl.DataFrame(
        {"n": [0, 1], "hull": [100_000, 900_000], "start_utc": [at(0)] * 2, "end_utc": [at(9)] * 2}
    ).cast({"start_utc": pl.Datetime("ms", "UTC"), "end_utc": pl.Datetime("ms", "UTC")})
    beside = contacts(2.0, 6)
    found = visible_partner.contact_hours(stop, beside, visible_partner.Params(slot_min=slot_min))
    assert found.to_list() == [hours, 0.0]
