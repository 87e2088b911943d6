"""The yardstick: what `logic-v2` finds by identifier, `vessel-v1` finds too, and better."""

import json

import pytest

from seawarden import lists
from seawarden.errors import UsageError
from seawarden.schema import MATCHES

from .ships import asked, listed

pytest.importorskip("nomenklatura", reason="needs the extra ftm (nomenklatura)")
pytest.importorskip("followthemoney", reason="needs the extra ftm (followthemoney)")

from seawarden.screen import logic_v2, match


@pytest.mark.parametrize(
    ("query", "candidate", "score"),
    [
        (dict(name="MU BONG 1", imo=8610461), dict(name="MU BONG 1", imo=9074729), 1.000),
        (dict(name="SONG HAE", imo=7389704), dict(name="RYE SONG GANG 1", imo=7389704), 0.950),
        (dict(name="RYE SONG GANG 1"), dict(name="YESONGGANG 1"), 0.512),
        (dict(name="MYONG RYU 1"), dict(name="MYONGRYU 1"), 0.826),
        (dict(name="NAM SAN 8"), dict(name="NAM SAN 9"), 0.622),
        (dict(name="YU SON", flag="PA"), dict(name="YU SON", flag="KP"), 0.800),
        (dict(name="ANY NAME", mmsi=445123000), dict(name="PAEK MA", mmsi=[445123000]), 0.950),
    ],
)
def test_the_seven_cases_as_logic_v2_sees_them(query, candidate, score):
    """What `test_cases` must do better: nomenklatura 4.17.4's own scores, as published."""
    pair = (asked(query).row(0, named=True), listed(candidate).row(0, named=True))
    assert list(logic_v2.scores([pair])) == [pytest.approx(score, abs=0.02)]


def test_below_its_threshold_a_finding_is_possible_and_parts_stay_readable():
    ship, candidate = dict(name="АНГАРА 8", flag="RU"), dict(name="АНГАРА 9")
    found = logic_v2.match(asked(ship), listed(candidate), cutoff=0.3)
    assert found["score"].item() < logic_v2.THRESHOLD
    assert found["verdict"].item() == "possible"
    assert "ангара 8" in found["parts"].item()
    ours = match(asked(dict(name="АНГАРА 9")), listed(candidate))
    fields = [{*part} for parts in (found, ours) for part in json.loads(parts["parts"].item())]
    assert all(f == fields[-1] for f in fields), "parts of both matchers are read alike"
    assert found.row(0, named=True).items() >= {"query_id": "1", **ship}.items()


def test_nothing_that_logic_v2_finds_by_identifier_is_lost(shared_data):
    held = lists.holding(lists.read_folder(shared_data / "lists")[0]).filter(kind="ship")
    ships = held.sort("listing_id").gather_every(61)
    queries = asked(
        *(
            {"name": f"UNRELATED {i}", "imo": row["imo"] if i % 2 else None,
             "mmsi": row["mmsi"][0] if row["mmsi"] and not i % 2 else None}
            for i, row in enumerate(ships.iter_rows(named=True))
        )
    )  # fmt: skip
    theirs = logic_v2.match(queries, ships, cutoff=0.9)
    ours = match(queries, ships)
    assert theirs.schema == MATCHES.schema and theirs.height >= 15
    assert theirs["explanation"].str.contains("vessel_imo_mmsi_match").all()
    key = ["query_id", "listing_id", "source"]
    lost = theirs.join(ours.filter(ours["verdict"] != "no match"), on=key, how="anti")
    assert lost.is_empty()


def test_it_gives_the_empty_table_and_names_the_missing_extra(monkeypatch):
    nothing = logic_v2.match(asked(dict(name="QQQQ")), listed(dict(name="ZZZZ")))
    assert nothing.equals(MATCHES.empty())
    monkeypatch.setitem(__import__("sys").modules, "nomenklatura.matching.logic_v2", None)
    with pytest.raises(UsageError, match=r"logic-v2 needs the extra 'ftm': install seawarden"):
        logic_v2.match(asked(dict(name="A")), listed(dict(name="A")))
