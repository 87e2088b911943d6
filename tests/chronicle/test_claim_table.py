"""Sixty claims made by hand, each with the verdict that the record gives it.

The record, worked out by eye: New Zealand's aircraft 2018-09, 2019-10, 2020-10, 2021-04, 2021-11
(P-3K2), 2024-04 (P-8A), 2025-04 (P-8A); the ship HMNZS Aotearoa 2024-08; nuclear tests of the DPRK
2006, 2009, 2013, 2016 twice, 2017.
"""

from datetime import date

import pytest

from seawarden.chronicle.checks import claims
from seawarden.chronicle.occurrences import records

DEPLOYMENTS = (
    b"n,announced,start,end,asset,base\n"
    b"1,2018-09-07,2018-09,2018-10,P-3K2 Orion,Kadena\n"
    b"2,2019-10-15,2019-10-mid,2019-11,P-3K2 Orion,Kadena\n"
    b"3,2020-10-18,2020-10,2020-11,P-3K2 Orion,Kadena\n"
    b"4,2021-04-19,2021-04,2021-05,P-3K2 Orion,Kadena\n"
    b"5,2021-11-04,2021-11,2021-11,P-3K2 Orion,Kadena\n"
    b"6,2024-04-10,2024-04-mid,2024-05-early,P-8A Poseidon,Kadena\n"
    b"S1,2024-06-18,2024-08,2024-09,HMNZS Aotearoa,Yokosuka\n"
    b"7,2025-04-25,2025-04-mid,2025-05-early,P-8A Poseidon,Kadena\n"
)
TESTS = (
    b"n,date,magnitude,lat,lon\n1,2006-10-09,4.1,41.3,129.1\n2,2009-05-25,4.7,41.3,129.1\n"
    b"3,2013-02-12,5.1,41.3,129.1\n4,2016-01-06,5.1,41.3,129.0\n5,2016-09-09,5.3,41.3,129.1\n"
    b"6,2017-09-03,6.3,41.3,129.1\n"
)
A, C, N = "agrees", "conflicts", "cannot be said"
TABLE = [
    # ordinals, with the asset, announced or done
    ("This is New Zealand’s second P-3K2 deployment.", "2019-11-01", A),
    ("This is New Zealand’s third P-3K2 deployment.", "2019-11-01", C),
    ("New Zealand will make a third P-3K2 deployment.", "2019-12-01", A),
    ("New Zealand’s first P-8A deployment ended in May.", "2024-06-01", A),
    ("New Zealand’s second P-8A deployment ended in May.", "2024-06-01", C),
    ("This is New Zealand’s second deployment of a P-8A.", "2025-05-01", A),
    (
        "This is New Zealand’s sixth deployment of an aircraft to monitor sanctions.",
        "2024-05-14",
        A,
    ),
    (
        "This is New Zealand’s seventh deployment of an aircraft to monitor sanctions.",
        "2024-05-14",
        C,
    ),
    ("New Zealand’s fifth P-3K2 deployment was its last.", "2023-01-01", A),
    ("New Zealand’s first ship deployment to monitor sanctions began.", "2024-09-15", A),
    # negated ordinals and counts
    ("This was not New Zealand’s third P-3K2 deployment.", "2019-12-01", A),
    ("This was not New Zealand’s second P-3K2 deployment.", "2019-12-01", C),
    ("New Zealand has not made five P-3K2 deployments.", "2023-01-01", C),
    ("New Zealand has not made six P-3K2 deployments.", "2023-01-01", A),
    ("New Zealand never made seven deployments of P-3K2 Orion aircraft.", "2023-01-01", A),
    # counts, compared
    ("New Zealand has made five P-3K2 deployments.", "2023-01-01", A),
    ("New Zealand has made at least four P-3K2 deployments.", "2023-01-01", A),
    ("New Zealand has made at least six P-3K2 deployments.", "2023-01-01", C),
    ("New Zealand has made more than five P-3K2 deployments.", "2023-01-01", C),
    ("New Zealand has made more than four P-3K2 deployments.", "2023-01-01", A),
    ("New Zealand has made fewer than six P-3K2 deployments.", "2023-01-01", A),
    ("New Zealand has made up to five P-3K2 deployments.", "2023-01-01", A),
    ("There were six deployments of P-3K2 Orion aircraft by New Zealand.", "2023-01-01", C),
    # counts since a year, and before this one
    ("New Zealand has made three P-3K2 deployments since 2020.", "2023-01-01", A),
    ("New Zealand has made four P-3K2 deployments since 2020.", "2023-01-01", C),
    ("Since 2018, New Zealand has made five P-3K2 deployments.", "2023-01-01", A),
    (
        "It is New Zealand’s first aircraft deployment since 2021 to monitor sanctions.",
        "2024-05-01",
        A,
    ),
    ("It is New Zealand’s first P-3K2 deployment since 2018.", "2021-12-01", C),
    ("New Zealand made four P-3K2 deployments before this one.", "2021-11-20", A),
    ("New Zealand made five P-3K2 deployments before this one.", "2021-11-20", C),
    ("There were two previous P-3K2 deployments by New Zealand.", "2020-11-01", A),
    (
        "New Zealand made two aircraft deployments prior to this to monitor sanctions.",
        "2020-11-01",
        A,
    ),
    # every year, since
    ("New Zealand has monitored sanctions since 2018.", "2024-05-14", A),
    ("New Zealand has monitored sanctions since 2020.", "2024-05-14", C),
    (
        "New Zealand has deployed aircraft to monitor sanctions every year since 2018.",
        "2021-12-01",
        A,
    ),
    (
        "New Zealand has deployed aircraft to monitor sanctions every year since 2018.",
        "2024-05-14",
        C,
    ),
    ("New Zealand has deployed every year since 2016 to monitor sanctions.", "2021-12-01", N),
    ("New Zealand deployed every year from 2018 to 2021 to monitor sanctions.", "2024-05-14", A),
    ("New Zealand deployed every year from 2019 to 2024 to monitor sanctions.", "2024-12-14", C),
    ("New Zealand has not deployed to monitor sanctions since 2021.", "2023-05-14", A),
    ("New Zealand has not deployed to monitor sanctions since 2020.", "2023-05-14", C),
    # years, negated
    ("New Zealand deployed in 2018, 2019 and 2021 to monitor sanctions.", "2024-05-14", A),
    ("New Zealand deployed in 2018, 2022 and 2024 to monitor sanctions.", "2025-01-01", C),
    ("New Zealand deployed in 2016 and 2018 to monitor sanctions.", "2024-05-14", N),
    ("New Zealand did not deploy in 2022 and 2023 to monitor sanctions.", "2024-05-14", A),
    ("New Zealand did not deploy in 2020 and 2022 to monitor sanctions.", "2024-05-14", C),
    ("New Zealand made no deployment to monitor sanctions in 2022.", "2024-05-14", A),
    ("New Zealand made no deployment to monitor sanctions in 2019.", "2024-05-14", C),
    ("New Zealand made no deployment to monitor sanctions in 2015.", "2024-05-14", N),
    # other States
    ("This is Australia’s ninth deployment to monitor sanctions.", "2024-05-14", N),
    ("Canada has monitored sanctions since 2018 and deployed a frigate.", "2024-05-14", N),
    ("France deployed in 2019, 2021 and 2022 to monitor sanctions.", "2024-05-14", N),
    ("It was the third deployment by Germany to monitor sanctions.", "2024-05-14", N),
    ("India’s sixth nuclear test shook the ground.", "2024-05-14", N),
    # nuclear tests
    ("North Korea’s sixth nuclear test was its largest.", "2024-05-14", A),
    ("North Korea’s seventh nuclear test was its largest.", "2024-05-14", C),
    ("North Korea has carried out six nuclear tests.", "2024-05-14", A),
    ("North Korea carried out nuclear tests in 2006, 2009 and 2013.", "2024-05-14", A),
    ("North Korea carried out nuclear tests in 2006, 2010 and 2013.", "2024-05-14", C),
    ("North Korea has not carried out seven nuclear tests.", "2024-05-14", A),
]


def verdicts(claim: str, day: str) -> list[str]:
    on = date.fromisoformat(day)
    document = {
        "document_id": "d-1",
        "text": claim,
        "body_start": 0,
        "published_from": on,
        "published_to": on,
        "source": "a.txt",
        "sha256": "0" * 64,
        "publisher": "",
    }
    rows = records.parse(DEPLOYMENTS, "d.csv").to_dicts() + records.parse(TESTS, "t.csv").to_dicts()
    return [c.verdict for c in claims.check(document, rows)]


def test_the_table_has_sixty_claims() -> None:
    assert len(TABLE) == 60


@pytest.mark.parametrize(("claim", "day", "verdict"), TABLE)
def test_each_claim_has_its_verdict(claim: str, day: str, verdict: str) -> None:
    assert verdicts(claim, day) == [verdict]


def test_a_release_on_patrols_need_not_call_them_so_in_each_sentence() -> None:
    lead = "New Zealand will deploy a P-8A to monitor sanctions on North Korea. "
    told = "This is the sixth deployment since 2018. The others were in 2018, 2019 and 2021."
    assert verdicts(lead + told, "2024-05-14") == [A, A]
    troops = "New Zealand will send a medical team to Samoa. This is the sixth deployment."
    assert verdicts(troops, "2024-05-14") == []


def test_a_count_takes_only_the_asset_that_stands_with_it() -> None:
    """Five P-3K2 and, by 2025, two P-8A: seven aircraft."""
    for claim, verdict in (
        ("New Zealand has made five P-3K2 deployments.", A),
        ("New Zealand has made seven P-3K2 deployments.", C),
        ("New Zealand has made seven aircraft deployments to monitor sanctions.", A),
    ):
        assert verdicts(claim, "2025-06-01") == [verdict], claim


def test_a_sentence_with_a_count_and_every_year_makes_two_claims() -> None:
    text = (
        "This is New Zealand’s second P-8A deployment, and it has deployed every year since 2018."
    )
    assert sorted(verdicts(text, "2025-06-01")) == [A, C]
