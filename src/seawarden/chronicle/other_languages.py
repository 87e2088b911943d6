"""Quotations in Korean, Japanese, French and German releases, by tables of marks and verbs.

Method: what stands between the language's quotation marks and touches a verb of speech of the
table is a quotation; who is named beside that verb (Korean and Japanese: the sentence's subject or
topic) is a guess at its speaker. Nothing was measured in these languages, so a guess is printed as
one ("not known (perhaps ...)") and no speaker is given; reports without marks are not read.

Blind spot: a subject one sentence earlier; titles of works in the same marks with a verb near.
"""

import re
from dataclasses import dataclass
from functools import cache

from .statements.statement import Statement

_FR_VERBS = (
    "déclaré affirmé indiqué dit souligné ajouté précisé estimé annoncé rappelé expliqué assuré "
    "averti dénoncé réaffirmé insisté martelé"
)
_FR_WHO = (
    r"(?:(?:[Ll]e|[Ll]a|[Ll]es|[Ss]on|[Ss]a)\s|[Ll][’'])?(?:[a-zà-ÿ’'-]+\s){0,8}?"
    r"(?:[A-ZÀ-Ý][\w’'-]*\.?)(?:\s(?:d[eu]\s|des\s|d[’'])?[A-ZÀ-Ý][\w’'-]*)*"
)
_DE_VERBS = (
    "sagte erklärte betonte unterstrich forderte warnte kritisierte verurteilte ergänzte meinte "
    "schrieb berichtete bekräftigte mahnte"
)
_DE_WHO = (
    r"(?:(?:[Dd]er|[Dd]ie|[Dd]as)\s)?(?:[a-zäöüß]+e[rns]?\s)?(?:[A-ZÄÖÜ][\w.-]*)"
    r"(?:\s(?:von\s|zu\s)?[A-ZÄÖÜ][\w.-]*){0,4}"
)
_LATIN_SENTENCE = re.compile(r"(?<=[a-zà-ÿß0-9»”“][.!?])\s+(?=[A-ZÀ-Ý«„“])|\n\s*\n")
"""Where a sentence ends; a capital before the full stop is a title or an initial ("M. Lemoine")."""
_LINE_SENTENCE = re.compile(r"(?<=[.!?])\s|[。\n]")
_KO_VERBS = "밝혔 말했 강조했 주장했 전했 비난했 경고했 보도했 덧붙였 설명했 규탄했 언급했"
_KO_DATELINE = r"(?:\([^()\n]{4,40}\)\s*(?:[가-힣\s]{2,12}기자\s*=\s*)?)?"
"""(평양 6월 3일발 조선중앙통신), (서울=연합뉴스) 홍길동 기자 =."""
_JA_VERBS = "述べ 語っ 語り 表明し 発言し 強調し 非難し 報じ 伝え 明らかにし 説明し 主張し 指摘し"


@dataclass(frozen=True, slots=True)
class _Rules:
    """Patterns of a language: the marks, and who stands before or behind a quotation."""

    quote: re.Pattern[str]
    behind: tuple[re.Pattern[str], ...]  # matched at the words after the quotation
    before: tuple[re.Pattern[str], ...]  # searched in the words of its sentence before it
    needs_behind: re.Pattern[str] | None  # what must follow for `before` to count
    sentence: re.Pattern[str]  # where sentences part


def _either(words: str) -> str:
    return "|".join(words.split())


@cache
def _rules(language: str) -> _Rules | None:
    if language == "fr":
        verb = rf"(?:a|ont|avait|a-t-il|a-t-elle)\s(?P<verb>{_either(_FR_VERBS)})"
        return _Rules(
            re.compile(r"«\s?[^«»]{8,1500}?\s?»|“[^“”]{8,1500}”"),
            (re.compile(rf"\s*,?\s*{verb}\s(?:[\w’']+\s)?(?P<who>{_FR_WHO})"),),
            (
                re.compile(
                    rf"(?P<who>{_FR_WHO})(?:,[^,«“]{{2,80}},|,)?\s{verb}[^«“]{{0,60}}[:,]?\s*$"
                ),
            ),
            None,
            _LATIN_SENTENCE,
        )
    if language == "de":
        verb = rf"(?P<verb>{_either(_DE_VERBS)})"
        return _Rules(
            re.compile(r"„[^„“”]{8,1500}[“”]|»[^»«]{8,1500}«"),
            (re.compile(rf"\s*,?\s*(?:{verb}|so)\s(?P<who>{_DE_WHO})"),),
            (re.compile(rf"(?P<who>{_DE_WHO})\s{verb}[^„»]{{0,60}}:\s*$"),),
            None,
            _LATIN_SENTENCE,
        )
    if language == "ko":
        return _Rules(
            re.compile(r"[“\"][^“”\"]{6,1500}[”\"]|《[^《》]{6,1500}》"),
            (),
            (
                re.compile(
                    rf"^\s*{_KO_DATELINE}(?P<who>[가-힣A-Za-z·()\s]{{2,40}}?)(?:은|는|이|가)\s"
                ),
            ),
            re.compile(
                r"\s*(?:이?라고|이?라며|이라면서|고|며|면서)[^.\n“\"]{0,80}?"
                rf"(?P<verb>{_either(_KO_VERBS).replace('했', '(?:했|하였|하시였)')})"
            ),
            _LINE_SENTENCE,
        )
    if language == "ja":
        return _Rules(
            re.compile(r"「[^「」]{4,1500}」"),
            (),
            (
                re.compile(
                    r"^\s*(?P<who>[^、。「」\n]{2,40}?)(?:は|が|も)(?=[、\s「]|\d|[一-龠]|$)"
                ),
            ),
            re.compile(rf"\s*と[^。\n「]{{0,60}}?(?P<verb>{_either(_JA_VERBS)})"),
            _LINE_SENTENCE,
        )
    return None


READ = ("fr", "de", "ko", "ja")
"""Languages of the tables."""


def quotations(text: str, start: int, language: str) -> list[Statement]:
    """Return the quotations of a text from `start` on, each with the guess at its speaker in
    `how`; none for a language without a table."""
    rules = _rules(language)
    out: list[Statement] = []
    for run in rules.quote.finditer(text, start) if rules else ():
        found = _beside(text, run, rules)
        if found is None:
            continue
        who = " ".join(found["who"].split()).strip(" ,")
        out.append(
            Statement(
                start=run.start(),
                end=run.end(),
                kind="direct",
                how=f"not known (perhaps {who}: by the table of {language}, not measured)",
                verb=found.groupdict().get("verb") or "",
            )
        )
    return out


def _beside(text: str, run: re.Match[str], rules: _Rules | None) -> re.Match[str] | None:
    if rules is None:
        return None
    behind = text[run.end() : run.end() + 200]
    for pattern in rules.behind:
        if match := pattern.match(behind):
            return match
    if rules.needs_behind is not None and not rules.needs_behind.match(behind):
        return None
    sentence = rules.sentence.split(text[max(0, run.start() - 300) : run.start()])[-1]
    for pattern in rules.before:
        if match := pattern.search(sentence):
            return match
    return None
