"""Formats as publishers export them, a SIMULATED entry each, built here and read by the door."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from seawarden import lists
from seawarden.errors import FormatError

ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://www.un.org/sanctions/1.0" Version="1">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>11</Month><Day>20</Day></DateOfIssue>
<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>
<AliasType ID="1403">Name</AliasType></AliasTypeValues>
<FeatureTypeValues><FeatureType ID="3">Vessel Call Sign</FeatureType>
<FeatureType ID="2">VESSEL TYPE</FeatureType><FeatureType ID="44">Vessel Flag</FeatureType>
<FeatureType ID="45">Former Vessel Flag</FeatureType></FeatureTypeValues>
<DetailReferenceValues><DetailReference ID="900">Crude Oil Tanker</DetailReference>
</DetailReferenceValues>
<IDRegDocTypeValues><IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType>
<IDRegDocType ID="91264">MMSI</IDRegDocType></IDRegDocTypeValues>
<PartyTypeValues><PartyType ID="4">Transport</PartyType><PartyType ID="2">Entity</PartyType>
</PartyTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType></PartySubTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>
<ListValues><List ID="1550">SDN List</List></ListValues>
</ReferenceValueSets>
<IDRegDocuments>
<IDRegDocument ID="1" IDRegDocTypeID="1626" IdentityID="501"><IDRegistrationNo>IMO 9100009
</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="91264" IdentityID="501"><IDRegistrationNo>445990001
</IDRegistrationNo></IDRegDocument>
</IDRegDocuments>
<DistinctParties>
<DistinctParty FixedRef="90001"><Profile ID="90001" PartySubTypeID="1"><Identity ID="501">
<Alias AliasTypeID="1403" Primary="true"><DocumentedName><DocumentedNamePart>
<NamePartValue>DAWN PETREL</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias AliasTypeID="1401" Primary="false"><DocumentedName><DocumentedNamePart>
<NamePartValue>NIGHT HERON</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
</Identity>
<Feature FeatureTypeID="3"><FeatureVersion><VersionDetail>HMZZ1</VersionDetail>
</FeatureVersion></Feature>
<Feature FeatureTypeID="2"><FeatureVersion><VersionDetail DetailReferenceID="900"/>
</FeatureVersion></Feature>
<Feature FeatureTypeID="44"><FeatureVersion><VersionDetail>Democratic People's Republic of Korea
</VersionDetail></FeatureVersion></Feature>
<Feature FeatureTypeID="45"><FeatureVersion><VersionDetail>Sierra Leone</VersionDetail>
</FeatureVersion></Feature>
</Profile></DistinctParty>
<DistinctParty FixedRef="90002"><Profile ID="90002" PartySubTypeID="3"><Identity ID="502">
<Alias AliasTypeID="1403" Primary="true"><DocumentedName><DocumentedNamePart>
<NamePartValue>DAWN PETREL SHIPPING CO</NamePartValue></DocumentedNamePart></DocumentedName>
</Alias></Identity></Profile></DistinctParty>
</DistinctParties>
<SanctionsEntries>
<SanctionsEntry ID="7" ProfileID="90001" ListID="1550"><EntryEvent><Date><Year>2016</Year>
<Month>3</Month><Day>16</Day></Date></EntryEvent>
<SanctionsMeasure SanctionsTypeID="1"><Comment>DPRK4</Comment></SanctionsMeasure>
</SanctionsEntry></SanctionsEntries></Sanctions>"""

SDN = (
    '90001,"DAWN PETREL","vessel","DPRK4",-0- ,"HMZZ1","Crude Oil Tanker",-0- ,-0- ,"North Korea",'
    '-0- ,"Vessel Registration Identification IMO 9100009"\n'
)
UK = """<?xml version="1.0" encoding="utf-8"?><Designations>
<DateGenerated>20/11/2026</DateGenerated>
<Designation><DateDesignated>24/02/2025</DateDesignated><UniqueID>RUS9001</UniqueID><Names>
<Name><Name6>SABLE TERN</Name6><NameType>Primary Name</NameType></Name>
<Name><Name6>MARSH HARRIER</Name6><NameType>Alias</NameType></Name></Names>
<RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName>
<IndividualEntityShip>Ship</IndividualEntityShip>
<SanctionsImposed>Prohibition of port entry|Detention of ship</SanctionsImposed>
<ShipDetails><Ship><IMONumbers><IMONumber>IMO9101376</IMONumber></IMONumbers></Ship></ShipDetails>
</Designation></Designations>"""
SECO = """<?xml version="1.0" encoding="UTF-8"?>
<swiss-sanctions-list list-type="whole-list" date="2026-11-20">
<sanctions-program ssid="34422"><program-key lang="ger">DVRK</program-key>
<program-key lang="eng">DPRK</program-key><sanctions-set ssid="34422" lang="eng">Annex 2
</sanctions-set></sanctions-program>
<target ssid="34461"><sanctions-set-id>34422</sanctions-set-id><object object-type="vessel">
<identity ssid="1" main="true"><name name-type="primary-name"><name-part order="1"
name-part-type="whole-name"><value>Dawn Petrel</value></name-part></name></identity>
<other-information>IMO Number: 9100009; MMSI: 445990001</other-information></object>
<modification modification-type="listed" effective-date="2016-05-18"/></target>
</swiss-sanctions-list>"""
SEMA = """<?xml version="1.0" encoding="UTF-8"?><data-set><record>
<Country>Democratic People's Republic of Korea / RPDC</Country><EntityOrShip>SABLE TERN
</EntityOrShip><TitleOrShip>Crude Oil Tanker</TitleOrShip><ShipIMONumber>9101376</ShipIMONumber>
<Schedule>1, Part 4</Schedule><Item>12</Item><DateOfListing>2025-02-21</DateOfListing></record>
<record><Country>Russia / Russie</Country><LastName>Tern</LastName><GivenName>Sable</GivenName>
<Item>13</Item></record></data-set>"""
AUSTRALIA = [
    ["Reference", "Name of Individual or Entity", "Type", "Name Type", "Additional Information",
     "Listing Information", "IMO Number", "Committees", "Control Date",
     "Instrument of Designation", "Maritime Restriction"],
    ["9001", "SABLE TERN", "Vessel", "Primary Name", "Previous names include MARSH HARRIER",
     "Designated as a sanctioned vessel", 9101376, "Autonomous (Vessels)", date(2025, 6, 18),
     "Designation 2025", True],
    ["9001a", "TERN OF SABLE", "Vessel", "Alias", "", "", 9101376, "Autonomous (Vessels)",
     date(2025, 6, 18), "", True],
]  # fmt: skip
CSL = (
    "_id,source,entity_number,type,programs,name,start_date,call_sign,vessel_type,vessel_flag,"
    "remarks,alt_names,ids\n"
    "a1,Specially Designated Nationals (SDN) - Treasury Department,90001,Vessel,DPRK4,DAWN PETREL,,"
    'HMZZ1,Crude Oil Tanker,KP,,NIGHT HERON,"Vessel Registration Identification, IMO 9100009; '
    'MMSI, 445990001"\n'
)


def sheet(path: Path, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Consolidated list as published"])
    for row in rows:
        page.append(row)
    book.save(path)


def texts(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text, encoding="utf-8") and None


@pytest.mark.parametrize(
    ("name", "write", "expected"),
    [
        ("SDN_ADVANCED.XML", texts(ADVANCED),
         {"name": "DAWN PETREL", "imo": 9100009, "mmsi": [445990001], "call_sign": "HMZZ1",
          "flag": "KP", "former_flags": ["SL"], "former_names": ["NIGHT HERON"],
          "ship_type": "Crude Oil Tanker", "programs": ["DPRK4"], "is_dprk": True,
          "listed_on": date(2016, 3, 16), "as_of": date(2026, 11, 20)}),
        ("UK-Sanctions-List.xml", texts(UK),
         {"name": "SABLE TERN", "imo": 9101376, "other_names": ["MARSH HARRIER"],
          "measures": ["Prohibition of port entry", "Detention of ship"], "is_dprk": False,
          "listed_on": date(2025, 2, 24), "as_of": date(2026, 11, 20)}),
        ("consolidated-list_2026-11-20.xml", texts(SECO),
         {"name": "Dawn Petrel", "imo": 9100009, "mmsi": [445990001], "programs": ["DPRK"],
          "measures": ["Annex 2"], "is_dprk": True, "listed_on": date(2016, 5, 18),
          "as_of": date(2026, 11, 20)}),
        ("sema-lmes_2026-11-20.xml", texts(SEMA),
         {"name": "SABLE TERN", "imo": 9101376, "ship_type": "Crude Oil Tanker", "is_dprk": True,
          "listed_on": date(2025, 2, 21), "as_of": date(2026, 11, 20)}),
        ("Australian_List_2026-11-20.xlsx", lambda path: sheet(path, AUSTRALIA),
         {"name": "SABLE TERN", "imo": 9101376, "other_names": ["TERN OF SABLE"],
          "former_names": ["MARSH HARRIER"], "measures": ["Maritime Restriction"],
          "listed_on": date(2025, 6, 18), "as_of": date(2026, 11, 20)}),
        ("consolidated.csv", texts(CSL),
         {"name": "DAWN PETREL", "imo": 9100009, "mmsi": [445990001], "flag": "KP",
          "other_names": ["NIGHT HERON"], "is_dprk": True, "dataset": "us_csl:SDN"}),
        ("watchlist_2026-11-21.csv",
         texts("Name,IMO,Flag,Reason\nSABLE TERN,9101376,Gambia,claim\n"),
         {"name": "SABLE TERN", "imo": 9101376, "flag": "GM", "reason": "claim",
          "consequence": "house list", "as_of": date(2026, 11, 21)}),
    ],
)  # fmt: skip
def test_a_ship_comes_out_as_it_was_meant(
    tmp_path: Path, name: str, write: Callable[[Path], None], expected: dict[str, object]
) -> None:
    write(tmp_path / name)
    frame, _ = lists.read_folder(tmp_path)
    ship = frame.filter(kind="ship").row(0, named=True)
    assert {k: ship[k] for k in expected} == expected
    assert ship["imo_text"] is None


def test_entries_in_are_entries_out(tmp_path: Path) -> None:
    """Ships, companies and persons of the advanced standard and of the Canadian list."""
    (tmp_path / "a.xml").write_text(ADVANCED)
    (tmp_path / "b.xml").write_text(SEMA)
    frame, infos = lists.read_folder(tmp_path)
    assert sorted(frame["kind"]) == ["company", "person", "ship", "ship"]
    assert sum(i.listings for i in infos) == 4


def test_remarks_that_did_not_fit_are_joined(tmp_path: Path) -> None:
    (tmp_path / "SDN.CSV").write_text(SDN)
    (tmp_path / "SDN_COMMENTS.CSV").write_text('90001,"; MMSI 445990001; Linked To: DAWN CO."\n')
    frame, infos = lists.read_folder(tmp_path)
    ship = frame.row(0, named=True)
    assert (ship["imo"], ship["mmsi"], ship["owner"]) == (9100009, [445990001], "DAWN CO")
    assert [i.problem for i in infos] == [None, None]


def test_what_cannot_be_read_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    (tmp_path / "SDN.CSV").write_text(SDN)
    (tmp_path / "List.xlsx").write_bytes(b"PKfake")
    (tmp_path / "broken.xml").write_text("<sdnList><sdnEntry>")
    (tmp_path / "README.md").write_text("about these lists")
    frame, infos = lists.read_folder(tmp_path)
    assert frame["name"].to_list() == ["DAWN PETREL"]
    problems = sorted(str(i.problem) for i in infos if i.problem)
    assert len(problems) == 2
    assert "List.xlsx: cannot be read as a spreadsheet" in problems[0]
    assert "broken.xml: line 1" in problems[1]
    (tmp_path / "SDN.CSV").unlink()
    with pytest.raises(FormatError, match="cannot be read as a spreadsheet"):
        lists.read_folder(tmp_path)


def test_ais_never_becomes_a_list(tmp_path: Path) -> None:
    """A ship that was heard must not be listed because a file lay in the wrong folder."""
    (tmp_path / "ais.csv").write_text("mmsi,name,imo,lat,lon\n412000001,TERN,9101376,30,124\n")
    with pytest.raises(FormatError, match=r"ais\.csv: no sanctions list known by its content"):
        lists.read_folder(tmp_path)


@pytest.mark.parametrize(
    ("printed", "name", "former"),
    [
        ('IMO 9102746 ("TM GREY HERON 568")', "TM GREY HERON 568", []),
        ("SABLE TERN (ex MARSH HARRIER)", "SABLE TERN", ["MARSH HARRIER"]),
        ("SABLE TERN (ex-HARRIER, ex. OLD TERN)", "SABLE TERN", ["HARRIER", "OLD TERN"]),
        ("SABLE TERN (f.k.a. MARSH HARRIER)", "SABLE TERN", ["MARSH HARRIER"]),
        ("EXPRESS (EXPORT)", "EXPRESS (EXPORT)", []),
        ("9102746", "9102746", []),
    ],
)  # fmt: skip
def test_names_that_hold_more_than_a_name(
    tmp_path: Path, printed: str, name: str, former: list[str]
) -> None:
    cell = printed.replace('"', '""')
    (tmp_path / "w.csv").write_text(f'Name,IMO\n"{cell}",9101376\n')
    frame, _ = lists.read_folder(tmp_path)
    assert frame["name"].to_list() == [name]
    assert frame["former_names"].item().to_list() == former
