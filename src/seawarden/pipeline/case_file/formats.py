"""The case file in every format, written into the `data/` of a package or an edition."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import OutputError
from ...files.atomic import cause, write_text
from ...report import TRACKS
from ...report.case_file import for_maps
from ...report.case_file.document import document
from ...report.case_file.docx import docx
from ...report.case_file.ftm import ftm
from ...report.case_file.html import html
from ...report.case_file.pdf import pdf, png
from ...report.case_file.ro_crate import ro_crate
from ...report.case_file.stix import stix
from ...report.case_record import cases_of
from ...report.markup import Safe
from ...report.picture import draw, tracks_of
from ...store.package import bag
from ...units import AIS_UNITS_PER_DEG
from .enclosed import Enclosed

CRATE = "data/ro-crate-metadata.json"


def write(
    folder: Path, made: Mapping[str, Any], held: Enclosed | None, marking: str, *, tlp: str,
    holder: str, pictures: Mapping[str, bytes] | None = None,
) -> None:  # fmt: skip
    """Write the file from its fields; `held` gives the tracks for the map, where they may be shown,
    and `pictures` the photographs that may be, bare, by the name of the enclosed file.

    The crate's metadata comes last, for it names the other files. Raises OutputError when a file
    cannot be written, or a package that sets one is missing.
    """
    blocks = document(made, marking, pictures)
    picture = None if held is None else _picture(held)
    drawn = None if picture is None else png(picture)
    texts = {
        "case.html": html(blocks, marking=marking, picture=picture),
        "case.geojson": for_maps.geojson(made, marking),
        "case.kml": for_maps.kml(made, marking),
        "case.ftm.json": ftm(made),
        "case.stix.json": stix(made, tlp),
    }
    for name, text in texts.items():
        write_text(folder / bag.DATA / name, text)
    contents = {
        "case.pdf": pdf(blocks, marking=marking, picture=picture),
        "case.docx": docx(blocks, marking=marking, picture=drawn),
        "case.gpkg": for_maps.geopackage(made, marking),
    }  # fmt: skip
    for name, content in contents.items():
        try:
            (folder / bag.DATA / name).write_bytes(content)
        except OSError as error:
            raise OutputError(f"{name}: cannot be written: {cause(error)}") from error
    about = made.get("header.made") or {}
    crate = ro_crate(
        made, bag.files_in(folder / bag.DATA), holder=holder,
        made_utc=str(about.get("made_utc", "2000-01-01T00:00:00Z")),
        version=str(about.get("by", "seawarden")).removeprefix("seawarden "),
    )  # fmt: skip
    write_text(folder / CRATE, crate)


def _picture(held: Enclosed) -> Safe:
    """Draw the case from the enclosed reports, as the docket's report does."""
    (case,) = cases_of(held.case)
    hulls = dict(zip(case["mmsis"] or [], case["hulls"] or [], strict=False))
    theirs = held.reports.filter(pl.col("mmsi").is_in(list(hulls)))
    tracks = theirs.with_columns(
        hull=pl.col("mmsi").cast(pl.Int64).replace_strict(hulls, return_dtype=pl.Int64),
        lat_deg=pl.col("lat_aisu") / AIS_UNITS_PER_DEG,
        lon_deg=pl.col("lon_aisu") / AIS_UNITS_PER_DEG,
    ).select(pl.col(n).cast(d) for n, d in TRACKS.items())
    return draw(case.row, case.names, tracks_of(tracks), key="picture").svg
