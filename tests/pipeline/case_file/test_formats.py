"""Each format is what its standard says, by the standard's own tools where there are any."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import geopandas
import pytest
from docx import Document
from fastkml import KML
from fastkml.validator import validate
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from stix2validator import ValidationOptions, validate_string

from seawarden.report.case_file.columns import widths
from seawarden.report.case_file.document import Table

from .conftest import World


@pytest.fixture
def data(world: World) -> Path:
    return world.package / "data"


def test_stix_is_valid(data: Path) -> None:
    text = (data / "case.stix.json").read_text()
    results = validate_string(text, ValidationOptions(version="2.1", disabled=["202"]))
    assert results.is_valid, [str(e) for e in results.errors]
    kinds = [o["type"] for o in json.loads(text)["objects"]]
    assert {"report", "identity", "marking-definition", "extension-definition"} <= set(kinds)


def test_every_entity_fits_the_model_of_followthemoney(data: Path) -> None:
    from followthemoney import model
    from followthemoney.proxy import EntityProxy

    rows = [json.loads(line) for line in (data / "case.ftm.json").read_text().splitlines()]
    for row in rows:
        entity = EntityProxy.from_dict(row, cleaned=False)
        # What the model's own cleaning drops was no value of its type.
        assert {k: len(v) for k, v in entity.to_dict()["properties"].items()} == {
            k: len(set(v)) for k, v in row["properties"].items()
        }
        assert entity.schema.name in model.schemata
    assert {"Vessel", "Event"} <= {row["schema"] for row in rows}


def test_maps_show_the_incident_where_the_file_says_it_was(data: Path) -> None:
    place = json.loads((data / "case.json").read_text())["incident.place"]
    frames = [geopandas.read_file(data / f"case.{ext}") for ext in ("geojson", "gpkg")]
    for frame in frames:
        assert frame.crs.to_epsg() == 4326
        (point,) = frame[frame["feature"] == "incident"].geometry
        assert (point.x, point.y) == pytest.approx((place["lon_deg"], place["lat_deg"]))
    assert len(frames[0]) == len(frames[1])
    kml = KML.from_string((data / "case.kml").read_text().encode(), strict=True)
    assert len(list(kml.features[0].features)) == len(frames[0])


def test_the_kml_fits_the_schema_of_the_ogc(data: Path, tmp_path: Path) -> None:
    assert validate(file_to_validate=data / "case.kml")
    wrong = tmp_path / "wrong.kml"
    wrong.write_text((data / "case.kml").read_text().replace("Point>", "Pint>"))
    with pytest.raises(AssertionError, match="Pint"):
        validate(file_to_validate=wrong)


def test_the_geojson_is_what_rfc_7946_says(data: Path) -> None:
    held = json.loads((data / "case.geojson").read_text())
    assert held["type"] == "FeatureCollection"
    assert "crs" not in held, "section 4: there is one reference system"
    for feature in held["features"]:
        assert {"type", "geometry", "properties"} <= set(feature)
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "Point"
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


def test_the_geopackage_is_one(data: Path) -> None:
    with sqlite3.connect(data / "case.gpkg") as file:
        assert file.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_geopackage_is_valid_by_gdals_validator(data: Path) -> None:
    python = shutil.which("python3", path="/usr/bin")  # where python3-gdal of Debian lies
    validator = (python or "", "-I", "-m", "osgeo_utils.samples.validate_gpkg")
    known = python and subprocess.run([*validator, "--help"], capture_output=True, check=False)
    if not known or b"No module" in known.stderr:
        pytest.skip("validate_gpkg is not there: apt-get install python3-gdal")
    done = subprocess.run([*validator, str(data / "case.gpkg")], capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def test_page_pdf_and_docx_say_the_same(data: Path) -> None:
    fields = json.loads((data / "case.json").read_text())
    pdf = PdfReader(data / "case.pdf")
    text = {
        "pdf": "".join(page.extract_text() for page in pdf.pages),
        "docx": _text(Document(io.BytesIO((data / "case.docx").read_bytes()))),
        "html": (data / "case.html").read_text(),
    }
    for shown in text.values():
        plain = "".join(shown.replace("\u200b", "").split())
        assert "UNREVIEWED" in plain
        assert "SIMULATED" in plain
        assert f"{fields['summary.finding']['confidence']:.2f}" in plain
        assert str(fields["ship.1.identity"]["mmsi"]) in plain
    assert not (pdf.metadata or {}).get("/Author")
    assert text["html"].count("<svg") > 1
    assert Document(io.BytesIO((data / "case.docx").read_bytes())).inline_shapes[0].width
    assert "Close-up of the event" in pdf.pages[-1].extract_text(), "the map, as a drawing"


@given(
    st.lists(st.text("abcdefghij 0", max_size=90), min_size=1, max_size=9).flatmap(
        lambda head: st.tuples(
            st.just(head), st.lists(st.tuples(*(st.text("ab ", max_size=60) for _ in head)))
        )
    )
)
def test_columns_share_the_line_and_hold_their_longest_whole_word(held: object) -> None:
    head, rows = held  # type: ignore[misc]
    shares = widths(Table("x", tuple(head), tuple(rows)))
    assert sum(shares) == pytest.approx(1.0)
    assert min(shares) > 0
    for share, column in zip(shares, zip(head, *rows, strict=True), strict=True):
        whole = [len(w) for text in column for w in text.split(" ") if len(w) <= 12]
        if len(head) <= 7:  # columns of the longest whole words fit on the line
            assert share * 115 >= max(whole, default=0)


def _text(document: object) -> str:
    parts = [p.text for p in document.paragraphs]  # type: ignore[attr-defined]
    for table in document.tables:  # type: ignore[attr-defined]
        parts += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(parts)


def test_the_crate_names_every_file_and_what_made_them(data: Path) -> None:
    """After RO-Crate 1.1: a root data entity, its descriptor, parts that are there, no blank id."""
    held = json.loads((data / "ro-crate-metadata.json").read_text())
    by_id = {e["@id"]: e for e in held["@graph"]}
    assert len(by_id) == len(held["@graph"])
    assert by_id["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = by_id["./"]
    assert {"name", "description", "datePublished"} <= set(root)
    assert root["license"]["@id"] in by_id
    parts = {p["@id"] for p in root["hasPart"]}
    present = {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()}
    assert parts == present - {"ro-crate-metadata.json"}
    run = by_id[root["mentions"]["@id"]]
    assert run["@type"] == "CreateAction"
    for ref in (run["instrument"], run["agent"], *run["object"], *run["result"]):
        assert ref["@id"] in by_id


def test_the_crate_is_valid_by_the_official_validator(data: Path) -> None:
    """`roc-validator` asks for other versions than our lock has: it runs in its own environment."""
    python, contexts = (os.environ.get(f"SEAWARDEN_{n}") for n in ("ROC_PYTHON", "ROC_CONTEXTS"))
    if not python or not contexts:
        pytest.skip("SEAWARDEN_ROC_PYTHON and SEAWARDEN_ROC_CONTEXTS are not set: make proof-crate")
    runner = Path(__file__).with_name("crate_validator.py")
    done = subprocess.run(
        [python, str(runner), str(data), contexts], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    held = json.loads(done.stdout)
    assert held["checks"] > 50
    assert [i for i in held["issues"] if i["severity"] == "REQUIRED"] == []
    # Neither the signer nor Seawarden has an address on the web that is known.
    assert {i["check"] for i in held["issues"]} <= {
        "Organization: RECOMMENDED url property", "SoftwareApplication id",
    }  # fmt: skip
