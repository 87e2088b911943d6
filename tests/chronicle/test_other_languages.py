"""Releases of other ministries: quotations and dates, never a speaker that nobody measured."""

from datetime import date

import pytest

from seawarden.report.chronicle.view import speaker_words

from .reading import from_bytes

FRENCH = """Communiqué
14 mai 2024

La France condamne le tir de missile balistique de la République populaire démocratique de Corée.
« Ce tir constitue une violation flagrante des résolutions du Conseil de sécurité », a déclaré la
ministre des affaires étrangères Catherine Colonna. Le porte-parole du ministère, M. Lemoine, a
indiqué : « Nous appelons Pyongyang à reprendre le dialogue sans condition et sans délai. »
Le texte « Vigipirate » sera publié.
"""
GERMAN = """Erklärung
14. Mai 2024

Die Bundesregierung verurteilt den Start einer Rakete durch Nordkorea auf das Schärfste und fordert
Pjöngjang auf, die Resolutionen einzuhalten. „Dieser Start ist ein klarer Bruch des Völkerrechts“,
sagte Außenministerin Annalena Baerbock. „Wir stehen an der Seite unserer Partner in der Region“, so
Regierungssprecher Steffen Hebestreit.
"""
KOREAN = """외교부 대변인 논평
2024년 5월 14일

조선중앙통신은 14일 "적대세력들의 무모한 군사적 도발을 절대로 용납하지 않을 것"이라고 보도했다.
외교부 대변인은 "북한의 탄도미사일 발사는 안보리 결의의 명백한 위반"이라고 밝혔다.
정부는 국제사회와 긴밀히 협력하여 필요한 조치를 취해 나갈 것이다.
"""
JAPANESE = """外務省報道発表
2024年5月14日

北朝鮮は弾道ミサイルを発射した。上川外務大臣は「断じて容認できない」と述べた。
林官房長官は記者会見で「国連安保理決議に違反するものであり、強く非難する」と述べ、連携を確認した。
"""


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        (FRENCH, "fr", [("Ce tir", "Catherine Colonna"), ("Nous appelons", "M. Lemoine")]),
        (GERMAN, "de", [("Dieser Start", "Annalena Baerbock"), ("Wir stehen", "Hebestreit")]),
        (KOREAN, "ko", [("적대세력들의", "조선중앙통신"), ("북한의", "외교부 대변인")]),
        (JAPANESE, "ja", [("断じて", "上川外務大臣"), ("国連", "林官房長官")]),
    ],
)
def test_quotations_and_dates_are_read_and_speakers_are_guesses(text, language, found):
    (made,) = from_bytes("a.txt", text.encode())
    row = made.document
    assert (row["language"], row["status"]) == (language, "read")
    assert row["published_on"] == date(2024, 5, 14)
    assert f"language {language}: quotations only" in str(row["reason"])
    assert len(made.statements) == len(found)
    for statement, (words, guess) in zip(made.statements, found, strict=True):
        assert statement["kind"] == "direct" and words in statement["text"]
        assert statement["speaker"] is None and statement["confidence"] is None
        assert guess in statement["speaker_how"] and "not measured" in statement["speaker_how"]
        assert statement["said_on"] == date(2024, 5, 14)


@pytest.mark.parametrize(
    ("line", "guess"),
    [
        (
            "(평양 6월 3일발 조선중앙통신) 조선민주주의인민공화국 외무성 대변인은 3일 담화에서 "
            "《미국과 추종세력들의 적대행위를 절대로 용납하지 않을것》이라고 경고하였다.",
            "조선민주주의인민공화국 외무성 대변인",
        ),
        (
            "(서울=연합뉴스) 홍길동 기자 = 외교부 대변인은 14일 “안보리 결의의 명백한 위반”이라고 "
            "밝혔다.",
            "외교부 대변인",
        ),
    ],
)
def test_korean_agencies_datelines_marks_and_endings(line: str, guess: str) -> None:
    """KCNA writes 《》 and 하였다; both agencies put a dateline before the subject."""
    (made,) = from_bytes("a.txt", line.encode())
    assert [str(s["speaker_how"]) for s in made.statements] == [
        f"not known (perhaps {guess}: by the table of ko, not measured)"
    ]


def test_a_digest_prints_the_guess_as_a_guess():
    (made,) = from_bytes("a.txt", KOREAN.encode())
    assert speaker_words(made.statements[1]) == (
        "speaker not known (perhaps 외교부 대변인: by the table of ko, not measured)"
    )
    assert speaker_words({"speaker": "Ann Lee", "speaker_how": "named"}) == "Ann Lee"
    assert speaker_words({"speaker": None, "speaker_how": "not known"}) == "speaker not known"


@pytest.mark.parametrize("text", [FRENCH, GERMAN, KOREAN, JAPANESE])
def test_a_text_without_a_quotation_is_set_apart_with_its_language(text):
    bare = "".join(c for c in text if c not in '«»„“”"「」')
    (made,) = from_bytes("a.txt", bare.encode())
    assert made.document["status"] == "set apart" and made.statements == []
    assert str(made.document["reason"]).startswith(f"language {made.document['language']}: ")
    assert made.document["published_on"] == date(2024, 5, 14)  # dated and kept all the same
