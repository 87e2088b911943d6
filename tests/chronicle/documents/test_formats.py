"""Documents in: every format, and every way in which one can be broken."""

import io
import json
from datetime import date

import polars as pl
import pytest

from seawarden.chronicle.documents import decode, formats
from seawarden.chronicle.documents.item import Item, Limits

from ..reading import from_bytes

SAYS = "Foreign Minister Ann Lee said New Zealand condemns the launch of this missile by the DPRK."
BODY = f"{SAYS} The launch is a breach of several resolutions of the Security Council."


def one(name: str, data: bytes) -> Item:
    ((_, item),) = formats.read(name, data)
    return item


def test_front_matter_gives_title_date_url_ministers_and_portfolios() -> None:
    text = (
        '---\ntitle: "A: b"\ndate: 2024-05-13\nurl: https://www.beehive.govt.nz/release/a\n'
        f"ministers:\n  - Rt Hon Ann Lee\nportfolios:\n  - Defence\n---\n\n{BODY}"
    )
    item = one("a.md", text.encode())
    assert (item.title, str(item.date), item.authors, item.portfolios) == (
        "A: b",
        "2024-05-13",
        ("Rt Hon Ann Lee",),
        ("Defence",),
    )
    assert item.text == text, "offsets count in the file itself"
    assert item.text[item.body_start :].strip() == BODY


@pytest.mark.parametrize("date", ["0001-01-01", "0000-00-00", "99999-01-01", "'"])
def test_a_front_matter_that_yaml_refuses_loses_nothing(date: str) -> None:
    text = f"---\ntitle: T\ndate: {date}\nministers:\n  - Ann Lee\n---\n\n{BODY}"
    (made,) = from_bytes("a.md", text.encode())
    assert made.document["status"] == "read"
    assert made.document["title"] == "T"
    assert made.document["published_on"] is None
    assert made.statements[0]["speaker"] == "Ann Lee"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
def test_any_encoding_gives_the_same_words(encoding: str) -> None:
    text = f"“{SAYS}” – the Māori" if encoding != "cp1252" else f"“{SAYS}” – café"
    assert one("a.txt", text.encode(encoding)).text == text


def test_a_declared_charset_that_is_wrong_is_told_and_nothing_is_lost() -> None:
    page = f"<html><head><meta charset='utf-8'></head><body><p>“{BODY}”</p></body></html>"
    item = one("a.html", page.encode("cp1252"))
    assert "“Foreign Minister Ann Lee" in item.text
    assert "not UTF-8" in item.note or "cp1252" in item.note


def test_text_decoded_twice_is_set_right_and_said_so() -> None:
    twice = f"“{SAYS}” said ‘they’".encode().decode("cp1252", "replace")
    found = decode.decode(twice.encode())
    if "\ufffd" not in twice:
        assert found.text.startswith("“Foreign")
        assert "decoded twice" in found.note


def test_nul_bytes_and_broken_bytes_are_counted() -> None:
    assert "NUL" in decode.decode(b"abc\x00def and more words here").note
    assert decode.decode(b"\xff\xfeA\x00\xd8").note != ""


def test_html_gives_the_article_without_its_frame() -> None:
    page = (
        "<html><head><title>Minister condemns launch</title></head><body><nav><a>Home</a></nav>"
        f"<script>alert('x')</script><article><h1>Minister condemns launch</h1><p>{BODY}</p>"
        f"<p>{BODY.replace('Ann', 'Bea')}</p></article><footer>Privacy</footer></body></html>"
    )
    item = one("a.html", page.encode())
    assert "Ann Lee" in item.text
    assert "alert" not in item.text


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>RNZ</title>
<item><title>One &lt;b&gt;</title><link>https://www.rnz.co.nz/1</link>
<pubDate>Tue, 14 May 2024 03:10:00 +0000</pubDate>
<description>&lt;p&gt;{body}&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
<item><title>Two</title><description></description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A</title>
<link rel="alternate" href="https://x.org/a"/><updated>2024-05-14T03:10:00Z</updated>
<author><name>Ann Lee</name></author><content type="html">{body}</content></entry></feed>"""


def test_every_entry_of_a_feed_is_a_document_and_an_empty_one_says_so() -> None:
    first, second = from_bytes("feed.xml", FEED.format(body=BODY).encode())
    assert first.document["title"] == "One"
    assert first.document["url"] == "https://www.rnz.co.nz/1"
    assert str(first.document["published_on"]) == "2024-05-14"
    assert "x()" not in str(first.document["text"])
    assert first.statements[0]["speaker"] == "Ann Lee"
    assert (second.document["status"], second.document["reason"]) == (
        "unreadable",
        "the entry holds no text",
    )


def test_atom_is_read_too() -> None:
    (made,) = from_bytes("a.atom", ATOM.format(body=BODY).encode())
    assert (made.document["url"], made.document["authors"]) == ("https://x.org/a", ["Ann Lee"])


def test_a_feed_that_breaks_off_keeps_the_entries_before() -> None:
    cut = FEED.format(body=BODY)
    made = from_bytes("feed.xml", cut[: cut.index("<item><title>Two") + 9].encode())
    assert made[0].statements
    assert "breaks off" in str(made[-1].document["reason"])


def test_a_feed_with_entities_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss><channel>&a;</channel></rss>'
    (made,) = from_bytes("feed.xml", bomb.encode())
    assert (
        made.document["reason"] == "the feed is refused: EntitiesForbidden (entities are not read)"
    )


def test_a_broken_line_of_json_is_kept_with_its_number() -> None:
    lines = [json.dumps({"text": BODY, "date": "2024-05-13"}), "{oops", json.dumps(["x"]), ""]
    made = from_bytes("a.jsonl", "\n".join(lines).encode())
    assert [m.document["status"] for m in made] == ["read", "unreadable", "unreadable"]
    assert str(made[1].document["reason"]).startswith("line 2 is no JSON")
    assert made[2].document["reason"] == "row 3 is no object but list"


def test_parquet_rows_are_documents_and_a_cut_file_says_so() -> None:
    out = io.BytesIO()
    pl.DataFrame({"story": [BODY, None], "title": ["a", "b"]}).write_parquet(out)
    made = from_bytes("a.parquet", out.getvalue())
    assert [m.document["status"] for m in made] == ["read", "unreadable"]
    (cut,) = from_bytes("a.parquet", out.getvalue()[:200])
    assert "cannot be read" in str(cut.document["reason"])


def test_a_parquet_file_with_any_byte_changed_is_read_or_says_so() -> None:
    """Of some, Polars panics, which ends the whole process."""
    out = io.BytesIO()
    pl.DataFrame({"text": [BODY] * 3, "title": ["a", "b", "c"]}).write_parquet(out)
    whole = out.getvalue()
    for at in range(0, len(whole), 7):
        made = from_bytes("a.parquet", whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert made
        assert all(m.document["status"] == "read" or m.document["reason"] for m in made)


def _pdf(text: str, made: str = "") -> bytes:
    """Return a minimal PDF with one page of text; `made`: its creation date, as PDF writes it."""
    stream = (
        "BT /F1 12 Tf 40 700 Td "
        + " ".join(f"({line}) Tj 0 -14 Td" for line in text.split("\n"))
        + " ET"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</CreationDate(D:{made})>>" if made else "<<>>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{p:010d} 00000 n \n" for p in places)
    return (
        f"{out}xref\n0 7\n0000000000 65535 f \n{table}"
        f"trailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    ).encode("latin-1")


def test_pdf_text_is_read_and_a_truncated_file_is_kept_with_its_reason() -> None:
    whole = _pdf("Foreign Minister Ann Lee said New Zealand condemns\nthe launch of this missile.")
    (made,) = from_bytes("a.pdf", whole)
    assert made.statements[0]["speaker"] == "Ann Lee"
    for cut in (30, len(whole) // 2, len(whole) - 60):
        (half,) = from_bytes("a.pdf", whole[:cut])
        assert half.document["status"] in {"read", "set apart", "unreadable"}
        assert half.document["reason"] or half.statements, f"cut at {cut}"


@pytest.mark.parametrize(
    ("head", "made", "day", "note"),
    [
        (
            "14 May 2024",
            "20240602101500+12'00'",
            date(2024, 5, 14),
            "printed date 14 May 2024 used",
        ),
        ("14. Mai 2024", "20240602101500+02'00'", date(2024, 5, 14), "printed date"),
        ("A statement", "20240602101500+12'00'", date(2024, 6, 2), "no date printed at its head"),
        ("14 May 2024", "", date(2024, 5, 14), None),
    ],
)
def test_the_date_printed_in_a_pdf_beats_the_day_the_file_was_made(head, made, day, note) -> None:
    """A file scanned or saved again in June is a release of May all the same."""
    body = "Foreign Minister Ann Lee said New Zealand condemns\nthe launch of this missile."
    (found,) = from_bytes("a.pdf", _pdf(f"{head}\n{body}", made))
    assert found.document["published_on"] == day
    assert note is None or note in str(found.document["reason"])


def test_a_picture_is_unreadable_and_says_what_it_is() -> None:
    (made,) = from_bytes("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert str(made.document["reason"]).startswith("format not known: b'\\x89PNG'")


def test_an_empty_file_says_so() -> None:
    (made,) = from_bytes("a.md", b"")
    assert made.document["reason"] == "the file is empty"


def test_a_document_of_fifty_megabytes_is_read_to_the_limit_and_says_so() -> None:
    """The original is kept whole; the reading stops at 5 million characters."""
    data = (BODY + "\n\n").encode() * (50_000_000 // (len(BODY) + 2))
    item = one("big.txt", data)
    assert len(item.text) == Limits().max_chars
    assert "characters, read to 5000000; the original is kept whole" in item.note


def test_spanish_and_broken_texts_are_set_apart_not_misread() -> None:
    spanish = (
        "El Dirigente dijo que la delegación de la República partió de Pyongyang por la tarde."
    )
    (made,) = from_bytes("a.txt", spanish.encode())
    assert made.document["reason"] == "language es: statements are looked for in en only"
    (made,) = from_bytes("b.txt", b"as well as its validity.")
    assert made.document["reason"] == "5 word(s), fewer than 8: nothing to read"
    (made,) = from_bytes("c.txt", "\ufffd".join(BODY.split()).encode())
    assert "wrong decoding" in str(made.document["reason"])
