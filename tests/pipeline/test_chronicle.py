"""The chronicle's verbs from end to end: the seeds, the releases, the stories of KCNA."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from seawarden.chronicle import Chronicle
from seawarden.errors import FormatError, InputError, UsageError
from seawarden.pipeline import chronicle as verbs
from seawarden.pipeline.chronicle import law
from seawarden.schema import CASES, OCCURRENCES, STATEMENTS

from ..conftest import MadeOnce

NOW = datetime(2024, 5, 20, tzinfo=UTC)
STORY = "000_e5065bca2519973a.txt"


@pytest.fixture(scope="session")
def real(shared_data: Path, made_once: MadeOnce) -> Path:
    """A chronicle of the seeds, the 217 releases and the record, made once."""
    documents = shared_data / "documents"
    records = sorted((shared_data / "record").glob("*.csv"))

    def fill(root: Path) -> None:
        verbs.add(
            [documents / "beehive_dprk", documents / "seeds"], root, now_utc=NOW, record=records
        )

    return made_once("chronicle", fill)


def _story(root: Path) -> dict[str, Any]:
    frame = Chronicle(root).documents().filter(pl.col("source").str.ends_with(STORY))
    return frame.to_dicts()[0]


def _of_story(root: Path, table: pl.DataFrame) -> list[dict[str, Any]]:
    return table.filter(pl.col("document_id") == _story(root)["document_id"]).to_dicts()


def test_the_story_rests_on_the_release_and_no_other(real: Path) -> None:
    (row,) = _of_story(real, Chronicle(real).table("derivations"))
    source = Chronicle(real).documents().filter(pl.col("document_id") == row["source_id"])
    assert source["title"].item().startswith("New Zealand expresses regret")
    assert row["share_used"] > 0.85
    assert (row["quotes_kept"], row["quotes_altered"], row["quotes_left_out"]) == (5, 0, 0)
    assert row["quotes_reworded"] == 1, "told without quotation marks: nobody's quotation changed"


def test_every_quotation_of_the_story_has_its_speaker(real: Path) -> None:
    said = _of_story(real, Chronicle(real).statements())
    assert [(s["kind"], s["speaker"]) for s in said] == [
        ("mixed", "Winston Peters"),
        ("mixed", "DPRK foreign ministry"),
        ("indirect", "DPRK foreign ministry"),
        ("indirect", "Korean Central News Agency"),
        ("indirect", "Winston Peters"),
        *[("direct", "Winston Peters")] * 5,
        ("indirect", "Ministry of Foreign Affairs"),
        ("indirect", "Ministry of Foreign Affairs spokesperson"),
        ("direct", "Ministry of Foreign Affairs"),
        ("mixed", "Kim Jong Un"),
    ]


def test_every_quotation_of_the_release_has_its_speaker(real: Path) -> None:
    found = verbs.find(real, "", since="2024-05-13", until="2024-05-14")
    release = found.filter(pl.col("url").str.contains("aggressive-rhetoric"))
    assert release["kind"].to_list() == ["indirect", *["direct"] * 6]
    assert set(release["speaker"]) == {"Winston Peters"}


def test_monday_and_tuesday_are_resolved_and_the_utc_date_is_explained(real: Path) -> None:
    """The release is dated the 13th (UTC); the story says Tuesday, which is the 14th."""
    said = _of_story(real, Chronicle(real).statements())
    days = {s["speaker_as_written"]: s["said_on"] for s in said if s["speaker_as_written"]}
    assert days["Pyongyang"] == date(2024, 5, 13), "Monday"
    (tuesday,) = [s for s in said if "on Tuesday" in s["text"]]
    assert tuesday["said_on"] == date(2024, 5, 14)
    release = Chronicle(real).documents().filter(pl.col("url").str.contains("aggressive-rhetoric"))
    row = release.to_dicts()[0]
    assert (row["date_given"], row["published_on"]) == ("2024-05-13", date(2024, 5, 14))
    assert "only 2024-05-14 is a Tuesday" in row["date_note"]
    assert "2024-05-13 is the UTC date, a day before the local one" in row["date_note"]


def test_the_statement_of_the_foreign_ministry_names_its_countries(real: Path) -> None:
    said = _of_story(real, Chronicle(real).statements())
    of_ministry = [s for s in said if s["speaker"] == "DPRK foreign ministry"]
    assert of_ministry[0]["via"] == "Korean Central News Agency (KCNA)"
    assert {s["party"] for s in of_ministry} == {"KP"}
    assert of_ministry[1]["countries"] == ["NZ", "GB", "CA", "DE", "FR", "AU"]


def test_the_deployments_claim_is_set_against_the_record(real: Path) -> None:
    checks = _of_story(real, Chronicle(real).table("checks"))
    (years,) = [c for c in checks if c["form"] == "years"]
    assert (years["verdict"], years["left_out"]) == ("agrees", [2020])
    assert "neither the claim nor the record has one in 2022 and 2023" in years["explanation"]
    rows = (
        Chronicle(real)
        .table("occurrences")
        .filter(pl.col("occurrence_id").is_in(years["occurrence_ids"]))
    )
    assert sorted(set(rows["start_on"].dt.year())) == [2018, 2019, 2020, 2021]
    (since,) = [c for c in checks if c["form"] == "since"]
    assert since["verdict"] == "agrees"


def test_the_altered_words_are_listed(real: Path) -> None:
    pair = verbs.compare(real, _story(real)["document_id"])
    (altered,) = [q for q in pair.result.source_quotes if q.fate == "reworded"]
    edits = [(c.kind, c.source, c.story) for c in altered.changes if c.kind != "same"]
    assert edits == [
        ("altered", "proudly stands", "stood by"),
        ("cut", "with", ""),
        ("cut", "the", ""),
        ("cut", "which it has been regularly doing alongside partners since 2018", ""),
    ]
    first = pair.result.story_sentences[0]
    assert ("altered", "today", "rejected") in [(c.kind, c.source, c.story) for c in first.changes]
    added = [f for f in pair.result.story_sentences if f.fate == "added"]
    assert any("Pyongyang, on Monday" in pair.story["text"][f.start : f.end] for f in added)


def test_every_release_yields_statements_or_a_reason(real: Path) -> None:
    chronicle = Chronicle(real)
    documents = chronicle.documents().filter(pl.col("source").str.contains("beehive_dprk"))
    assert documents.height == 217
    with_statements = set(chronicle.statements()["document_id"])
    for row in documents.to_dicts():
        assert row["document_id"] in with_statements or row["reason"], row["source"]
    silent = documents.filter(~pl.col("document_id").is_in(list(with_statements)))
    assert silent.height == 1, "only the release of 24 September 2010 quotes nobody"
    assert "names or titles" in silent["reason"].item()


def test_places_in_the_text_are_those_of_the_original_file(real: Path) -> None:
    """Anybody can check a statement against the original with nothing but its offsets."""
    chronicle = Chronicle(real)
    hashes = dict(chronicle.documents().select("document_id", "sha256").iter_rows())
    for row in chronicle.statements().sample(60, seed=3).to_dicts():
        text = chronicle.original(hashes[row["document_id"]]).decode()
        assert text[row["start"] : row["end"]] == row["text"]


def test_the_table_of_counts_adds_up(real: Path) -> None:
    """Counted again here from the statements, without the grouping under test."""
    table = verbs.counts(real)
    chronicle = Chronicle(real)
    head = {r["document_id"]: r for r in chronicle.documents().to_dicts()}
    wanted: Counter[tuple[Any, Any, Any, str]] = Counter()
    for said in chronicle.statements().to_dicts():
        row = head[said["document_id"]]
        year = row["published_on"].year if row["published_on"] else None
        for portfolio in row["portfolios"] or [None]:
            wanted[(year, said["speaker"], portfolio, said["kind"])] += 1
    found = {
        (r["year"], r["speaker"], r["portfolio"], kind): r[kind]
        for r in table.to_dicts()
        for kind in ("direct", "mixed", "indirect", "own")
        if r[kind]
    }
    assert found == dict(wanted)


def test_the_launch_of_july_2006_is_one_occurrence_and_the_counts_differ(real: Path) -> None:
    """Seven in the record, "up to six" in the release: both stay."""
    rows = (
        Chronicle(real)
        .table("occurrences")
        .filter((pl.col("kind") == "launch") & (pl.col("start_on") == date(2006, 7, 5)))
    )
    (row,) = rows.to_dicts()
    values = json.loads(row["disagreements"])
    assert [v["value"] for v in values[0]["values"]] == [7, 6]
    documents = [s["document_id"] for s in row["sources"] if s["document_id"]]
    assert documents
    assert len(row["sources"]) == 7 + len(documents)


def test_a_launch_and_a_statement_about_it_meet_on_their_measure(real: Path) -> None:
    links = Chronicle(real).table("links")
    (occurrence,) = (
        Chronicle(real)
        .table("occurrences")
        .filter((pl.col("kind") == "launch") & (pl.col("start_on") == date(2006, 7, 5)))[
            "occurrence_id"
        ]
    )
    launches = links.filter(pl.col("from_id") == occurrence)
    assert launches["to_kind"].to_list() == [] or set(launches["certainty"]) <= {"V", "M"}
    later = links.filter((pl.col("from_kind") == "occurrence") & (pl.col("to_id") == "1718 para 2"))
    assert later.height, "a launch after October 2006 touches resolution 1718"
    sts = links.filter(pl.col("to_id") == "2375 para 11")
    assert sts["text"].str.contains("paragraph to be confirmed").all(), "status M is never certain"
    assert {"statement", "occurrence"} <= set(sts["from_kind"])


def test_adding_again_changes_nothing(shared_data: Path, tmp_path: Path) -> None:
    """Interrupted or repeated, the chronicle comes out the same."""
    seeds = shared_data / "documents" / "seeds"
    records = [shared_data / "record" / "nz_deployments.csv"]
    verbs.add([seeds], tmp_path / "c", now_utc=NOW, record=records)
    before = {n: Chronicle(tmp_path / "c").table(n) for n in ("checks", "occurrences", "links")}
    documents = Chronicle(tmp_path / "c").documents()
    again = verbs.add([seeds], tmp_path / "c", now_utc=NOW, record=records)
    assert (again.known, again.documents) == (2, 0)
    assert Chronicle(tmp_path / "c").documents().equals(documents)
    for name, table in before.items():
        assert Chronicle(tmp_path / "c").table(name).equals(table), name


def test_the_order_of_adding_does_not_matter(shared_data: Path, tmp_path: Path) -> None:
    """The story may come before its release."""
    seeds = sorted((shared_data / "documents" / "seeds").iterdir())
    for k, order in enumerate((seeds, seeds[::-1])):
        for path in order:
            verbs.add([path], tmp_path / str(k), now_utc=NOW)
    a, b = (Chronicle(tmp_path / str(k)) for k in (0, 1))
    assert a.documents().equals(b.documents())
    assert a.statements().equals(b.statements())
    assert a.table("derivations").equals(b.table("derivations"))


def test_kcna_stories_are_read_dated_and_spanish_ones_set_apart(
    shared_data: Path, tmp_path: Path
) -> None:
    """Every 40th story of 2012, as the file has it, with its own language column."""
    frame = pl.read_parquet(shared_data / "documents" / "kcna_stories_2012.parquet")
    part = tmp_path / "kcna.parquet"
    frame.gather_every(40).write_parquet(part)
    verbs.add([part], tmp_path / "c", now_utc=NOW)
    documents = Chronicle(tmp_path / "c").documents()
    assert documents.height == frame.gather_every(40).height, "nothing lost"
    wanted = frame.gather_every(40)["language"].to_list()
    by_item = documents.sort("item")
    for row, published in zip(by_item.to_dicts(), wanted, strict=True):
        if row["status"] == "read":
            assert published == "en", row["title"]
            assert row["published_on"].year == 2012
        elif published == "es" and row["status"] == "set apart":
            assert row["reason"].startswith("language es")
        else:
            assert row["reason"]
    said = Chronicle(tmp_path / "c").statements()
    assert said.height > 300
    assert said["countries"].list.len().gt(0).mean() > 0.3
    assert said["speaker"].is_not_null().mean() > 0.85


def _case(**more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {n: "" if t == pl.String else None for n, t in CASES.schema.items()}
    at = datetime(2018, 10, 3, tzinfo=UTC)
    ships = [{"name": "SONG HAE 7", "imo": 7389704}]
    base |= {
        "case_id": "c-1",
        "version": 1,
        "rank": 1,
        "tier": 1,
        "kind": "sts",
        "grade": "probable",
        "title": "SONG HAE 7 alongside a tanker",
        "start_utc": at,
        "end_utc": at,
        "lat_deg": 38.7,
        "lon_deg": 125.3,
        "confidence": 0.8,
        "priority": 1.0,
        "mmsis": [],
        "hulls": [],
        "ships": json.dumps(ships),
        "event_ids": [],
        "listing_ids": [],
        "is_simulated": True,
    }
    return base | more


def test_cases_are_linked_by_ship_place_and_week() -> None:
    cases = pl.DataFrame([_case()], schema=CASES.schema, orient="row")
    statements = pl.DataFrame(
        [
            {
                "statement_id": "s-1",
                "text": "The DPRK ship Song Hae 7 (IMO 7389704) was seen.",
                "said_on": None,
            }
        ],
        schema={k: STATEMENTS.schema[k] for k in ("statement_id", "text", "said_on")},
    )
    near: dict[str, Any] = dict.fromkeys(OCCURRENCES.names)
    near |= {
        "occurrence_id": "o-1",
        "kind": "sts",
        "start_on": date(2018, 10, 1),
        "title": "a",
        "end_on": date(2018, 10, 1),
        "lat_deg": 38.9,
        "lon_deg": 125.0,
        "sources": [],
    }
    far = near | {
        "occurrence_id": "o-2",
        "start_on": date(2018, 12, 1),
        "end_on": date(2018, 12, 1),
    }
    occurrences = pl.DataFrame([near, far], schema=OCCURRENCES.schema, orient="row")
    links = law.links(statements, occurrences, [cases]).filter(pl.col("to_kind") == "case")
    assert {r["from_id"]: r["why"] for r in links.to_dicts()} == {
        "s-1": "same ship: IMO 7389704",
        "o-1": "same week, 18 nm apart",
    }
    assert links["text"].str.starts_with("SIMULATED ").all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda t: verbs.add([], t / "c", now_utc=NOW), UsageError, "nothing to add"),
        (lambda t: verbs.add([t / "x"], t / "c", now_utc=NOW), InputError, "x: no such file"),
        (lambda t: verbs.find(t / "none"), InputError, "no chronicle here"),
        (lambda t: verbs.compare(t, "nope.txt", "b"), InputError, "nope.txt: no such file"),
    ],
)
def test_wrong_use_is_one_clear_line(tmp_path: Path, call: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message) as raised:
        call(tmp_path)
    assert "\n" not in str(raised.value)


def test_a_record_that_is_none_stops_before_anything_is_written(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n")
    good = tmp_path / "a.txt"
    good.write_text("Foreign Minister Ann Lee said New Zealand condemns the launch of it.")
    with pytest.raises(FormatError, match=r"bad.csv: columns a, b"):
        verbs.add([good], tmp_path / "c", now_utc=NOW, record=[bad])
    assert not (tmp_path / "c").exists()


def test_sources_only_are_found_by_compare_but_not_read(tmp_path: Path) -> None:
    release = tmp_path / "release.txt"
    release.write_text(
        "“The ship will sail in May with a crew of ninety sailors,” Mr Lee said. It will be away "
        "for ten weeks and call at three ports on the way to the north."
    )
    story = tmp_path / "story.txt"
    story.write_text(
        "Lee said on radio: “The ship will sail in May with a crew of ninety sailors.”"
    )
    verbs.add([release], tmp_path / "c", now_utc=NOW, sources_only=True)
    assert Chronicle(tmp_path / "c").statements().is_empty()
    pair = verbs.compare(tmp_path / "c", str(story))
    assert pair.source["source"] == str(release)
    assert pair.result.rests_on
    again = verbs.add([release], tmp_path / "c", now_utc=NOW)
    assert (again.known, again.documents) == (0, 1), "a kept source can still be read"
    assert Chronicle(tmp_path / "c").documents().height == 1
    assert Chronicle(tmp_path / "c").statements()["speaker"].to_list() == ["Lee"]
