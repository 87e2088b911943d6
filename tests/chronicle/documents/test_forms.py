"""Forms of other ministries: transcripts, statements by title, other heads, XHTML, broken lines."""

from datetime import date

import pytest

from seawarden.chronicle.statements.confidence import LABELLED

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


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (  # names in small letters, one of which comes again; reporters and voices have no name
            "Press conference, Wellington, 14 May 2024\n\n"
            "Winston Peters: We are sending an aircraft to watch the sanctions.\n\n"
            "Reporter 1: Will it go near the Yellow Sea?\n\n"
            "Winston Peters: I will not go into that.\n\n(Laughter.)\n\n"
            "SPEAKER 2: What did China say?\n\nJudith Collins: You should ask them.\n",
            ["Winston Peters", None, "Winston Peters", None, "Judith Collins"],
        ),
        (  # turns on single lines below a headline that a blank line sets off
            "Briefing on the report\n\nDR. HONG SOO-YEON: It did, twice in March.\n"
            "UNIDENTIFIED SPEAKER: And what did it load?\nDR. HONG: We believe coal.\n",
            ["Hong Soo-Yeon", None, "Hong Soo-Yeon"],
        ),
        (  # a programme's own marks before each label
            'A partial transcript follows:\n\n"WALLACE: Why would he do that?\n\n'
            '"PENCE: Well, look, it is a serious business.\n\n"(CROSSTALK.)\n\n'
            '"WALLACE: I want to ask you something else.\n',
            ["Wallace", "Pence", "Wallace"],
        ),
        (  # three headings with colons are no turns
            "Key Points: the ship sailed.\n\nMain Findings: it was coal.\n\nNext Steps: none.\n",
            [],
        ),
    ],
)
def test_transcripts_as_desks_get_them(text: str, speakers: list[str | None]) -> None:
    (made,) = from_bytes("t.txt", text.encode())
    assert [s["speaker"] for s in made.statements] == speakers
    assert {s["confidence"] for s in made.statements if s["speaker"]} <= {LABELLED}


def test_a_speaker_line_in_the_head_names_the_author() -> None:
    text = (
        "Address to the shipping forum\nSpeaker: Hon Ann Lee\nDate: 3 June 2024\n\n"
        + "I thank you all. We have seen our ports used, and I say that we will act on it. We "
        "will look at our own ships first, and I will ask our partners to look at theirs.\n\n" * 3
    )
    (made,) = from_bytes("a.txt", text.encode())
    assert {s["speaker"] for s in made.statements} == {"Ann Lee"}
    assert made.document["kind"] == "speech" and made.document["published_on"] == date(2024, 6, 3)


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


def test_a_media_unit_is_no_speaker_where_the_title_names_one() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>Statement by '
        "Foreign Minister Penny Wong on the launch</title><author><name>Media unit</name></author>"
        '<link href="https://www.foreignminister.gov.au/x"/><content type="html">&lt;p&gt;It flew '
        "over the sea, and the Government condemns it.&lt;/p&gt;&lt;p&gt;“This is a threat to the "
        "region,” Senator Wong said.&lt;/p&gt;</content></entry></feed>"
    )
    (made,) = from_bytes("a.atom", feed.encode())
    assert [s["speaker"] for s in made.statements if s["kind"] == "direct"] == ["Penny Wong"]


def test_what_an_agency_sets_out_in_full_is_the_spokesmans() -> None:
    """KCNA: a long sentence with a colon, then text without marks; its headline is nobody."""
    text = (
        "Spokesman for DPRK Foreign Ministry Denounces UN Sanctions Monitoring\n\n"
        "Pyongyang, June 3 (KCNA) -- A spokesman for the Foreign Ministry of the DPRK gave the "
        "following answer to a question put by KCNA on June 3 in connection with the fact that "
        "New Zealand and Germany sent warships and aircraft to the waters around the peninsula:\n\n"
        "It is a grave provocation.\n\n"
        "The spokesman said that “the U.S. and its vassal forces” would be held responsible.\n"
    )
    (made,) = from_bytes("k.txt", text.encode())
    assert [(s["kind"], s["speaker"]) for s in made.statements] == [
        ("direct", "spokesman for the Foreign Ministry of the DPRK"),
        ("mixed", "spokesman for the Foreign Ministry of the DPRK"),
    ]


def test_a_line_break_inside_a_quotation_does_not_cut_it() -> None:
    text = "“We condemn the launch\nof this missile\nin May,” Foreign Minister Ann Lee said today."
    (made,) = from_bytes("a.txt", text.encode())
    (one,) = made.statements
    assert one["text"] == "“We condemn the launch\nof this missile\nin May,”"
