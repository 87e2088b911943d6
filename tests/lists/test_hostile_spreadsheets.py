"""Workbooks that swell or span a grid of billions are refused before anything opens them."""

import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from seawarden.errors import FormatError
from seawarden.lists.rows.spreadsheet import Bounds, check_bounds, sheets

ODS = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="a">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
VALUE = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
EMPTY = '<table:table-cell table:number-columns-repeated="16384"/>'


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        book.writestr("content.xml", ODS.format(rows))
    return path


def xlsx(path: Path, *cells: tuple[str, object], more: dict[str, bytes] | None = None) -> Path:
    book = openpyxl.Workbook()
    for place, value in cells:
        book.active[place] = value
    book.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return path


def refused(path: Path, words: str) -> None:
    start = time.process_time()
    with pytest.raises(FormatError, match=words) as error:
        sheets(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)
    assert time.process_time() - start < 5


def test_two_cells_far_apart_are_no_grid_of_billions(tmp_path: Path) -> None:
    refused(xlsx(tmp_path / "a.xlsx", ("A1", "name"), ("XFD1048576", "x")), "spans more than")


@pytest.mark.parametrize(
    ("was", "made"),
    [
        (b'r="B2"', b'r="CInfinity1"'), (b'r="B2"', b'r="xfd1048576"'),
        (b'r="B2"', b'r = "XFD1048576"'), (b'r="B2"', b't="&gt;>" r="XFD1048576"'),
        (b'r="B2"', b'r="B99999999"'), (b'<row r="2"', b'<row r="99999999"'),
    ],
)  # fmt: skip
def test_a_place_outside_of_every_sheet_is_no_grid(tmp_path: Path, was: bytes, made: bytes) -> None:
    """One letter changed in a cell's place asked for 296 GB and ended the process (by fuzzing)."""
    path = xlsx(tmp_path / "a.xlsx", ("A1", "name"), ("B2", "x"))
    with zipfile.ZipFile(path) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    if b"row" in was:  # then the cell stands where its row says
        sheet = sheet.replace(b' r="B2"', b"")
    assert was in sheet
    members["xl/worksheets/sheet1.xml"] = sheet.replace(was, made)
    with zipfile.ZipFile(path, "w") as book:
        for name, data in members.items():
            book.writestr(name, data)
    refused(path, "spans more than")


def test_a_repeated_cell_is_counted_as_often_as_it_stands(tmp_path: Path) -> None:
    wide = VALUE.format(' table:number-columns-repeated="16384"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{wide}</table:table-row>'
    refused(ods(tmp_path / "a.ods", rows), "spans more than")
    behind = EMPTY + VALUE.format("")
    rows = f'<table:table-row table:number-rows-repeated="1048576">{behind}</table:table-row>'
    refused(ods(tmp_path / "b.ods", rows), "spans more than")


def test_the_empty_rest_that_office_programs_write_is_no_bomb(tmp_path: Path) -> None:
    rows = (
        f"<table:table-row>{VALUE.format('')}{EMPTY}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048575">{EMPTY}</table:table-row>'
    )
    assert sheets(ods(tmp_path / "a.ods", rows)) == [("a", [("x",)])]


def test_what_swells_is_refused_while_it_is_unpacked(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ("A1", "x"), more={"xl/a.bin": b"\0" * 30_000_000})
    assert path.stat().st_size < 100_000
    check_bounds(path)
    with pytest.raises(FormatError, match="unpacks to more than 20 MB"):
        check_bounds(path, Bounds(unpacked_bytes=20_000_000))


def test_entities_and_deep_xml_in_a_workbook_end_in_one_line(tmp_path: Path) -> None:
    laughs = "".join(
        f'<!ENTITY {b} "{("&" + a + ";") * 10}">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    row = f"<table:table-row>{VALUE.format('').replace('x<', '&i;<')}</table:table-row>"
    path = ods(tmp_path / "a.ods", row)
    text = ODS.format(row).replace(
        "<office:document-content",
        f'<!DOCTYPE l [<!ENTITY a "x">{laughs}]><office:document-content',
        1,
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", text)
    start = time.process_time()
    try:
        found = sheets(path)
        assert sum(len(cell) for _, rows in found for r in rows for cell in r) < 1000
    except FormatError as error:
        assert "\n" not in str(error)
    assert time.process_time() - start < 5
