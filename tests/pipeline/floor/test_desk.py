"""The desk on a real docket: filters, silences, links, vessels of interest, handover, undo."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from seawarden.errors import FormatError, UsageError
from seawarden.pipeline.floor import acts, handover
from seawarden.pipeline.floor.desk import Desk
from seawarden.pipeline.floor.pages.export import case_html
from seawarden.pipeline.floor.queue import Filter, filter_of, queue
from seawarden.store.review import Word

NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)


@pytest.fixture
def desk(small_docket: Path, tmp_path: Path) -> Desk:
    shutil.copytree(small_docket / "docket", tmp_path / "docket")
    return Desk(tmp_path / "docket")


def ids(desk: Desk, **wanted: Any) -> list[str]:
    return [row.case_id for row in queue(desk, Filter(**wanted), NOW).rows]


def test_the_queue_is_every_case_in_rank_order(desk: Desk) -> None:
    ranked = [c.case_id for c in desk.snapshot(NOW).cases if c["grade"] != "withdrawn"]
    assert ids(desk) == ranked
    assert len(ranked) >= 2


def test_each_filter_keeps_what_a_plain_look_at_the_cases_keeps(desk: Desk) -> None:
    cases = desk.snapshot(NOW).cases
    lead = cases[0]
    lat, lon, name = lead["lat_deg"], lead["lon_deg"], lead.ships[0]["name"].split()[0].lower()
    tries: list[tuple[dict[str, Any], Callable[[Any], bool]]] = [
        ({"kind": lead["kind"]}, lambda c: c["kind"] == lead["kind"]),
        ({"grade": lead["grade"]}, lambda c: c["grade"] == lead["grade"]),
        ({"ship": str(lead["mmsis"][0])}, lambda c: lead["mmsis"][0] in c["mmsis"]),
        ({"least": lead["confidence"]}, lambda c: c["confidence"] >= lead["confidence"]),
        ({"since": lead["end_utc"]}, lambda c: c["end_utc"] >= lead["end_utc"]),
        ({"until": lead["start_utc"]}, lambda c: c["start_utc"] < lead["start_utc"]),
        (
            {"box": (lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1)},
            lambda c: abs(c["lat_deg"] - lat) <= 0.1 and abs(c["lon_deg"] - lon) <= 0.1,
        ),
        ({"list": "any"}, lambda c: bool(c["listing_ids"] or any(s["listed"] for s in c.ships))),
    ]
    for wanted, keeps in tries:
        assert ids(desk, **wanted) == [c.case_id for c in cases if keeps(c)], wanted
    assert lead.case_id in ids(desk, q=name)
    assert ids(desk, q="no-such-word") == []


def test_a_url_is_read_or_refused_in_one_line() -> None:
    given = {"box": "170,-10,-170,10", "since": "2026-03-02T00:00Z", "least": "0.5", "q": " x "}
    found = filter_of(given)
    assert (found.box, found.least, found.q) == ((170.0, -10.0, -170.0, 10.0), 0.5, "x")
    for bad in ({"box": "1,2"}, {"since": "yesterday"}, {"least": "much"}):
        with pytest.raises(UsageError):
            filter_of(bad)


def test_a_decision_leaves_the_queue_and_an_undo_brings_it_back(desk: Desk) -> None:
    first, *rest = ids(desk)
    (kept,) = acts.act(desk, "Kim", "insufficient", cases=[first], now_utc=NOW)
    assert ids(desk) == rest
    assert ids(desk, state="insufficient") == [first]
    acts.undo(desk, "Rita", kept.number, NOW)
    assert ids(desk) == [first, *rest]
    assert desk.decisions.verify() == 2
    with pytest.raises(UsageError, match="undone before"):
        acts.undo(desk, "Rita", kept.number, NOW)


def test_nothing_is_kept_when_one_case_of_several_is_not_there(desk: Desk) -> None:
    with pytest.raises(UsageError, match="no such case"):
        acts.act(
            desk, "Kim", "noted", cases=[ids(desk)[0], "C-0"], detail={"text": "x"}, now_utc=NOW
        )
    assert desk.acts() == []


@pytest.mark.parametrize(
    ("word", "detail"),
    [("explained", {}), ("noted", {"text": " "}), ("outcome", {"outcome": "perhaps"}),
     ("outcome", {"outcome": "refuted"}), ("tagged", {"tag": "x" * 61}), ("noted", {"text": 3})],
)  # fmt: skip
def test_an_act_without_what_it_needs_is_refused(
    desk: Desk, word: str, detail: dict[str, Any]
) -> None:
    with pytest.raises(UsageError):
        acts.act(desk, "Kim", word, cases=ids(desk)[:1], detail=detail, now_utc=NOW)


def test_a_silence_hides_behaviour_within_it_and_nothing_beyond(desk: Desk) -> None:
    case = desk.snapshot(NOW).cases[0]
    start, end, mmsi = case["start_utc"], case["end_utc"], str(case["mmsis"][0])
    about = {"what": "ship", "value": mmsi, "from_utc": start.isoformat(), "why": "known"}
    short = (end - timedelta(minutes=1)).isoformat()
    acts.act(desk, "Kim", "silenced", detail={**about, "until_utc": short}, now_utc=NOW)
    assert case.case_id in ids(desk), "it goes on beyond the end of the silence"
    kept = acts.act(
        desk, "Kim", "silenced", detail={**about, "until_utc": end.isoformat()}, now_utc=NOW
    )
    assert case.case_id not in ids(desk)
    assert case.case_id in ids(desk, state="silenced")
    # A vessel of interest is shown whatever is silenced.
    acts.act(desk, "Kim", "of interest", detail={"mmsi": mmsi}, now_utc=NOW)
    (row,) = [r for r in queue(desk, Filter(least=1.0), NOW).rows if r.case_id == case.case_id]
    assert row.is_of_interest
    acts.undo(desk, "Kim", kept[0].number + 1, NOW)
    acts.undo(desk, "Kim", kept[0].number, NOW)
    assert case.case_id in ids(desk)


@pytest.mark.parametrize(
    "detail",
    [{"what": "ship", "value": "1"}, {"what": "moon", "value": "1"},
     {"what": "kind", "value": "sts", "from_utc": "2026-03-02", "until_utc": "2026-03-01"},
     {"what": "ship", "value": "x", "from_utc": "2026-03-01", "until_utc": "2026-03-02"}],
)  # fmt: skip
def test_a_silence_without_an_end_or_an_aim_is_refused(desk: Desk, detail: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        acts.act(desk, "Kim", "silenced", detail=detail, now_utc=NOW)


def test_an_area_that_is_none_is_refused(desk: Desk) -> None:
    with pytest.raises(FormatError):
        acts.act(desk, "Kim", "area drawn", detail={"name": "a", "polygon": {}}, now_utc=NOW)
    with pytest.raises(UsageError, match="check digit"):
        acts.act(desk, "Kim", "of interest", detail={"imo": "1234568"}, now_utc=NOW)


def test_merged_cases_stand_under_the_first_until_they_are_split(desk: Desk) -> None:
    first, second, *rest = ids(desk)
    acts.act(desk, "Kim", "merged", cases=[second, first], now_utc=NOW)
    assert ids(desk) == [first, *rest]
    lead = queue(desk, Filter(), NOW).rows[0]
    assert lead.merged == [second]
    acts.act(desk, "Kim", "split", cases=[second], now_utc=NOW)
    assert ids(desk) == [first, second, *rest]


def test_a_handover_says_what_came_since_the_last(desk: Desk) -> None:
    sheet = handover.since_last(desk, "Kim", NOW)
    everything = ids(desk)
    assert [r["case_id"] for r in sheet["new"]] == everything
    handover.hand_over(desk, "Kim", "Rita", "quiet night", NOW)
    acts.act(desk, "Lee", "explained", cases=everything[:1], detail={"by": "tug"}, now_utc=NOW)
    hers = handover.since_last(desk, "Rita", NOW + timedelta(hours=6))
    assert hers["new"] == []
    assert [a["case_id"] for a in hers["decided_by_others"]] == everything[:1]
    assert [r["case_id"] for r in hers["still_open"]] == everything[1:]
    tiers = {r["case_id"]: r["tier"] for r in hers["still_open"]}
    assert [m["case_id"] for m in hers["missed"]] == [c for c in everything[1:] if tiers[c] == 1]


def test_an_export_says_unreviewed_until_somebody_decided(desk: Desk) -> None:
    case = ids(desk)[0]
    assert "UNREVIEWED" in case_html(desk, case, NOW)
    acts.act(desk, "Kim", "passed on", cases=[case], now_utc=NOW)
    made = case_html(desk, case, NOW)
    assert "UNREVIEWED" not in made
    assert "passed on by Kim" in made


def test_every_word_can_be_kept_or_is_refused_with_a_reason(desk: Desk) -> None:
    for word in Word:
        try:
            acts.act(desk, "Kim", word, now_utc=NOW)
        except UsageError as error:
            assert str(error)
    assert desk.decisions.verify() == len(desk.acts())
