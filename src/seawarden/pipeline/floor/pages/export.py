"""What leaves the floor: a case as a page of its own."""

import html
import re
from datetime import datetime
from typing import Any

from ....store.review import UNREVIEWED
from ..desk import Desk
from .case_page import case_page

_STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:50rem;margin:2rem auto}"
    "td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left}"
    "table{border-collapse:collapse}.mark{border:3px solid #900;padding:.4rem;font-weight:bold}"
)


def safe(case_id: str) -> str:
    """Return a case's id as the name of a file."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", case_id)[:60]


def case_html(desk: Desk, case_id: str, now_utc: datetime) -> str:
    """Return a case as a page that needs nothing else; UNREVIEWED where nobody decided it.

    Raises UsageError for an unknown id.
    """
    found = case_page(desk, case_id, now_utc)
    marks = [found["review"]] if found["review"] == UNREVIEWED else []
    marks += ["SIMULATED"] if found["is_simulated"] else []

    def rows(parts: list[dict[str, Any]], *names: str) -> str:
        cells = (
            "<tr>" + "".join(f"<td>{_text(p.get(n))}</td>" for n in names) + "</tr>" for p in parts
        )
        head = "".join(f"<th>{_text(n)}</th>" for n in names)
        return f"<table><tr>{head}</tr>{''.join(cells)}</table>"

    parts = [
        *(f'<p class="mark">{_text(m)}</p>' for m in marks),
        f"<h1>{_text(found['title'])}</h1>",
        f"<p>{_text(found['grade'])}; version {found['version']}; {_text(found['review'])}; "
        f"exported {now_utc:%Y-%m-%d %H:%M} UTC</p>",
        f"<h2>What was seen</h2><p>{_text(found['what_happened'])}</p>",
        f"<h2>What would change it</h2><p>{_text(found['what_would_change_it'])}</p>",
        "<h2>For</h2>" + rows(found["evidence_for"], "what", "weight", "detail"),
        "<h2>Against</h2>" + rows(found["evidence_against"], "what", "weight", "detail"),
        "<h2>Innocent explanations tested</h2>" + rows(found["rivals"], "what", "result", "detail"),
        "<h2>Measures</h2>" + rows(found["measures"], "citation", "certainty", "text"),
        "<h2>Findings</h2>"
        + rows(found["events"], "kind", "start_utc", "end_utc", "confidence", "event_id"),
        "<h2>Acts</h2>" + rows(found["acts"], "time_utc", "actor", "act"),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{_text(found['title'])}</title><style>{_STYLE}</style></head><body>"
        + "".join(parts)
        + "</body></html>"
    )


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return html.escape("" if value is None else str(value))
