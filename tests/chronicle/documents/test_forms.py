"""Forms of other ministries: transcripts, statements by title, other heads, XHTML, broken lines."""

from datetime import date

from ..reading import from_bytes


def test_a_transcript_gives_each_turn_to_its_label() -> None:
    text = (
        "MR MILLER: Thank you all for coming to this briefing today.\n\n"
        "QUESTION: Did the ship call at a port of the DPRK?\n\n"
        "MR MILLER: We have seen the reports and we are looking at them.\n\n"
        "The ship left in May.\n\nMS LEE: The list is with the committee of the Council.\n"
    )
    (made,) = from_bytes("briefing.txt", text.encode())
    speakers = [s["speaker"] for s in made.statements]
    assert speakers == ["Miller", None, "Miller", "Miller", "Lee"]
    assert made.statements[0]["text"].startswith("Thank you")


def test_statement_by_takes_its_author_from_the_title() -> None:
    text = (
        "---\ntitle: Statement by Foreign Minister Ann Lee on the launch\n"
        "published_time: 2024-05-13T20:30:00Z\nsource_url: https://www.mofa.go.kr/x\n---\n"
        + "The Government strongly condemns the launch of a missile by the DPRK. The launch is a "
        "clear breach of the resolutions of the Security Council. The Government calls on the "
        "DPRK to return to talks and to keep to its obligations.\n\n" * 3
    )
    (made,) = from_bytes("statement.md", text.encode())
    assert {s["speaker"] for s in made.statements} == {"Ann Lee"}
    assert made.document["url"] == "https://www.mofa.go.kr/x"
    assert made.document["published_on"] == date(2024, 5, 14), "Seoul's day"


def test_atom_xhtml_keeps_its_paragraphs() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>A</title>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ship sailed in the '
        "month of May from the port.</p><p>“It was seen,” Foreign Minister Ann Lee said.</p></div>"
        "</content></entry></feed>"
    )
    (made,) = from_bytes("a.atom", feed.encode())
    assert "port.\n" in str(made.document["text"])
    assert [s["speaker"] for s in made.statements] == ["Ann Lee"]


def test_a_line_break_inside_a_quotation_does_not_cut_it() -> None:
    text = "“We condemn the launch\nof this missile\nin May,” Foreign Minister Ann Lee said today."
    (made,) = from_bytes("a.txt", text.encode())
    (one,) = made.statements
    assert one["text"] == "“We condemn the launch\nof this missile\nin May,”"
