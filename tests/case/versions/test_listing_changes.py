"""A newer list re-weighs a case and says what it changed, the lead time among it."""

import json
from datetime import UTC, datetime
from typing import Any

from seawarden.case.versions.listing_changes import listing_changes


def _case(*entries: dict[str, Any]) -> dict[str, Any]:
    plain = {"listing_id": "un:1", "list": "UN 1718", "name": "A", "verdict": "match",
             "listed_on": "2017-10-03", "delisted_on": None, "as_of": "2026-01-01"}  # fmt: skip
    ships = [{"hull": 1, "listed": [{**plain, **e} for e in entries]}]
    return {"ships": json.dumps(ships), "start_utc": datetime(2026, 3, 2, 7, tzinfo=UTC)}


def test_a_designation_after_the_incident_tells_the_lead_time() -> None:
    later = _case({"listed_on": "2026-03-30"})
    assert listing_changes(later, _case()) == [
        "A stands on UN 1718 since 2026-03-30, 28 days after the incident"
    ]
    assert listing_changes(later, _case({})) == ["A on UN 1718: since 2026-03-30, was 2017-10-03"]
    assert listing_changes(_case({}), _case()) == ["A stands on UN 1718 since 2017-10-03"]


def test_a_delisting_is_told_and_an_entry_that_is_gone() -> None:
    gone = _case({"delisted_on": "2026-05-01"})
    assert listing_changes(gone, _case({})) == ["A on UN 1718: delisted on 2026-05-01"]
    assert listing_changes(_case({}), gone) == ["A on UN 1718: no longer delisted"]
    assert listing_changes(_case(), _case({})) == ["A no longer stands on UN 1718"]


def test_the_same_entries_are_no_change() -> None:
    assert listing_changes(_case({}), _case({})) == []
    assert listing_changes(_case({"verdict": "review"}), _case()) == []
    assert listing_changes(_case({"as_of": "2026-04-01"}), _case({})) == [
        "A on UN 1718: edition of 2026-04-01, was of 2026-01-01"
    ]
