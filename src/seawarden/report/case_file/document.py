"""The text of a case file, once: headings, paragraphs and tables, from its fields.

The page, the PDF and the DOCX are renderings of this and add no word. A field that is not there
gives no line; what an edition leaves out it says itself (`edition.withheld`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .figure import Figure, figures

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `is_strong` for what must not be overread."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts, its caption above it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table | Figure

_LABEL = {
    "n": "count", "imo": "IMO number", "mmsi": "MMSI", "sha256": "SHA-256",
    "lat_deg": "Latitude, deg", "lon_deg": "Longitude, deg",
    "imo_check": "IMO check digit", "imo_listed": "IMO number listed",
}  # fmt: skip
_UNIT = {"_m": "m", "_h": "h", "_nm": "nm", "_kn": "kn", "_deg": "deg", "_utc": "UTC"}


def document(
    fields: Fields, marking: str, pictures: Mapping[str, bytes] | None = None
) -> list[Block]:
    """Return the blocks of the file, in their order; `marking` stands on top.

    `pictures` are the photographs that may be shown (JPEG), by the name of the enclosed file.
    """
    out: list[Block] = [Heading(_text(fields.get("summary.title", "Case file")), 1)]
    status = fields.get("header.status", {}).get("status")
    out.append(Paragraph(f"{marking}{' - ' + status if status else ''}", is_strong=True))
    if fields.get("header.case", {}).get("is_simulated"):
        out.append(
            Paragraph("SIMULATED: every ship was made up. No ship is accused.", is_strong=True)
        )
    out += _withheld(fields)
    out += _header(fields)
    out += _summary(fields)
    out += _record("Incident", "When", fields.get("incident.time"))
    out += _record(None, "Where", fields.get("incident.place"))
    for number in numbers(fields, "ship"):
        out += _ship(fields, number)
    out += _list(fields, "Sightings and photographs", "sighting", _SIGHTING)
    shown = figures(fields, pictures or {})
    out += [Heading("Photographs shown", 3), *shown] if shown else []
    out += _list(fields, "Photographs enclosed", "photograph", _PHOTOGRAPH)
    out += _list(fields, "Timeline", "timeline", _TIMELINE)
    out += _evidence(fields)
    out += _text_of("What would change the finding", fields.get("change.what"))
    out += _list(fields, "Oil-cap ledger: this delivery under each laden scenario", "oil", _OIL)
    out += _list(fields, "Measures of the Security Council which may be breached", "law.un", _UN)
    out += _list(fields, "Law of the reader beside them", "law.reader", _READER)
    out += _list(fields, "Evidence register: the source lines", "register", _REGISTER)
    out += _list(fields, "Sanctions lists used", "lists", _LISTS)
    out += _record("Methods", "How it was found", fields.get("methods.run"))
    out += _rows("Release log", "Releases", fields.get("release.log"), _RELEASE)
    out += _record(None, "Retention", fields.get("release.retention"))
    return out


_SIGHTING = {"time_utc": "Time, UTC", "lat_deg": "Latitude", "lon_deg": "Longitude",
             "sensor": "Sensor", "length_m": "Length, m", "sigma_m": "1-sigma error, m",
             "name": "Name read", "photo": "Photograph"}  # fmt: skip
_PHOTOGRAPH = {"file": "File", "taken": "Taken, as the camera wrote", "camera": "Camera",
               "width_px": "Width, px", "height_px": "Height, px", "sha256": "SHA-256",
               "c2pa": "Content credentials (C2PA)"}  # fmt: skip
_TIMELINE = {"start_utc": "From, UTC", "end_utc": "To, UTC", "kind": "Kind", "mmsi": "MMSI",
             "other_mmsi": "Other MMSI", "confidence": "Probability", "what": "What"}  # fmt: skip
_PARTS = {"what": "What", "value": "Value", "weight": "Weight (log odds)", "detail": "In words",
          "result": "Result"}  # fmt: skip
_UN = {"citation": "Measure", "text": "What it says, in short", "basis": "Would apply",
       "certainty": "Certainty", "source": "Source"}  # fmt: skip
_READER = {"state": "Law of", "instrument": "Instrument", "provision": "Provision",
           "says": "What it says", "measures": "Beside", "certainty": "Certainty",
           "source": "Source"}  # fmt: skip
_REGISTER = {"kind": "Event", "mmsi": "MMSI", "file": "File", "first_line": "First line",
             "last_line": "Last line", "sha256": "SHA-256"}  # fmt: skip
_LISTS = {"name": "List", "as_of": "Of", "listings": "Entries", "sha256": "SHA-256"}
_RELEASE = {"time_utc": "Time, UTC", "to": "To", "by": "Prepared by", "released_by": "Released by",
            "items": "Items"}  # fmt: skip
_PORTS = {"when": "When", "start_utc": "From, UTC", "end_utc": "To, UTC", "port": "Port",
          "country": "Country", "confidence": "Probability"}  # fmt: skip
_CLAIMS = {"from_utc": "From, UTC", "to_utc": "To, UTC", "name": "Name", "imo": "IMO number",
           "call_sign": "Call sign", "type": "Type", "draught_m": "Draught, m",
           "destination": "Destination"}  # fmt: skip
_LISTED = {"list": "List", "name": "Listed as", "imo": "IMO number", "listed_on": "Since",
           "in_force_at_incident": "In force at the incident",
           "edition_was_out": "This edition was out then",
           "lead_days": "Days before designation", "verdict": "Match",
           "explanation": "Why"}  # fmt: skip
_ASKED = {"party": "Who", "name": "Name", "asked": "Asked", "answered": "Answered"}
_SILENCES = {
    "start_utc": "From, UTC",
    "end_utc": "To, UTC",
    "duration_h": "Hours",
    "is_open": "Still open",
}
_OIL = {"scenario": "Scenario", "share": "Laden share", "tonnes": "Tonnes", "barrels": "Barrels",
        "low_barrels": "Low (5 %)", "high_barrels": "High (95 %)", "source": "Source"}  # fmt: skip
_WITHHELD = {"section": "Part", "items": "Items", "of": "Of", "why": "Why"}


def _withheld(fields: Fields) -> list[Block]:
    notice = fields.get("edition.notice")
    if notice is None:
        return []
    out: list[Block] = [Heading("This is an edition"), Paragraph(_text(notice["words"]))]
    if notice.get("against"):
        out.append(Paragraph(_text(notice["against"]), is_strong=True))
    finding = fields.get("edition.finding")
    if finding:
        out += _pairs("The finding, from what this edition shows alone", finding)
    return [*out, *_rows(None, "Left out", fields.get("edition.withheld"), _WITHHELD)]


def _header(fields: Fields) -> list[Block]:
    held = {
        **fields.get("header.case", {}), "question": fields.get("header.question"),
        **(fields.get("header.status") or {}), "lawful_basis": fields.get("header.lawful_basis"),
        **(fields.get("header.made") or {}),
    }  # fmt: skip
    return _pairs("About this file", {k: v for k, v in held.items() if v is not None})


def _summary(fields: Fields) -> list[Block]:
    out = _text_of("Summary", fields.get("summary.what_happened"))
    finding = fields.get("summary.finding")
    if finding:
        out.append(
            Paragraph(
                f"Wording: {finding['grade']}. Probability that the conduct took place: "
                f"{finding['confidence']:.2f} ({finding['words']}). AIS shows neither hoses nor "
                "cargo; a case is a reason to look, not a finding of guilt."
            )
        )
    return out


def _ship(fields: Fields, number: int) -> list[Block]:
    at = f"ship.{number}"
    identity = fields.get(f"{at}.identity")
    name = (identity or {}).get("name_displayed") or "unidentified"
    out: list[Block] = _record(
        f"Ship {number}: {name}" if identity else f"Ship {number}", "Identity", identity
    )
    out += _rows(None, "What she said of herself, by date", fields.get(f"{at}.claims"), _CLAIMS)
    out += _rows(None, "Lists, as of the incident", fields.get(f"{at}.listed"), _LISTED)
    ais = fields.get(f"{at}.ais")
    if ais and "during" in ais:
        rows = [{"when": w, **ais[w]} for w in ("before", "during", "after")]
        head = {"when": "When", "hours": "Hours", "reports": "Reports heard"}
        out += _rows(None, "AIS before, during and after", rows, head)
        out += _rows(None, "Silences", ais.get("silences"), _SILENCES)
        reception = ais["reception"]
        out.append(
            Paragraph(
                f"Reception: {reception['reports_heard_in_those_hours']} {reception['means']}."
            )
        )
    elif ais:
        out.append(Paragraph(f"AIS: {_text(ais['words'])}."))
    out += _record(None, "Draught", fields.get(f"{at}.draught"))
    out += _rows(None, "Port calls within 30 days", fields.get(f"{at}.ports"), _PORTS)
    out += _rows(
        None, "Owner, manager, insurer, class and flag State", fields.get(f"{at}.parties"), _ASKED
    )
    return out


def _evidence(fields: Fields) -> list[Block]:
    out = _list(fields, "Evidence for", "evidence.for", _PARTS)
    return out + _list(
        fields, "Evidence against, and alternatives considered", "evidence.against", _PARTS
    )


def numbers(fields: Fields, prefix: str) -> list[int]:
    """Return the numbers that fields of a prefix have: 1 and 2 for `ship.1.ais`, `ship.2.ais`."""
    at = re.compile(rf"{re.escape(prefix)}\.(\d+)(\.|$)")
    return sorted({int(m[1]) for name in fields if (m := at.match(name))})


def _list(fields: Fields, title: str, prefix: str, head: Mapping[str, str]) -> list[Block]:
    held = [fields[f"{prefix}.{n}"] for n in numbers(fields, prefix) if f"{prefix}.{n}" in fields]
    if not held and ("edition.notice" in fields or prefix in ("oil", "photograph")):
        return []  # in an edition nothing shown does not mean that there is nothing
    return _rows(title, title, held, head)


def _rows(
    title: str | None,
    caption: str,
    held: Sequence[Mapping[str, Any]] | None,
    head: Mapping[str, str],
) -> list[Block]:
    if held is None:
        return []
    out: list[Block] = [] if title is None else [Heading(title)]
    if not held:
        return [*out, Paragraph(f"{caption}: none.")]
    used = [k for k in head if any(row.get(k) is not None for row in held)]
    rows = tuple(tuple(_text(row.get(k)) for k in used) for row in held)
    return [*out, Table(caption, tuple(head[k] for k in used), rows)]


def _record(title: str | None, caption: str, held: Mapping[str, Any] | None) -> list[Block]:
    if not held:
        return []
    return [*([] if title is None else [Heading(title)]), *_pairs(caption, held)]


def _pairs(caption: str, held: Mapping[str, Any]) -> list[Block]:
    rows = tuple((_label(k), _text(v)) for k, v in held.items() if v is not None)
    return [Table(caption, ("Field", "Value"), rows)] if rows else []


def _text_of(title: str, text: str | None) -> list[Block]:
    return [] if text is None else [Heading(title), Paragraph(_text(text))]


def _label(name: str) -> str:
    if name in _LABEL:
        return _LABEL[name]
    for ending, unit in _UNIT.items():
        if name.endswith(ending):
            return f"{name.removesuffix(ending).replace('_', ' ').capitalize()}, {unit}"
    return name.replace("_", " ").capitalize()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    if isinstance(value, list | tuple):
        return "; ".join(_text(v) for v in value)
    if isinstance(value, dict):
        return ", ".join(f"{_label(k)} {_text(v)}" for k, v in value.items() if v is not None)
    return str(value)
