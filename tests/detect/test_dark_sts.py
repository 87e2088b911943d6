"""A transfer in the dark needs more than a drift, and says how much of it was seen."""

import json
from typing import Any

import polars as pl
import pytest

from seawarden.detect import dark_sts
from seawarden.detect.learning.learn import learn
from seawarden.geo.sphere import destination
from seawarden.schema import (
    CLAIMS,
    CONTACTS,
    FIXES,
    JUMPS,
    SIGHTINGS,
    SILENCES,
    STAYS,
    TIME,
    TRAILS,
    conform,
)

from .make import OPEN_SEA, at, contacts, coverage, hull, hulls, silence, silences, stay, stays
from .scenes import fix, sighting, sightings

TANKER = {"ship_type": 80, "length_m": 110, "beam_m": 18, "bow_m": 55, "stern_m": 55}


def draughts(mmsi: int, *said: tuple[float, float]) -> pl.DataFrame:
    """CLAIMS of (hour, draught)."""
    rows = [
        {"hull": mmsi * 100_000, "mmsi": mmsi, "start_utc": at(h), "end_utc": at(h + 1),
         "n_statics": 1, "draught_m": d, "file_id": 0, "first_line": 1, "last_line": 1}
        for h, d in said
    ]  # fmt: skip
    return conform(pl.DataFrame(rows), CLAIMS)


def detect(**given: pl.DataFrame) -> pl.DataFrame:
    """Run on ships 1, 2, 3, all tankers, in well heard waters; what is not given is empty."""
    frames = {
        "STAYS": STAYS.empty(), "TRAILS": TRAILS.empty(), "SILENCES": SILENCES.empty(),
        "HULLS": hulls(*(hull(m, **TANKER) for m in (1, 2, 3))), "CLAIMS": CLAIMS.empty(),
        "CONTACTS": CONTACTS.empty(), "COVERAGE": coverage(), "SIGHTINGS": SIGHTINGS.empty(),
        "FIXES": FIXES.empty(), "JUMPS": JUMPS.empty(), **given,
    }  # fmt: skip
    return dark_sts.detect(*(frames[t.name] for t in dark_sts.READS), context=learn(frames))


def drift(mmsi: int = 1, start_h: float = 24.0, hours: float = 8.0, **more: Any) -> pl.DataFrame:
    return stays(stay(mmsi=mmsi, start_h=start_h, hours=hours, **more))


def confidence(out: pl.DataFrame) -> float:
    return float(out["confidence"].max() or 0.0)  # type: ignore[arg-type]


def half_hour(hours: float, mmsi: int = 1) -> dict[str, Any]:
    """A TRAILS row of a ship under way."""
    where = {c: 33.0 for c in ("start_lat_deg", "end_lat_deg", "south_deg", "north_deg")}
    where |= {c: 124.0 for c in ("start_lon_deg", "end_lon_deg", "west_deg", "east_deg")}
    return {"hull": mmsi * 100_000, "mmsi": mmsi,
            "start_utc": at(hours), "end_utc": at(hours + 0.5),
            "n_reports": 9, "track_nm": 5.0, "turn_deg": 0.0, "mean_sog_kn": 10.0,
            "first_row": 0, "last_row": 9, **where}  # fmt: skip


PASSAGES = conform(pl.DataFrame([half_hour(22.5), half_hour(33.0)]), TRAILS)
AMID_OTHERS = conform(
    pl.DataFrame([
        {**half_hour(h / 2, m), "start_lat_deg": 33.15, "end_lat_deg": 33.15,
         "start_lon_deg": 124.22, "end_lon_deg": 124.22}
        for m in range(11, 19) for h in range(40, 72)
    ]), TRAILS,
)  # fmt: skip
"""Eight ships that are heard 5 km off all the time: no outage."""
LIGHTER = draughts(1, (0.0, 7.5), (34.0, 5.9))


def test_a_drift_and_nothing_else_is_no_transfer() -> None:
    assert confidence(detect(STAYS=drift())) < 0.2


def test_a_stop_between_two_passages_after_which_the_draught_differs_is_called() -> None:
    out = detect(STAYS=drift(), CLAIMS=LIGHTER, TRAILS=PASSAGES)
    assert confidence(out) >= 0.5
    assert out["observed_h"][0] == pytest.approx(8.0)
    assert out["other_mmsi"].to_list() == [None]


def test_what_was_loaded_in_port_is_not_laid_to_the_drift() -> None:
    nampo = stay(mmsi=1, start_h=33.0, hours=5.0, where=(38.7167, 125.4))
    both = stays(stay(mmsi=1, start_h=24.0, hours=8.0), nampo)
    late = draughts(1, (0.0, 7.5), (36.0, 5.9))
    assert confidence(detect(STAYS=both, CLAIMS=late)) < 0.2


def look(*extra: dict[str, object], length_m: float = 110.0) -> dict[str, pl.DataFrame]:
    """SIGHTINGS and FIXES at hour 28: ship 1 where she says, and what else was seen."""
    rows = [sighting(0, *OPEN_SEA, time_utc=at(28.0), length_m=length_m, sigma_m=50.0), *extra]
    seen = sightings(rows)
    near = fix(seen, 1, {"before": (-0.1, *OPEN_SEA, 0.3, 0.0, 0.0),
                         "after": (0.1, *OPEN_SEA, 0.3, 0.0, 0.0)})  # fmt: skip
    return {"SIGHTINGS": seen, "FIXES": near}


def test_a_second_hull_seen_beside_her_is_a_transfer_in_the_dark() -> None:
    off = tuple(map(float, destination(*OPEN_SEA, 90.0, 150.0)))
    second = sighting(1, *off, time_utc=at(28.0), length_m=95.0, sigma_m=50.0)
    alone, beside = detect(STAYS=drift(), **look()), detect(STAYS=drift(), **look(second))
    assert confidence(alone) < 0.15
    assert confidence(beside) >= 0.5
    assert json.loads(beside["detail"][0])["p_beside"] > 0.8


def test_a_second_hull_two_kilometres_off_is_not_beside_her() -> None:
    off = tuple(map(float, destination(*OPEN_SEA, 90.0, 2000.0)))
    second = sighting(1, *off, time_utc=at(28.0), length_m=95.0, sigma_m=50.0)
    assert confidence(detect(STAYS=drift(), **look(second))) < 0.2


def test_the_length_of_two_hulls_supports_and_her_own_length_speaks_against() -> None:
    two, one = (
        confidence(detect(STAYS=drift(), CLAIMS=LIGHTER, **look(length_m=x)))
        for x in (185.0, 110.0)
    )
    none = confidence(detect(STAYS=drift(), CLAIMS=LIGHTER))
    assert two > 0.75
    assert one < none < two


def test_a_visible_partner_explains_the_draught() -> None:
    """That is `sts`, and both ships are named there."""
    out = detect(STAYS=drift(), CLAIMS=LIGHTER, CONTACTS=contacts(25.0, 30))
    assert confidence(out) < 0.1


def test_a_ship_heard_stopped_beside_her_is_a_partner_though_no_slots_met() -> None:
    """At an hour between reports the two are hardly ever seen in the same ten minutes."""

    def beside(metres: float, silent_h: float) -> float:
        lat, lon = map(float, destination(*OPEN_SEA, 90.0, metres))
        other = stay(mmsi=3, start_h=25.0, hours=6.0, where=(lat, lon), n_reports=7,
                     longest_silence_h=silent_h)  # fmt: skip
        both = stays(stay(mmsi=1, start_h=24.0, hours=8.0), other)
        out = detect(STAYS=both, CLAIMS=LIGHTER, TRAILS=PASSAGES)
        return confidence(out.filter(pl.col("hull") == 100_000))

    assert beside(100.0, 2.0) < 0.1
    assert beside(100.0, 5.5) >= 0.5  # she fell silent there: that is the dark side
    assert beside(3000.0, 2.0) >= 0.5


def test_a_silent_ship_that_could_have_been_there_is_named() -> None:
    out = detect(
        STAYS=drift(), SILENCES=silences(silence(2, 20.0, 16.0)),
        CLAIMS=pl.concat([LIGHTER, draughts(2, (0.0, 5.0), (37.0, 6.6))]),
    )  # fmt: skip
    one = out.filter(pl.col("hull") == 100_000)
    assert one["other_mmsi"].to_list() == [2]
    assert confidence(one) > 0.7


def test_a_silent_ship_too_far_away_is_not() -> None:
    far = silence(2, 20.0, 16.0, where=(38.2, 121.5))
    out = detect(STAYS=drift(), SILENCES=silences(far), CLAIMS=LIGHTER)
    assert out["other_mmsi"].to_list() == [None]


def test_a_drift_in_port_or_of_a_trawler_is_not_looked_at() -> None:
    port = drift(where=(38.7167, 125.4))
    assert detect(STAYS=port, CLAIMS=LIGHTER).is_empty()
    trawlers = hulls(hull(1, **{**TANKER, "ship_type": 30}))
    assert detect(STAYS=drift(), CLAIMS=LIGHTER, HULLS=trawlers).is_empty()


def test_two_silences_that_meet_are_possible_and_no_more() -> None:
    """Nobody saw it and no draught changed."""
    out = detect(SILENCES=silences(silence(1, 24.0, 8.0), silence(2, 24.5, 7.0)))
    assert out.height == 1
    assert 0.1 < out["confidence"][0] < 0.5
    assert out["observed_h"].to_list() == [0.0]
    assert out["inferred_h"][0] > 4.0


def test_opposite_draughts_make_it_a_call() -> None:
    said = pl.concat([LIGHTER, draughts(2, (0.0, 5.0), (35.0, 6.6))])
    out = detect(SILENCES=silences(silence(1, 24.0, 8.0), silence(2, 24.5, 7.0)), CLAIMS=said)
    assert out["confidence"][0] >= 0.5


def test_one_silence_hides_one_meeting() -> None:
    """Ship 3 could have met either as well: at most one of the pairs is true."""
    pair = (silence(1, 24.0, 8.0), silence(2, 24.5, 7.0))
    said = pl.concat([LIGHTER, draughts(2, (0.0, 5.0), (35.0, 6.6))])
    alone = detect(SILENCES=silences(*pair), CLAIMS=said)
    third = draughts(3, (0.0, 5.0), (35.0, 6.6))
    beside = silence(3, 24.5, 7.0, where=(33.2, 124.2))
    three = detect(SILENCES=silences(*pair, beside), CLAIMS=pl.concat([said, third]),
                   TRAILS=AMID_OTHERS)  # fmt: skip
    of_one = three.filter((pl.col("hull") == 100_000) | (pl.col("other_hull") == 100_000))
    assert of_one.height == 2
    assert of_one["confidence"].sum() <= 1.0
    assert of_one["confidence"].max() < alone["confidence"][0]


def test_silences_at_other_hours_or_places_do_not_meet() -> None:
    later = silences(silence(1, 24.0, 8.0), silence(2, 33.0, 7.0))
    apart = silences(silence(1, 24.0, 3.0), silence(2, 24.0, 3.0, where=(35.5, 124.2)))
    assert detect(SILENCES=later).is_empty()
    assert detect(SILENCES=apart).is_empty()


def test_land_between_two_ships_keeps_them_apart() -> None:
    """Off Longkou and off Qingdao: 100 nm across Shandong, 260 nm round it, at 12 kn in 11 h."""
    north, south = (37.85, 120.3), (35.8, 120.6)
    pair = [silence(m, 24.0, 11.0, where=w, start_sog_kn=12.0, end_sog_kn=12.0,
                    end_lat_deg=w[0], end_lon_deg=w[1])
            for m, w in ((1, north), (2, south))]  # fmt: skip
    dense = pl.concat([coverage(where=north), coverage(where=south)]).unique(
        ["cell", "hour_utc"], maintain_order=True
    )
    assert detect(SILENCES=silences(*pair), COVERAGE=dense).is_empty()


def test_a_drift_without_a_passage_before_and_after_counts_less() -> None:
    """She may have idled there for days."""
    with_it = confidence(detect(STAYS=drift(), CLAIMS=LIGHTER, TRAILS=PASSAGES))
    assert with_it > confidence(detect(STAYS=drift(), CLAIMS=LIGHTER))


def test_both_kinds_come_in_one_table_in_order() -> None:
    out = detect(
        STAYS=drift(3), CLAIMS=draughts(3, (0.0, 7.5), (34.0, 5.9)),
        SILENCES=silences(silence(1, 24.0, 8.0), silence(2, 24.5, 7.0)),
    )  # fmt: skip
    assert {json.loads(t)["dark"] for t in out["detail"]} == {"one side", "both sides"}
    assert out["start_utc"].dtype == TIME
