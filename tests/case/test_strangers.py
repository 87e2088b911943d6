"""Ships that were never built, and identities that were typed in, hide no true case."""

from typing import Any

import polars as pl
import pytest

from seawarden.ids.hulls import hull_of
from seawarden.schema import HULLS

from .world import (
    CHINA,
    DPRK,
    PANAMA,
    T0,
    TOGO,
    build,
    events,
    h,
    hours,
    hulls,
    match,
    matches,
    only,
    sts,
)  # fmt: skip

N = 2_500


def twin_of(mmsi: int, *, imo: int | None, ordinal: int = 1, **given: Any) -> pl.DataFrame:
    """Another hull that sends `mmsi`, at the same time, 300 nm away."""
    row = hulls(mmsi).to_dicts()[0]
    row |= {
        "hull": hull_of(mmsi, ordinal), "mmsi": mmsi, "imo": imo, "n_reports": 800,
        "start_lat_deg": 37.5, "start_lon_deg": 123.5, "end_lat_deg": 38.25, "end_lon_deg": 123.0,
    } | given  # fmt: skip
    return pl.DataFrame([row], schema=HULLS.schema)


def test_an_identity_on_two_hulls_is_called_sent_not_borne() -> None:
    both = pl.concat([hulls(), twin_of(DPRK, imo=8712348)])
    case = only(build(events(sts(DPRK, PANAMA)), known=both))
    assert "a ship sending CHON MYONG 9's identity" in case["title"].replace("SIMULATED: ", "")
    assert "a ship sending CHON MYONG 9's identity (IMO 8712348" in case["what_happened"]
    (track,) = (p for p in case["evidence_against"] if p["what"].startswith("the same identity"))
    assert "800 reports" in track["detail"]
    assert "37.50N 123.50E" in track["detail"]
    assert track["weight"] == 0
    alone = only(build(events(sts(DPRK, PANAMA))))
    assert "sending" not in alone["what_happened"]


@pytest.mark.parametrize(
    "change",
    [
        {"n_reports": 4},  # a slip
        {"start_utc": T0 + hours(60), "end_utc": T0 + hours(90)},  # later: she came back
    ],
)
def test_a_slip_or_a_later_track_is_no_second_ship(change: dict[str, Any]) -> None:
    both = pl.concat([hulls(), twin_of(DPRK, imo=8712348, **change)])
    assert "sending" not in only(build(events(sts(DPRK, PANAMA)), known=both))["what_happened"]


def invented(first: int) -> tuple[list[dict[str, Any]], list[int]]:
    """Return surer transfers of twice `N` ships that do not exist, and their MMSIs."""
    mmsis = list(range(first, first + 2 * N))
    return [
        sts(mmsis[2 * i], mmsis[2 * i + 1], confidence=0.99,
            at=(30.0 + i % 7 * 0.1, 124.0 + i % 11 * 0.1))
        for i in range(N)
    ], mmsis  # fmt: skip


def test_invented_ships_push_no_true_case_out_of_the_first_ten() -> None:
    """Five thousand with the DPRK's MID, alongside each other or alongside a foreigner."""
    fakes, mmsis = invented(445_500_000)
    true = sts(DPRK, PANAMA, confidence=0.7)
    cases = build(
        events(true, *fakes), named=matches(match(DPRK)), known=hulls(DPRK, PANAMA, *mmsis)
    )
    place = next(r["rank"] for r in cases.iter_rows(named=True) if PANAMA in r["mmsis"])
    assert cases.height == N + 1
    assert place <= 10


def test_nor_one_that_no_list_names_in_another_sea() -> None:
    """She is as unproven as they are; those of one sea take turns."""
    fakes, mmsis = invented(445_500_000)
    true = sts(DPRK, PANAMA, confidence=0.7, at=(38.4, 121.5))
    cases = build(events(true, *fakes), known=hulls(DPRK, PANAMA, *mmsis))
    assert next(r["rank"] for r in cases.iter_rows(named=True) if PANAMA in r["mmsis"]) <= 10


def test_nor_do_strangers_who_type_listed_numbers() -> None:
    """Each types the IMO number of one and the same listed ship, as a thousand others do."""
    fakes, mmsis = invented(412_500_000)
    typed = [match(DPRK) | {"hull": h(m), "query_id": str(h(m)), "mmsi": m} for m in mmsis]
    world = pl.concat(
        [hulls(DPRK, PANAMA, TOGO, CHINA),
         hulls(*mmsis).with_columns(imo=pl.lit(9165310, dtype=HULLS.schema["imo"]))]
    )  # fmt: skip
    true = sts(TOGO, CHINA, confidence=0.6)
    cases = build(
        events(true, *fakes),
        named=matches(match(TOGO, listed_name="BLUE WAVE", listing_id="un1718:8"), *typed),
        known=world,
    )
    assert next(r["rank"] for r in cases.iter_rows(named=True) if TOGO in r["mmsis"]) <= 10


def test_nor_do_strangers_who_type_a_listed_number_each() -> None:
    """No two type the same: each stands as proven as she, so those of one sea take turns."""
    fakes, mmsis = invented(412_500_000)
    typed = [match(DPRK, listing_id=f"un1718:{1000 + n}") | {"hull": h(m), "query_id": str(h(m)),
             "mmsi": m} for n, m in enumerate(mmsis[::2])]  # fmt: skip
    true = sts(TOGO, CHINA, confidence=0.6, at=(38.4, 121.5))
    cases = build(
        events(true, *fakes),
        named=matches(match(TOGO, listed_name="BLUE WAVE", listing_id="un1718:8"), *typed),
        known=hulls(DPRK, PANAMA, TOGO, CHINA, *mmsis),
    )
    assert cases.height == N + 1
    assert next(r["rank"] for r in cases.iter_rows(named=True) if TOGO in r["mmsis"]) <= 10
