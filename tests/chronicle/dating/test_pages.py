"""Forty pages in ten forms, four publishers each: every one gets its publisher's local day."""

from datetime import date

import pytest

from ..reading import from_bytes

BODY = (
    "<p>The ship was seen in the Yellow Sea by an aircraft of the patrol, and the owners of the "
    "vessel did not answer the questions that were put to them by the ministry.</p>" * 3
)
HOSTS = {
    "NZ": "https://www.nzdf.mil.nz/a",
    "US": "https://www.state.gov/a",
    "KR": "https://www.mofa.go.kr/a",
    "GB": "https://www.gov.uk/a",
}
STAMPS = {
    # the same moment, 2024-05-13 20:30 UTC, on the clocks of the four
    "NZ": date(2024, 5, 14),
    "US": date(2024, 5, 13),
    "KR": date(2024, 5, 14),
    "GB": date(2024, 5, 13),
}
DAY = date(2024, 6, 5)


def page(host: str, head: str = "", top: str = "") -> bytes:
    return (
        f'<html lang="en"><head><title>A ship was seen</title><link rel="canonical" '
        f'href="{host}">{head}</head><body><article><h1>A ship was seen</h1>{top}{BODY}'
        "</article></body></html>"
    ).encode()


def forms(state: str) -> list[tuple[str, bytes, date]]:
    host, local = HOSTS[state], STAMPS[state]
    numbers = "06/05/2024" if state == "US" else "05/06/2024"
    return [
        (
            "meta Z",
            page(host, '<meta property="article:published_time" content="2024-05-13T20:30:00Z">'),
            local,
        ),
        (
            "meta offset",
            page(host, '<meta name="dc.date" content="2024-05-14T08:30:00+12:00">'),
            local,
        ),
        (
            "json-ld",
            page(
                host,
                '<script type="application/ld+json">'
                '{"datePublished": "2024-05-13T20:30:00+00:00"}</script>',
            ),
            local,
        ),
        ("time", page(host, top='<time datetime="2024-05-13T20:30:00Z">today</time>'), local),
        ("iso day", page(host, '<meta name="date" content="2024-06-05">'), DAY),
        ("numbers", page(host, f'<meta name="date" content="{numbers}">'), DAY),
        ("day month", page(host, top="<p>5 June 2024</p>"), DAY),
        ("month day", page(host, top="<p>June 5, 2024</p>"), DAY),
        ("ordinal", page(host, '<meta name="date" content="Wednesday, 5th of June 2024">'), DAY),
        ("short month", page(host, '<meta name="date" content="05 Jun. 2024">'), DAY),
    ]


CASES = [(s, *f) for s in HOSTS for f in forms(s)]


def test_there_are_forty() -> None:
    assert len(CASES) == 40


@pytest.mark.parametrize(
    ("state", "form", "data", "day"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES]
)
def test_a_page_has_its_publishers_day(state: str, form: str, data: bytes, day: date) -> None:
    (made,) = from_bytes("page.html", data)
    row = made.document
    assert (row["published_from"], row["published_to"]) == (day, day), row["date_note"]
