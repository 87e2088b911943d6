"""More lists as publishers export them, a SIMULATED entry each, built here and read by the door."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import seawarden as sw
from seawarden import lists
from seawarden.errors import FormatError

NS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"


def enhanced(day: str, *entities: str) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><sanctionsData xmlns="{NS}"><publicationInfo>'
        f"<dataAsOf>{day}T00:00:00</dataAsOf></publicationInfo><referenceValues>"
        '<referenceValue refId="900"><type>VesselType</type><value>Crude Oil Tanker</value>'
        f"</referenceValue></referenceValues><entities>{''.join(entities)}</entities>"
        "</sanctionsData>"
    )


def entity(number: int, name: str, imo: int | None, action: str = "") -> str:
    said = f' action="{action}"' if action else ""
    documents = (
        "<identityDocuments><identityDocument><type>Vessel Registration Identification</type>"
        f"<documentNumber>IMO {imo}</documentNumber><isValid>true</isValid></identityDocument>"
        "<identityDocument><type>MMSI</type><documentNumber>445990001</documentNumber>"
        "</identityDocument></identityDocuments>"
        if imo else ""
    )  # fmt: skip
    kind = "Vessel" if imo else "Entity"
    return (
        f'<entity id="{number}"{said}><generalInfo><identityId>7</identityId><entityType>{kind}'
        '</entityType></generalInfo><sanctionsLists><sanctionsList datePublished="2016-03-16">SDN '
        "List</sanctionsList></sanctionsLists><sanctionsPrograms><sanctionsProgram>DPRK4"
        "</sanctionsProgram></sanctionsPrograms><names><name><isPrimary>true</isPrimary>"
        f"<translations><translation><formattedFullName>{name}</formattedFullName></translation>"
        "</translations></name><name><isPrimary>false</isPrimary><aliasType>F.K.A.</aliasType>"
        "<translations><translation><formattedFullName>NIGHT HERON</formattedFullName>"
        "</translation></translations></name></names><features><feature><type>Vessel Call Sign"
        "</type><value>HMZZ1</value></feature><feature><type>VESSEL TYPE</type><valueRefId>900"
        "</valueRefId></feature><feature><type>Vessel Flag</type><value>Korea, North</value>"
        f"</feature></features>{documents}<relationships><relationship><type>Linked To</type>"
        '<relatedEntity entityId="90002">DAWN PETREL SHIPPING CO</relatedEntity></relationship>'
        "</relationships></entity>"
    )


OFSI = (
    "Last Updated,20/11/2026\n"
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Other Information,Group Type,Alias Type,"
    "Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID\n"
    'SABLE TERN,,,,,,,"(UK Sanctions List Ref):RUS9001. (UK Statement of Reasons):Carried oil. '
    '(IMO number):9101376 (Current believed flag of ship):Gambia (Type of ship):Crude Oil Tanker",'
    "Ship,Primary name,,Russia,24/02/2025,24/02/2025,24/02/2025,16001\n"
    "MARSH HARRIER,,,,,,,,Ship,FKA,,Russia,24/02/2025,24/02/2025,24/02/2025,16001\n"
    "TERN,Sable,,,,,,,Individual,Primary name,,Russia,01/03/2025,01/03/2025,01/03/2025,16002\n"
)
OFSI_XML = """<?xml version="1.0" encoding="utf-8"?><ArrayOfFinancialSanctionsTarget>
<FinancialSanctionsTarget><GroupTypeDescription>Ship</GroupTypeDescription><GroupID>16001</GroupID>
<name6>SABLE TERN</name6><AliasTypeName>Primary name</AliasTypeName><RegimeName>Russia</RegimeName>
<DateListed>2025-02-24T00:00:00</DateListed>
<OtherInformation>(IMO number):9101376</OtherInformation>
</FinancialSanctionsTarget></ArrayOfFinancialSanctionsTarget>"""
NEW_ZEALAND = [
    ["Unique Identifier", "Type", "First name", "Middle name(s)", "Last name", "Title", "DOB",
     "Alias/Alternate Spellings", "Date of Sanction", "Date of Additional Sanction",
     "Sanction Status", "General Rationale for Sanction", "Ship Ban", "Asset Freeze",
     "Additional Information"],
    ["SHP1", "Ship", None, None, "SABLE TERN", None, None, "TERN OF SABLE", date(2025, 2, 25), None,
     "Active", "Shadow fleet", "Yes", "No", "IMO Number: 9101376"],
    ["IND1", "Individual", "Sable", None, "Tern", None, None, None, date(2025, 2, 25), None,
     "Active", "Owner", "No", "Yes", None],
    ["AST1", "Asset", None, None, "Shares", None, None, None, date(2025, 2, 25), None, "", "", "",
     "", None],
]  # fmt: skip
UKRAINE = (
    "Vessel name,IMO,MMSI,Call sign,Vessel Type,Flag (Current),Flags (former),Former ship names,"
    "Ship Owner (IMO / Country / Date),Commercial ship manager (IMO / Country / Date),P&I Club\n"
    "SABLE TERN,9101376,629990001,C5ZZ1,Crude Oil Tanker,Gambia,Panama; Gabon,"
    '"MARSH HARRIER; OLD TERN",Alpha Marine Ltd (5990001 / Seychelles / 01.02.2024),'
    "Beta Ships FZE (5990002 / UAE / 01.02.2024),None\n"
)
JOURNAL = (
    "amendedCelex,amendmentCelex,recordId,programKey,annex,measure,startDate,reason,schema,name,"
    "alias,weakAlias,previousName,country,nationality,jurisdiction,imoNumber,mmsi,flag,notes\n"
    "32014R0833,32026R1848,652,EU-RUS,XLII,Transportation restrictions,24.7.2026,Article 3s,Vessel,"
    "SABLE TERN (ex MARSH HARRIER),,,,,,,9101376,,Gambia,\n"
)
ANNEX = (
    "Annex XLII to Regulation (EU) No 833/2014;;;\n"
    "Ship name;IMO number;Reason for inclusion;Date of application\n"
    "SABLE TERN;9101376;Article 3s(2), point (b);24.4.2026\n"
)
KOREA = (
    "대북 독자제재 대상 선박,,,,\n"
    "연번,선박명,IMO 번호,선적,이전 선박명,선주,지정일,지정사유\n"
    "1,SABLE TERN,9101376,감비아,MARSH HARRIER,Alpha Marine,2025. 2. 24.,해상 환적\n"
)
JAPAN = "船名,IMO番号,船籍,旧船名,指定日\nSABLE TERN,9101376,Gambia,MARSH HARRIER,2025年2月24日\n"
COMMITTEE = (
    "1718 Designated Vessels List,,\nVessel Name,IMO Number,Date of designation\n"
    "SABLE TERN,9101376,03-Oct-17\n"
)


def sheet(path: Path, rows: list[list[Any]], title: str | None = "Register as published") -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    if title:
        page.append([title])
    for row in rows:
        page.append(row)
    book.save(path)


def texts(text: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return lambda path: path.write_text(text, encoding=encoding) and None


TERN = {"name": "SABLE TERN", "imo": 9101376, "consequence": "designated", "imo_text": None}


@pytest.mark.parametrize(
    ("name", "write", "expected"),
    [
        ("SDN_ENHANCED.XML", texts(enhanced("2026-11-20", entity(90001, "DAWN PETREL", 9100009))),
         {"listing_id": "ofac:90001", "name": "DAWN PETREL", "imo": 9100009, "mmsi": [445990001],
          "former_names": ["NIGHT HERON"], "call_sign": "HMZZ1", "flag": "KP", "is_dprk": True,
          "ship_type": "Crude Oil Tanker", "owner": "DAWN PETREL SHIPPING CO",
          "owner_role": "linked to", "programs": ["DPRK4"], "listed_on": date(2016, 3, 16),
          "as_of": date(2026, 11, 20), "authority": "US Treasury (OFAC)"}),
        ("ConList.csv", texts(OFSI),
         TERN | {"former_names": ["MARSH HARRIER"], "flag": "GM", "ship_type": "Crude Oil Tanker",
          "listed_on": date(2025, 2, 24), "as_of": date(2026, 11, 20), "reason": "Carried oil",
          "authority": "UK HM Treasury (OFSI)", "dataset": "uk_ofsi"}),
        ("ConList.xml", texts(OFSI_XML), TERN | {"listed_on": date(2025, 2, 24)}),
        ("nz_2026-11-20.xlsx", lambda path: sheet(path, NEW_ZEALAND),
         TERN | {"other_names": ["TERN OF SABLE"], "measures": ["Ship Ban"],
          "listed_on": date(2025, 2, 25), "as_of": date(2026, 11, 20),
          "reason": "Shadow fleet; IMO Number: 9101376"}),
        ("ships.csv", texts(UKRAINE),
         TERN | {"consequence": "mentioned", "flag": "GM", "former_flags": ["PA", "GA"],
          "former_names": ["MARSH HARRIER", "OLD TERN"], "mmsi": [629990001],
          "owner": "Alpha Marine Ltd; Beta Ships FZE", "owner_role": "owner; commercial manager"}),
        ("32026R1848.csv", texts(JOURNAL),
         TERN | {"former_names": ["MARSH HARRIER"], "flag": "GM", "programs": ["EU-RUS"],
          "dataset": "eu:32014R0833:32026R1848", "listed_on": date(2026, 7, 24)}),
        ("annex_2026-05-01.csv", texts(ANNEX),
         TERN | {"list_code": "eu", "programs": ["EU-RUS"], "listed_on": date(2026, 4, 24),
          "reason": "Article 3s(2), point (b)"}),
        ("kr_2026-11-20.csv", texts(KOREA, "cp949"),
         TERN | {"list_code": "kr", "former_names": ["MARSH HARRIER"], "owner": "Alpha Marine",
          "listed_on": date(2025, 2, 24), "is_dprk": True, "reason": "해상 환적"}),
        ("jp_2026-11-20.csv", texts(JAPAN, "cp932"),
         TERN | {"list_code": "jp", "former_names": ["MARSH HARRIER"], "flag": "GM",
          "listed_on": date(2025, 2, 24)}),
        ("vessels.csv", texts(COMMITTEE),
         TERN | {"list_code": "un1718", "is_dprk": True, "listed_on": date(2017, 10, 3)}),
        ("fleet.tsv", texts("IMO\n9101376\n"),
         TERN | {"name": "9101376", "consequence": "house list"}),
        ("флот.csv", texts("Название судна;Номер ИМО;Флаг\nАНГАРА;9101376;Russia\n", "cp1251"),
         TERN | {"name": "АНГАРА", "flag": "RU", "consequence": "house list"}),
    ],
)  # fmt: skip
def test_a_ship_comes_out_as_it_was_meant(
    tmp_path: Path, name: str, write: Callable[[Path], None], expected: dict[str, object]
) -> None:
    write(tmp_path / name)
    frame, infos = lists.read_folder(tmp_path)
    assert [i.problem for i in infos] == [None]
    ship = frame.filter(kind="ship").row(0, named=True)
    assert {k: ship[k] for k in expected} == expected


def test_a_delta_adds_and_deletes(tmp_path: Path) -> None:
    """OFAC's delta of a later day: one entry more, one less; the list itself is not replaced."""
    base = enhanced(
        "2026-11-01", entity(90001, "DAWN PETREL", 9100009), entity(90003, "STAY", 9101376)
    )
    delta = enhanced(
        "2026-11-15",
        entity(90004, "NEW HERON", 9102746, "add"),
        '<entity id="90001" action="delete"/>',
    )
    (tmp_path / "SDN_ENHANCED.XML").write_text(base)
    (tmp_path / "delta.xml").write_text(delta)
    verdicts = {n: sw.screen(imo=n, lists=tmp_path) for n in (9100009, 9101376, 9102746)}
    assert {n: s.exit_code for n, s in verdicts.items()} == {9100009: 0, 9101376: 3, 9102746: 3}
    (gone,) = verdicts[9100009].data["formerly_listed"]
    assert (gone["listed_name"], gone["removal"]) == ("DAWN PETREL", "removed on 2026-11-15")
    assert sw.screen(imo=9100009, lists=tmp_path, as_of="2026-11-10").exit_code == 3


def test_a_delta_alone_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "delta.xml").write_text(
        enhanced("2026-11-15", entity(90004, "NEW HERON", 9102746, "add"))
    )
    found = sw.screen("BLUE THING", lists=tmp_path)
    assert (found.exit_code, found.data["complete"]) == (1, False)
    assert "a delta, without the OFAC list that it changes" in found.data["unread"][0]


def test_a_list_with_no_entry_is_a_list(tmp_path: Path) -> None:
    (tmp_path / "SDN_ADVANCED.XML").write_text(
        '<Sanctions xmlns="https://www.un.org/sanctions/1.0"><DateOfIssue><Year>2026</Year><Month>'
        "11</Month><Day>20</Day></DateOfIssue><DistinctParties/></Sanctions>"
    )
    frame, (info,) = lists.read_folder(tmp_path)
    assert (frame.height, info.listings, info.as_of) == (0, 0, date(2026, 11, 20))
    assert "the list holds no entry" in info.notes
    assert sw.screen(imo=9100009, lists=tmp_path).exit_code == 0


def test_sheets_with_the_same_columns_are_one_list_and_others_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, rows in (
        ("Ships", NEW_ZEALAND[:2]), ("People", [NEW_ZEALAND[0], NEW_ZEALAND[2]]),
        ("About", [["what this is"]]),
    ):  # fmt: skip
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(tmp_path / "nz.xlsx")
    frame, (info,) = lists.read_folder(tmp_path)
    assert sorted(frame["kind"]) == ["person", "ship"]
    assert any("sheet 'About' not read" in note for note in info.notes)


@pytest.mark.parametrize("name", ["list.pdf", "sdn.zip", "page.html", "data.bin", "list.txt"])
def test_what_may_be_a_list_is_never_left_out_in_silence(tmp_path: Path, name: str) -> None:
    (tmp_path / "annex.csv").write_text(ANNEX)
    (tmp_path / name).write_bytes(b"\0\1\2 something")
    found = sw.screen("BLUE THING", lists=tmp_path)
    assert (found.exit_code, found.data["complete"]) == (1, False)
    assert name in found.data["unread"][0]
    assert found.text.startswith("INCOMPLETE")


@pytest.mark.parametrize("name", ["README.md", "readme.txt", "logo.png", "LICENSE"])
def test_what_is_no_list_by_its_name_leaves_the_answer_complete(tmp_path: Path, name: str) -> None:
    (tmp_path / "annex.csv").write_text(ANNEX)
    (tmp_path / name).write_text("about these lists")
    found = sw.screen("BLUE THING", lists=tmp_path)
    assert (found.exit_code, found.data["complete"]) == (0, True)


def test_columns_of_one_heading_do_not_shift_the_others(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("Name,Owner,Owner,IMO\nSABLE TERN,Alpha,Beta,9101376\n")
    frame, _ = lists.read_folder(tmp_path)
    assert (frame["imo"].item(), frame["owner"].item()) == (9101376, "Alpha; Beta")


def test_a_broken_entry_is_named_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(
        '{"id": "a", "schema": "Vessel", "properties": {"sanctions": [{"id": 1}]}}\n'
    )
    with pytest.raises(FormatError, match="breaks the format of FollowTheMoney"):
        lists.read_folder(tmp_path)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp949", "무봉 1"), ("cp1251", "КАПИТАН Щетинина"), ("cp932", "さくら丸"),
        ("gb18030", "天佑 8"), ("cp1252", "MÜLLER"), ("cp1252", "CAPITÁN É"),
        ("utf-16", "SABLE TERN"), ("utf-16-le", "SABLE TERN"), ("utf-8-sig", "ØRSTED"),
    ],
)  # fmt: skip
def test_a_name_is_read_in_the_encoding_that_it_was_written_in(
    tmp_path: Path, encoding: str, name: str
) -> None:
    (tmp_path / "w.csv").write_bytes(f"Name,IMO\n{name},9101376\n".encode(encoding))
    frame, _ = lists.read_folder(tmp_path)
    assert frame["name"].to_list() == [name]


def ftm(number: int, imo: str, dataset: str, day: str) -> str:
    return (
        f'{{"id": "{dataset}-{number}", "caption": "ROOK {number}", "schema": "Vessel", '
        f'"properties": {{"name": ["ROOK {number}"], "imoNumber": ["IMO{imo}"], "topics": '
        f'["sanction"]}}, "datasets": ["{dataset}"], "last_seen": "{day}T04:00:00"}}\n'
    )


def sdn(number: int, imo: str) -> str:
    return (
        f'{number},"ROOK {number}","vessel","RUSSIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Vessel '
        f'Registration Identification IMO {imo}"\n'
    )


SIMPLE = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,"
    "program_ids,dataset,first_seen,last_seen,last_change\n"
)


def simple(number: int, imo: str, dataset: str, day: str) -> str:
    return (
        f"{SIMPLE}os-{number},Vessel,ROOK {number},,,ru,,IMO{imo},,,,,{dataset},{day},{day},{day}\n"
    )


@pytest.mark.parametrize(
    "files",
    [
        {"ua.ftm.json": ftm(1, "9101376", "ua_war", "2026-11-01"),
         "us.ftm.json": ftm(2, "9100009", "us_ofac", "2026-11-20")},
        {"sdn_2026-11-20.csv": sdn(1, "9101376"), "cons_prim_2026-11-21.csv": sdn(2, "9100009")},
        {"a.targets.simple.csv": simple(1, "9101376", "Ukraine", "2026-11-01"),
         "b.targets.simple.csv": simple(2, "9100009", "US OFAC", "2026-11-20")},
        {"blacklist_2026-10-01.csv": "Name,IMO\nROOK 1,9101376\n",
         "club_2026-11-01.csv": "Name,IMO\nROOK 2,9100009\n"},
        {"eu_a_2026-05-01.csv": ANNEX.replace("9101376", "9100009").replace("TERN", "TERN 2"),
         "eu_b_2026-08-01.csv": ANNEX},
        {"32026R1848.csv": JOURNAL,
         "32026R1999.csv": JOURNAL.replace("1848", "1999").replace("9101376", "9100009")},
    ],
    ids=["ftm", "ofac", "simple", "house", "annex", "amendment"],
)  # fmt: skip
def test_two_datasets_of_one_publisher_stand_side_by_side(
    tmp_path: Path, files: dict[str, str]
) -> None:
    """The newer dataset must not erase the other: a listed ship would get 'no match'."""
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert [sw.screen(imo=n, lists=tmp_path).exit_code for n in (9101376, 9100009)] == [3, 3]


def test_rows_without_a_hit_are_named(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "annex.csv").write_text(ANNEX)
    (tmp_path / "q.csv").write_text("Name,IMO,Rating\nSABLE TERN,9101376,A\nBLUE THING,,B\n")
    found = sw.screen(file=tmp_path / "q.csv", lists=tmp_path / "lists")
    assert "line 3: BLUE THING" in found.text
    assert found.data["without_hit"] == ["3"]
    (unused,) = [n for n in found.data["notices"] if "columns not used" in n["text"]]
    assert unused == {"about": "query", "line": None, "text": "columns not used: Rating"}


def test_a_match_carries_what_it_means(tmp_path: Path) -> None:
    (tmp_path / "ConList.csv").write_text(OFSI)
    (match,) = sw.screen(imo=9101376, lists=tmp_path).data["matches"]
    assert match["authority"] == "UK HM Treasury (OFSI)"
    assert match["what_follows"] == match["consequence"] == "designated"
    assert (match["programs"], match["measures"]) == (["Russia"], ["asset freeze"])
    assert (match["reason"], match["removal"], str(match["as_of"])) == (
        "Carried oil", None, "2026-11-20"
    )  # fmt: skip


def test_the_uk_list_as_a_spreadsheet_keeps_its_report_date(tmp_path: Path) -> None:
    rows = [
        ["Unique ID", "Name 6", "Name type", "Regime Name", "Designation Type", "IMO number",
         "Date Designated", "Sanctions Imposed"],
        ["RUS9001", "SABLE TERN", "Primary Name", "The Russia Regulations", "Ship", "IMO9101376",
         date(2025, 2, 24), "Detention of ship"],
    ]  # fmt: skip
    sheet(tmp_path / "UK.xlsx", rows, title="Report Date: 20-Nov-2026")
    frame, (info,) = lists.read_folder(tmp_path)
    ship = frame.row(0, named=True)
    assert (ship["imo"], ship["as_of"], info.as_of) == (
        9101376, date(2026, 11, 20), date(2026, 11, 20)
    )  # fmt: skip
    assert (ship["listed_on"], ship["measures"]) == (date(2025, 2, 24), ["Detention of ship"])
