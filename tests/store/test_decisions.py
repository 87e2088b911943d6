"""Acts are appended, never changed; whoever changes one all the same is found out."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from seawarden.errors import InputError, UsageError
from seawarden.schema import LISTINGS, REPORTS, SIGHTINGS
from seawarden.store.decisions import FIRST, Act, Decisions
from seawarden.store.evidence_key import evidence_key

SALT = bytes(range(32))


def act(case_id: str = "C-1", **fields: str) -> Act:
    return Act(
        actor=fields.get("actor", "watch officer"), time_utc=datetime(2026, 3, 2, 8, tzinfo=UTC),
        act="dismissed", case_id=case_id, evidence_key="ab" * 32, detail=fields.get("detail", ""),
    )  # fmt: skip


def test_acts_come_back_in_order_and_hold(tmp_path: Path) -> None:
    acts = Decisions(tmp_path / "decisions.sqlite")
    assert acts.read() == [] and acts.head() == FIRST
    first, second = acts.append(act(), salt=SALT), acts.append(act("C-2"), salt=SALT)
    assert acts.read() == [first, second] and acts.read("C-2") == [second]
    assert (first.prev_hash, second.prev_hash) == (FIRST, first.hash)
    assert acts.verify() == acts.verify(first.hash) == acts.verify(acts.head()) == 2


def test_the_file_refuses_change_and_removal(tmp_path: Path) -> None:
    acts = Decisions(tmp_path / "d.sqlite")
    acts.append(act(), salt=SALT)
    with sqlite3.connect(tmp_path / "d.sqlite") as direct:
        for statement in ("UPDATE acts SET actor = 'x'", "DELETE FROM acts"):
            with pytest.raises(sqlite3.IntegrityError, match="append another"):
                direct.execute(statement)


@pytest.mark.parametrize("column", ["actor", "time_utc", "act", "case_id", "evidence_key",
                                    "detail", "salt", "commitment", "prev_hash"])  # fmt: skip
def test_a_change_behind_the_triggers_is_found(tmp_path: Path, column: str) -> None:
    acts = Decisions(tmp_path / "d.sqlite")
    for _ in range(3):
        acts.append(act(), salt=SALT)
    other = "2026-03-02T09:00:00.000+00:00" if column == "time_utc" else "00"
    with sqlite3.connect(tmp_path / "d.sqlite") as direct:
        direct.execute("DROP TRIGGER acts_stay")
        direct.execute(f"UPDATE acts SET {column} = ? WHERE number = 2", [other])
    with pytest.raises(InputError, match=r"act [23] (was changed|does not follow)"):
        acts.verify()


def test_acts_cut_off_are_missed_by_who_kept_the_head(tmp_path: Path) -> None:
    acts = Decisions(tmp_path / "d.sqlite")
    acts.append(act(), salt=SALT)
    acts.append(act(), salt=SALT)
    head = acts.head()
    with sqlite3.connect(tmp_path / "d.sqlite") as direct:
        direct.execute("DROP TRIGGER acts_last")
        direct.execute("DELETE FROM acts WHERE number = 2")
    assert acts.verify() == 1
    with pytest.raises(InputError, match="acts were cut off"):
        acts.verify(head)


def test_what_is_no_store_or_of_the_future_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database, and long enough to be read as one" * 20)
    with pytest.raises(InputError, match="not a decisions store"):
        Decisions(tmp_path / "text")
    Decisions(tmp_path / "d.sqlite").append(act(), salt=SALT)
    with sqlite3.connect(tmp_path / "d.sqlite") as direct:
        direct.execute("PRAGMA user_version = 9")
    with pytest.raises(InputError, match="decisions store of format 9, written by a later"):
        Decisions(tmp_path / "d.sqlite")


def test_an_act_needs_an_actor_a_zone_and_a_salt(tmp_path: Path) -> None:
    acts = Decisions(tmp_path / "d.sqlite")
    with pytest.raises(UsageError, match="without actor"):
        acts.append(act(actor=""), salt=SALT)
    with pytest.raises(UsageError, match="salt of 3 bytes"):
        acts.append(act(), salt=b"abc")
    naive = Act(actor="a", time_utc=datetime(2026, 1, 1), act="x", case_id="c", evidence_key="k")
    with pytest.raises(UsageError, match="no zone"):
        acts.append(naive, salt=SALT)


def _reports(**fields: object) -> pl.DataFrame:
    row = {"time_utc": datetime(2026, 3, 2, tzinfo=UTC), "mmsi": 445000001, "lat_aisu": 1,
           "lon_aisu": 2, "ais_class": 1, "receiver": "a", "file_id": 0, "line": 7}  # fmt: skip
    return pl.DataFrame([{**row, **fields}], schema=REPORTS.schema)


def _listing(**fields: object) -> pl.DataFrame:
    row = {"listing_id": "un:1", "list_code": "un", "list_name": "UN", "as_of": date(2026, 1, 1),
           "kind": "ship", "name": "A", "is_dprk": True, "source": "x.csv", "sha256": "0",
           "line": 1, "measures": ["port ban"]}  # fmt: skip
    return pl.DataFrame([{**row, **fields}], schema=LISTINGS.schema)


def test_the_key_of_evidence_is_its_content() -> None:
    def key(reports: pl.DataFrame, listing: pl.DataFrame | None = None) -> str:
        return evidence_key(reports, SIGHTINGS.empty(), _listing() if listing is None else listing)

    one = key(_reports())
    assert one == key(_reports(file_id=3, line=9, receiver="b"))
    assert one == key(pl.concat([_reports(), _reports(line=8)]))
    assert one == key(_reports(), _listing(source="y.csv", line=5, as_of=date(2026, 2, 1)))
    assert one != key(_reports(lat_aisu=2))
    assert one != key(_reports(), _listing(measures=["asset freeze"]))
