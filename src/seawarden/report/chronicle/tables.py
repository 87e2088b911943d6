"""The timeline as CSV and JSON."""

import csv
import io
import json
from typing import Any

from ...visible import in_json, visible
from ..flat_tables import set_off
from .view import View, lines


def csv_text(view: View) -> str:
    """Return the timeline as CSV (RFC 4180), one line each.

    A cell that a spreadsheet would run as a formula is set off by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["from", "to", "kind", "who", "what", "note", "where", "id"])
    for x in lines(view):
        row = [x.on or "", x.to or "", x.kind, x.who, x.what, x.note, x.where, x.identity]
        writer.writerow([set_off(visible(str(cell))) for cell in row])
    return out.getvalue()


def data(view: View) -> dict[str, Any]:
    """Return everything in the view as plain data."""
    names = ("documents", "statements", "occurrences", "derivations", "checks", "links")
    out: dict[str, Any] = {"since": view.since, "until": view.until}
    for name in names:
        out[name] = getattr(view, name).to_dicts()
    out["cases"] = (
        view.cases.select("case_id", "title", "grade", "tier").to_dicts()
        if view.cases.height
        else []
    )
    return out


def json_text(view: View) -> str:
    """Return everything in the view as JSON; signs that act or hide are escaped in it."""
    return in_json(json.dumps(data(view), indent=1, default=str, ensure_ascii=False)) + "\n"
