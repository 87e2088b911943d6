"""Lists as JSON tables and in OFAC's fixed fields: the same entries as from the CSV of the list."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import polars as pl

from seawarden import lists

SHIPS = (
    ("12001", "TOY STAR", "vessel", "DPRK4", "HMTY", "Crude Oil Tanker", "North Korea",
     "TOY SHIPPING CO", "Vessel Registration Identification IMO 9074729; MMSI 445123000"),
    ("12002", "TOY LINES", "-0-", "DPRK4", "-0-", "-0-", "-0-", "-0-", "Company Number 7"),
)  # fmt: skip
NAMES = (("12001", "501", "aka", "TOI STAR"), ("12001", "502", "fka", "OLD STAR"))
WIDTHS = (10, 350, 12, 200, 200, 8, 25, 14, 8, 40, 150, 1000)


def cells(ship: tuple[str, ...]) -> list[str]:
    """Return the twelve cells of an entry."""
    entry, name, kind, program, sign, vessel, flag, owner, remarks = ship
    return [entry, name, kind, program, "-0-", sign, vessel, "-0-", "-0-", flag, owner, remarks]


def fixed(row: list[str], widths: tuple[int, ...]) -> str:
    return "".join(cell.ljust(width)[:width] for cell, width in zip(row, widths, strict=True))


def listed(folder: Path) -> list[tuple[object, ...]]:
    frame, _ = lists.read_folder(folder)
    wanted = frame.sort("listing_id").select(
        "listing_id", "kind", "name", "other_names", "former_names", "imo", "mmsi", "call_sign",
        "flag", "owner", "programs", "is_dprk",
    )  # fmt: skip
    return wanted.rows()


def test_fixed_fields_are_the_csv(tmp_path: Path) -> None:
    one, other = tmp_path / "csv", tmp_path / "ff"
    one.mkdir()
    other.mkdir()
    with (one / "SDN.CSV").open("w", newline="") as file:
        csv.writer(file).writerows(map(cells, SHIPS))
    with (one / "ALT.CSV").open("w", newline="") as file:
        csv.writer(file).writerows([*row, "-0-"] for row in NAMES)
    text = "\r\n".join(fixed(cells(ship), WIDTHS) for ship in SHIPS)
    (other / "SDN.FF").write_text(text + "\r\n\x1a", newline="")
    alt = "\r\n".join(fixed([*row, "-0-"], (10, 10, 8, 350, 200)) for row in NAMES)
    (other / "ALT.FF").write_text(alt, newline="")
    assert listed(one) == listed(other)
    assert listed(other)[0][3:6] == (["TOI STAR"], ["OLD STAR"], 9074729)
    _, infos = lists.read_folder(other)
    assert {i.path.rsplit("/", 1)[-1]: i.problem for i in infos} == {"ALT.FF": None, "SDN.FF": None}


def test_the_fixed_fields_of_before_had_narrower_programmes(tmp_path: Path) -> None:
    narrow = (*WIDTHS[:3], 50, *WIDTHS[4:])
    (tmp_path / "sdn.ff").write_text(fixed(cells(SHIPS[0]), narrow) + "\n")
    frame, info = lists.read_file(tmp_path / "sdn.ff")
    assert frame.select("name", "imo", "flag", "owner").row(0) == (
        "TOY STAR", 9074729, "KP", "TOY SHIPPING CO",
    )  # fmt: skip
    assert any("no ALT file" in note for note in info.notes)


RESULTS = [
    {
        "id": "a1", "source": "Specially Designated Nationals (SDN) - Treasury Department",
        "entity_number": "12001", "type": "Vessel", "programs": ["DPRK4"], "name": "TOY STAR",
        "vessel_flag": "North Korea", "vessel_owner": "TOY SHIPPING CO", "call_sign": "HMTY",
        "vessel_type": "Crude Oil Tanker", "alt_names": ["TOI STAR", "OLD STAR"],
        "start_date": "2018-03-30", "end_date": None, "remarks": None,
        "ids": [{"type": "Vessel Registration Identification", "number": "IMO 9074729",
                 "country": None, "issue_date": None, "expiration_date": None}],
        "addresses": [{"address": None, "city": "Nampo", "country": "KP"}],
    },
    {
        "id": "a2", "source": "Entity List (EL) - Bureau of Industry and Security",
        "entity_number": None, "type": "Entity", "programs": [], "name": "TOY LINES",
        "alt_names": [], "start_date": "2020-01-02",
    },
]  # fmt: skip


def test_the_us_screening_list_as_json_is_its_csv(tmp_path: Path) -> None:
    one, other = tmp_path / "json", tmp_path / "csv"
    one.mkdir()
    other.mkdir()
    (one / "consolidated.json").write_text(json.dumps({"total": 2, "results": RESULTS}))
    out = io.StringIO()
    rows = [
        {**{k: "" for k in RESULTS[0]}, **{k: v for k, v in r.items() if isinstance(v, str)},
         "_id": r["id"], "programs": "; ".join(r["programs"]),  # type: ignore[arg-type]
         "alt_names": "; ".join(r["alt_names"]),  # type: ignore[arg-type]
         "ids": "Vessel Registration Identification, IMO 9074729" if "ids" in r else ""}
        for r in RESULTS
    ]  # fmt: skip
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows({k: r.get(k, "") for k in rows[0]} for r in rows)
    (other / "consolidated.csv").write_text(out.getvalue())
    frames = [lists.read_folder(folder)[0] for folder in (one, other)]
    kept = [n for n in frames[0].columns if n not in ("listing_id", "source", "sha256", "line")]
    assert frames[0].select(kept).rows() == frames[1].select(kept).rows()
    ship = frames[0].filter(pl.col("name") == "TOY STAR").row(0, named=True)
    assert (ship["imo"], ship["listed_on"], ship["dataset"]) == (
        9074729, date(2018, 3, 30), "us_csl:SDN",
    )  # fmt: skip


def test_ukraines_ships_and_a_house_list_as_json(tmp_path: Path) -> None:
    ship = {
        "Vessel name": "TOY MOON",
        "IMO": "9074729",
        "MMSI": 445123000,
        "Flag (Current)": "Gabon",
        "Former ship names": ["ELDER MOON"],
        "Call sign": "HMTY",
    }
    (tmp_path / "ua_ships.json").write_text(json.dumps([ship]))
    frame, info = lists.read_file(tmp_path / "ua_ships.json")
    assert info.name == "Ukraine, War & Sanctions ships"
    assert frame.select("name", "imo", "former_names", "mmsi").row(0) == (
        "TOY MOON", 9074729, ["ELDER MOON"], [445123000],
    )  # fmt: skip
    house = tmp_path / "watch_these.json"
    house.write_text(json.dumps({"ships": [{"ship name": "TOY SUN", "imo number": 9074729}]}))
    frame, info = lists.read_file(house)
    assert (info.name, frame["imo"].to_list()) == ("house list", [9074729]) or (
        frame["list_code"][0], frame["imo"].to_list()) == ("house", [9074729])  # fmt: skip
