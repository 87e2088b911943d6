"""Occurrences: read from records, proposed by texts, joined, and claims set against them."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.chronicle.checks import claims
from seawarden.chronicle.checks.check import Check
from seawarden.chronicle.occurrences import join, propose, records
from seawarden.errors import FormatError

DEPLOYMENTS = (
    b"n,announced,start,end,asset,base\n1,2018-09-07,2018-09,2018-10,P-3K2 Orion,Kadena\n"
    b"2,2019-10-15,2019-10-mid,2019-11,P-3K2 Orion,Kadena\n"
    b"3,2020-10-18,2020-10,2020-11,P-3K2 Orion,Kadena\n"
    b"4,2021-04-19,2021-04,2021-05,P-3K2 Orion,Kadena\n"
    b"S1,2024-06-18,2024-08,2024-09?,HMNZS Aotearoa,Yokosuka\n"
)
LAUNCHES = (
    b"date,time,missile,facility,outcome\n2006-07-04,unknown,scud,kittaeryong,success\n"
    b"2006-07-04,unknown,nodong,kittaeryong,success\n2017-11-28,18:17,hwasong-15,pyongsong,success\n"
)


def document(text: str, day: str | None = "2024-05-14", publisher: str = "") -> dict[str, object]:
    on = date.fromisoformat(day) if day else None
    return {
        "document_id": "d-1",
        "text": text,
        "body_start": 0,
        "published_from": on,
        "published_to": on,
        "source": "a.txt",
        "sha256": "0" * 64,
        "publisher": publisher,
    }


def checks(text: str, day: str = "2024-05-14", record: bytes = DEPLOYMENTS) -> list[Check]:
    return claims.check(document(text, day), records.parse(record, "r.csv").to_dicts())


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2018-09", "2018-09-01", "2018-09-30", "month"),
        ("2019-10-mid", "2019-10-11", "2019-10-20", "range"),
        ("2024-09?", "2024-09-01", "2024-09-30", "month"),
        ("2017-10/2017-11", "2017-10-01", "2017-11-30", "range"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("2016", "2016-01-01", "2016-12-31", "year"),
    ],
)
def test_a_records_date_means_these_days(text: str, first: str, last: str, precision: str) -> None:
    assert [str(x) for x in records.days(text)] == [first, last, precision]


@given(st.text(max_size=20))
def test_no_records_date_raises(text: str) -> None:
    first, last, precision = records.days(text)
    assert (first is None) == (precision == "unknown")
    assert first is None or (last is not None and first <= last)


def test_every_row_of_a_record_is_kept_with_its_line() -> None:
    frame = records.parse(DEPLOYMENTS + b"9,?,soon,later,P-8A,Kadena\n", "r.csv")
    assert frame.height == 6
    assert [s[0]["line"] for s in frame["sources"].to_list()] == [2, 3, 4, 5, 6, 7]
    assert frame["start_on"].to_list()[-1] is None, "a date nobody can read is no reason to drop"


def test_a_table_of_another_kind_is_refused_with_its_columns() -> None:
    with pytest.raises(FormatError, match=r"r.csv: columns a, b: no record of launches"):
        records.parse(b"a,b\n1,2\n", "r.csv")
    with pytest.raises(FormatError, match=r"r.csv: line 2: kind 'party': expected one of launch"):
        records.parse(b"kind,date,title\nparty,2024,x\n", "r.csv")


def test_a_launch_told_by_a_text_joins_the_records_launch_and_keeps_what_differs() -> None:
    """Two missiles in the record, six in the text, a day apart by the time zone."""
    text = "North Korea is understood to have fired six missiles this morning."
    proposed = propose.propose(document(text, "2006-07-05"))
    joined = join.join(records.parse(LAUNCHES, "r.csv"), proposed).filter(
        pl.col("kind") == "launch"
    )
    assert joined.height == 2, "the text's launch is the record's, not a third"
    row = joined.to_dicts()[0]
    assert (row["count"], row["status"], len(row["sources"])) == (2, "record", 3)
    assert '"count"' in row["disagreements"]
    assert '"date"' in row["disagreements"]


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("North Korea fired a ballistic missile yesterday.", "reported"),
        ("North Korea plans to launch a satellite on 12 April using a rocket.", "planned"),
        ("North Korea did not launch a missile yesterday.", "denied"),
    ],
)
def test_a_plan_or_denial_is_no_report(sentence: str, modality: str) -> None:
    (row,) = propose.propose(document(sentence, "2012-03-22"))
    assert (row["kind"], row["modality"]) == ("launch", modality)
    joined = join.join(records.parse(LAUNCHES, "r.csv"), [row])
    assert joined.filter(pl.col("status") == "proposed")["modality"].to_list() == [modality]


def test_joining_is_the_same_in_any_order() -> None:
    texts = [
        "North Korea launched a missile on 28 November 2017.",
        "The launch of a missile on 29 November 2017 was condemned.",
    ]
    rows = [
        p
        for k, t in enumerate(texts)
        for p in propose.propose(document(t, "2017-12-01") | {"document_id": f"d-{k}"})
    ]
    frame = records.parse(LAUNCHES, "r.csv")
    one, two = join.join(frame, rows), join.join(frame, rows[::-1])
    assert one.equals(two)


def test_years_claimed_agree_and_the_year_left_out_is_reported() -> None:
    (found,) = checks(
        '"This follows regular contributions to sanctions monitoring by New Zealand in 2018, 2019 '
        'and 2021," the Ministry said.'
    )
    assert (found.form, found.verdict, found.left_out) == ("years", "agrees", [2020])
    assert "the claim leaves out 2020, for which the record holds 1" in found.explanation
    assert {p["point"]: p["verdict"] for p in found.points} == {
        2018: "agrees",
        2019: "agrees",
        2021: "agrees",
        2020: "left out",
    }


def test_a_year_without_a_row_conflicts_and_one_before_the_record_cannot_be_said() -> None:
    (found,) = checks(
        "NZ deployments to monitor sanctions took place in 2018, 2022 and 2024.", "2025-01-01"
    )
    assert found.verdict == "conflicts"
    assert "no deployment in 2022" in found.explanation
    (early,) = checks("NZ deployments to monitor sanctions took place in 2016 and 2018.")
    assert early.verdict == "cannot be said"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("New Zealand has monitored sanctions since 2018.", "agrees"),
        ("New Zealand has monitored sanctions since 2020.", "conflicts"),
        ("New Zealand has monitored sanctions since 2016.", "conflicts"),
        ("New Zealand has monitored sanctions since 2017.", "cannot be said"),
    ],
)
def test_since_is_set_against_the_first_row(claim: str, verdict: str) -> None:
    assert [c.verdict for c in checks(claim)] == [verdict]


@pytest.mark.parametrize(
    ("claim", "day", "verdict"),
    [
        ("This is New Zealand’s second P-3 deployment.", "2019-11-01", "agrees"),
        ("New Zealand will make a third P-3 deployment.", "2019-11-01", "agrees"),
        ("New Zealand made its first P-3 deployment in October 2018.", "2024-12-01", "agrees"),
        ("This was the third P-3 deployment of New Zealand.", "2019-12-01", "conflicts"),
        (
            "There were four deployments of P-3K2 Orion aircraft by New Zealand.",
            "2024-12-01",
            "agrees",
        ),
        (
            "There were five deployments of P-3K2 Orion aircraft by New Zealand.",
            "2024-12-01",
            "conflicts",
        ),
    ],
)
def test_ordinals_and_counts_are_counted_up_to_the_documents_day(
    claim: str, day: str, verdict: str
) -> None:
    assert [c.verdict for c in checks(claim, day)] == [verdict]


@pytest.mark.parametrize(
    ("claim", "rows", "verdict"),
    [
        ("The DPRK has exceeded the cap on refined petroleum.", "", "cannot be said"),
        ("The DPRK exceeded the cap with 1.5 million barrels of refined petroleum.", "", "agrees"),
        ("With 300,000 barrels of refined petroleum the DPRK exceeded the cap.", "", "conflicts"),
        (
            "The DPRK exceeded the cap on refined petroleum in 2023.",
            "oil_delivery,2023-03-01,a,400000\noil_delivery,2023-06-01,b,200000\n",
            "agrees",
        ),
        (
            "The DPRK stayed within the cap on refined petroleum in 2023.",
            "oil_delivery,2023-03-01,a,400000\noil_delivery,2023-06-01,b,200000\n",
            "conflicts",
        ),
        (
            "The DPRK exceeded the cap on refined petroleum in 2023.",
            "oil_delivery,2023-03-01,a,100000\n",
            "cannot be said",
        ),
    ],
)
def test_the_cap_is_set_against_quantities_with_its_paragraph(
    claim: str, rows: str, verdict: str
) -> None:
    record = b"kind,date,title,count\n" + rows.encode()
    found = checks(claim, record=record)
    assert [c.verdict for c in found] == [verdict]
    assert "500,000 barrels a year (resolution 2397, para 5)" in found[0].explanation


@pytest.mark.parametrize(
    "sentence",
    [
        "The sanctions, imposed between 2006 and 2017, aim at missile programmes.",
        "New Zealand has contributed to the Armistice Commission in Korea since 1998.",
        "The price cap on Russian oil was exceeded.",
        "New Zealand’s P-3 deployments help to monitor sanctions.",
        "New Zealand will send ships for the first time to monitor sanctions.",
    ],
)
def test_what_is_no_claim_about_the_record_is_left_alone(sentence: str) -> None:
    assert checks(sentence) == []


def test_the_real_record_is_read_whole(shared_data: Path) -> None:
    """Counted again here with nothing but the csv module."""
    for path in sorted((shared_data / "record").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        assert records.read(path).height == rows, path.name
