"""The laws of the whole room: order irrelevant, input kept, dictionary kept, bad input named."""

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.case.wording.grade import GRADES, STRENGTH
from seawarden.errors import SchemaError
from seawarden.schema import CASES, KINDS
from seawarden.schema.kinds import kind_of

from .world import (
    CHINA,
    DPRK,
    NOBODY,
    NOW,
    PANAMA,
    TOGO,
    build,
    event,
    events,
    hours,
    hulls,
    match,
    matches,
    only,
    sts,
)  # fmt: skip

ROWS = [
    sts(), sts(PANAMA, TOGO, start=50, end=54), event("dark_sts", TOGO, start=100, end=105),
    event("gap", DPRK, start=-20, end=-9), event("identity", NOBODY, end=9),
    event("spoofing", NOBODY, end=9, confidence=0.95), event("port_visit", CHINA, confidence=0.4),
    event("encounter", DPRK, NOBODY, start=200, end=203, confidence=0.3),
    event("dark_ship", None, confidence=0.95), event("loitering", CHINA),
]  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.permutations(ROWS))
def test_the_order_of_the_rows_does_not_matter(rows: list[dict[str, object]]) -> None:
    named = matches(match(TOGO), match(DPRK, listing_id="uk:2", list_name="UK"))
    assert build(events(*rows), named=named.reverse()).equals(build(events(*ROWS), named=named))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS), st.sampled_from([DPRK, PANAMA, TOGO, NOBODY, 99]),
            st.sampled_from([None, CHINA, PANAMA]), st.integers(-200, 200), st.integers(0, 30),
            st.floats(0, 1), st.floats(0, 20),
            st.booleans(),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_no_case_says_more_than_its_evidence(rows: list[tuple[object, ...]]) -> None:
    """Any events whatever: the wording never outruns what was observed, and the table holds."""
    found = []
    for kind, a, b, start, length, p, seen, is_close in rows:
        other = b if kind in ("sts", "dark_sts", "encounter") and b != a else None
        row = event(str(kind), a, other, start=start, end=start + length, confidence=p)  # type: ignore[arg-type,operator]
        detail = CLOSE if kind == "sts" and is_close else "{}"
        found.append({**row, "observed_h": seen if seen > 1 else 0.0, "detail": detail})  # type: ignore[operator]
    unique = {r["event_id"]: r for r in found}
    cases = build(events(*unique.values()))
    assert cases.schema == CASES.schema
    for case in cases.to_dicts():
        assert case["grade"] in GRADES
        assert 0.0 <= case["confidence"] <= 0.98
        if case["observed_h"] == 0 and case["kind"] in ("sts", "dark_sts", "encounter"):
            assert STRENGTH[case["grade"]] <= 1
            assert "seen alongside" not in case["what_happened"]
        if case["kind"] == "dark_sts":
            assert case["grade"] != "seen alongside"
        if case["confidence"] < 0.5:
            assert case["grade"] == "cannot be excluded"
    assert cases["rank"].to_list() == list(range(1, cases.height + 1))


STS = kind_of("sts").detail_version
CLOSE = json.dumps({
    "median_gap_m": 5.0, "share_alongside": 1.0, "share_aligned": 1.0,
    "parts": [{"what": "alongside", "value": None, "weight": 1.0, "detail": "5 m"}],
})  # fmt: skip


@pytest.mark.parametrize(
    ("detail", "version", "message"),
    [
        (
            "nonsense",
            STS,
            "event sts-.*: detail came 'nonsense', expected a JSON object",
        ),
        ("[]", STS, "expected a JSON object"),
        (
            '{"hull_distance_m": 5.0}',
            STS,
            "key 'hull_distance_m' came, expected one of",
        ),
        (
            '{"median_gap_m": "x"}',
            STS,
            "key 'median_gap_m' came 'x', expected float",
        ),
        ('{"crowd": true}', STS, "key 'crowd' came True, expected int"),
        (
            '{"parts": [{"what": "gap", "value": 1, "weight": 1, "detail": ""}]}',
            STS,
            "'gap' is not",
        ),
        ('{"parts": [3]}', STS, "expected objects of what, value, weight, detail"),
        ("{}", 99, f"detail has version 99, expected {STS} at most"),
    ],
)
def test_a_detail_that_is_no_record_of_its_kind_is_refused(
    detail: str, version: int, message: str
) -> None:
    """A key that nobody writes must not be read in silence: it once made weights that never act."""
    row = {**sts(), "detail": detail, "detail_version": version}
    with pytest.raises(SchemaError, match=message):
        build(events(row))


def test_a_detail_from_before_there_were_versions_is_read_for_what_it_holds() -> None:
    old = {**sts(), "detail": '{"median_gap_m": 22.0, "two_hulls": true, "crowd": "x"}'}
    assert only(build(events({**old, "detail_version": None})))["kind"] == "sts"


def test_no_input_is_changed() -> None:
    found, known = events(*ROWS), hulls()
    copies = found.clone(), known.clone()
    build(found, known=known)
    assert found.equals(copies[0])
    assert known.equals(copies[1])


def test_every_event_and_listing_of_a_case_is_named() -> None:
    case = only(build(events(sts()), named=matches(match())))
    assert case["event_ids"] == [sts()["event_id"]]
    assert case["listing_ids"] == ["un1718:7"]
    assert case["hulls"] == [44_512_300_000_000, 35_145_600_000_000]


def test_a_clock_that_runs_ahead_makes_no_news_of_tomorrow() -> None:
    late = sts()
    late |= {"start_utc": NOW + hours(1), "end_utc": NOW + hours(5)}
    assert build(events(late)).height == 0


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SchemaError, match="table EVENTS: column 'kind' is missing"):
        build(events(sts()).drop("kind"))
    with pytest.raises(SchemaError, match="table HULLS: column 'mmsi' is missing"):
        build(events(sts()), known=hulls().drop("mmsi"))


def test_a_hull_that_no_table_knows_is_still_a_case() -> None:
    """Facts may be cut at a span's edge; the event must not vanish with them."""
    case = only(build(events(sts(445999000, 351000111)), known=hulls(TOGO)))
    assert case["mmsis"] == [445999000, 351000111]
    assert case["tier"] == 1
    with pytest.raises(
        SchemaError, match="MATCHES names hull 44512300000000, which HULLS does not"
    ):
        build(events(), named=matches(match()), known=hulls(TOGO))


def test_across_180_degrees_a_case_is_placed_like_anywhere_else() -> None:
    case = only(build(events(sts(at=(20.0, 179.99)))))
    assert "179°59.4′E" in case["what_happened"]


def test_what_the_columns_hold_is_json() -> None:
    row = build(events(sts()), named=matches(match())).row(0, named=True)
    for name in ("ships", "measures", "evidence_for", "evidence_against"):
        assert isinstance(json.loads(row[name]), list)
    assert pl.DataFrame([row], schema=CASES.schema).height == 1
