"""Words of headings in other languages than English, put into the English that `headings` knows.

Korean, Japanese and Chinese headings are written without blanks, so that their words are looked for
inside, the longest first; of the other languages whole words count. Sources: the headings of the
lists and registers of those States.
"""

import re
import unicodedata
from functools import lru_cache

_INSIDE = {
    # Korean
    "선박명칭": "vessel name", "선박명": "vessel name", "선박이름": "vessel name",
    "선명": "vessel name",
    "선박": "vessel", "이전": "former", "과거": "former", "구 ": "former ", "구선명": "former name",
    "별칭": "alias", "호출부호": "call sign", "신호부호": "call sign", "선적국": "flag",
    "선적": "flag", "기국": "flag", "국적": "nationality", "선종": "type", "선박종류": "type",
    "선주": "owner", "소유자": "owner", "소유주": "owner", "선사": "owner", "운영사": "operator",
    "운항사": "operator", "관리사": "manager", "지정일": "designation date",
    "등재일": "listing date", "제재일": "sanction date", "제재 지정일": "designation date",
    "지정사유": "reason", "제재사유": "reason", "사유": "reason", "비고": "remarks",
    "번호": "number", "연번": "serial", "해제일": "removal date", "조치": "measure",
    # Japanese
    "船舶名": "vessel name", "船名": "vessel name", "船舶": "vessel", "旧": "former ",
    "以前": "former ", "過去": "former ", "別名": "alias", "番号": "number", "船籍": "flag",
    "旗国": "flag", "船種": "type", "所有者": "owner", "船主": "owner", "運航者": "operator",
    "管理者": "manager", "指定日": "designation date", "指定年月日": "designation date",
    "告示年月日": "designation date", "船舶の名称": "vessel name", "告示日付": "designation date",
    "掲載日": "listing date", "理由": "reason", "備考": "remarks", "信号符字": "call sign",
    "呼出符号": "call sign", "措置": "measure", "日本語表記": "name", "英語表記": "alias name",
    # Chinese
    "曾用名": "former name", "原船名": "former name", "编号": "number", "編號": "number",
    "船旗": "flag", "船型": "type", "船舶类型": "type", "船东": "owner", "船東": "owner",
    "所有人": "owner", "经营人": "operator", "管理人": "manager", "呼号": "call sign",
    "列名日期": "listing date", "列入日期": "listing date", "制裁日期": "sanction date",
    "指定日期": "designation date", "备注": "remarks",
}  # fmt: skip
_WORDS = {
    "omi": "imo",
    # Russian and Ukrainian
    "имо": "imo", "імо": "imo", "ммси": "mmsi", "название": "name", "наименование": "name",
    "назва": "name", "имя": "name", "судна": "vessel", "судно": "vessel", "прежние": "former",
    "прежнее": "former", "бывшее": "former", "колишні": "former", "колишня": "former",
    "попередні": "former", "названия": "names", "назви": "names", "флаг": "flag",
    "прапор": "flag", "тип": "type", "позывной": "call sign", "позивний": "call sign",
    "владелец": "owner", "судовладелец": "owner", "власник": "owner", "судновласник": "owner",
    "оператор": "operator", "менеджер": "manager", "номер": "number", "дата": "date",
    "санкций": "sanction", "санкції": "sanction", "санкцій": "sanction", "включения": "listing",
    "внесення": "listing", "причина": "reason", "підстава": "reason", "основание": "reason",
    "примечание": "remarks", "примітка": "remarks", "страна": "country", "країна": "country",
    # German, French, Spanish, Italian, Dutch, the Nordic languages (accents folded)
    "schiffsname": "vessel name", "schiff": "vessel", "schiffes": "vessel", "flagge": "flag",
    "flaggenstaat": "flag", "eigner": "owner", "reeder": "owner", "reederei": "owner",
    "rufzeichen": "call sign", "schiffstyp": "type", "nummer": "number", "fruher": "former",
    "fruhere": "former", "fruherer": "former", "namen": "names", "grund": "reason",
    "bemerkung": "remarks", "nom": "name", "navire": "vessel", "batiment": "vessel",
    "pavillon": "flag", "proprietaire": "owner", "armateur": "owner", "exploitant": "operator",
    "indicatif": "call sign", "numero": "number", "ancien": "former", "anciens": "former",
    "noms": "names", "motif": "reason", "motifs": "reason", "nombre": "name", "buque": "vessel",
    "bandera": "flag", "propietario": "owner", "armador": "owner", "distintivo": "call sign",
    "anterior": "former", "anteriores": "former", "nombres": "names", "motivo": "reason",
    "nave": "vessel", "bandiera": "flag", "proprietario": "owner", "armatore": "owner",
    "scheepsnaam": "vessel name", "schip": "vessel", "vlag": "flag", "eigenaar": "owner",
    "skipsnavn": "vessel name", "skip": "vessel", "navn": "name", "flagg": "flag", "eier": "owner",
    "kallesignal": "call sign", "fartyg": "vessel", "fartygsnamn": "vessel name", "agare": "owner",
    "skibsnavn": "vessel name", "ejer": "owner",
    "ehemalige": "former", "ehemaliger": "former", "vorherige": "former", "eigentumer": "owner",
    "aufnahme": "listing", "geltungsbeginn": "application date",
    "datum": "date", "nome": "name", "precedente": "former", "precedenti": "former",
    "navio": "vessel", "embarcacao": "vessel", "bandeira": "flag",
    "fecha": "date", "inclusion": "listing", "listado": "listed",
    # Polish, Turkish, Greek, Arabic, Finnish, Indonesian
    "nazwa": "name", "statku": "vessel", "statek": "vessel", "wlasciciel": "owner",
    "armatora": "owner", "poprzednie": "former", "poprzednia": "former", "gemi": "vessel",
    "adi": "name", "adı": "name", "bayrak": "flag", "bayragi": "flag", "numarasi": "number",
    "numarası": "number", "sahibi": "owner", "eski": "former", "ονομα": "name", "πλοιου": "vessel",
    "πλοιο": "vessel", "σημαια": "flag", "ιμο": "imo", "αριθμος": "number", "اسم": "name",
    "السفينة": "vessel", "العلم": "flag", "علم": "flag", "رقم": "number", "المالك": "owner",
    "laivan": "vessel", "laiva": "vessel", "nimi": "name", "lippu": "flag", "kapal": "vessel",
    "nama": "name", "bendera": "flag",
}  # fmt: skip
_LONGEST_FIRST = re.compile("|".join(map(re.escape, sorted(_INSIDE, key=len, reverse=True))))


@lru_cache(maxsize=4096)
def in_english(heading: str) -> str:
    """Return a heading in lower case, its known words in English."""
    text = unicodedata.normalize("NFKC", heading).lower()
    if not text.isascii():
        text = _LONGEST_FIRST.sub(lambda found: f" {_INSIDE[found[0]]} ", text)
    out = []
    for word in re.findall(r"[^\W\d_]+", text):
        folded = _folded(word)
        out.append(_WORDS.get(word) or _WORDS.get(folded) or folded)
    return " ".join(out)


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c))
