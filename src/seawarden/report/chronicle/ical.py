"""The timeline as a calendar (RFC 5545): occurrences and statements as all-day events.

The stamp of an event is its first day, not the time of writing, so that the same chronicle
gives the same bytes.
"""

from datetime import date, timedelta

from ...visible import visible
from .view import Line, View, lines


def calendar(view: View) -> str:
    """Return the calendar; lines without a date are left out and counted in a comment."""
    shown = lines(view)
    undated = sum(1 for x in shown if x.on is None)
    out = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Seawarden//chronicle//EN",
        f"X-WR-CALNAME:Seawarden chronicle {view.span()}",
        f"X-SEAWARDEN-UNDATED:{undated}",
    ]
    for x in shown:
        if x.on is not None:
            out += _event(x, x.on)
    out.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in out)


def _event(x: Line, on: date) -> list[str]:
    last = (x.to or on) + timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:{x.identity}@seawarden",
        f"DTSTAMP:{on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last:%Y%m%d}",
        f"SUMMARY:{_text(_summary(x))}",
        f"CATEGORIES:{_text(x.kind)}",
        f"DESCRIPTION:{_text(f'{x.what} / {x.note} / {x.where}')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _summary(x: Line) -> str:
    who = f"{x.who}: " if x.who else ""
    return f"{x.kind}: {who}{x.what}"[:180]


def _text(text: str) -> str:
    clean = visible(text, keep="\n")
    for old, new in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        clean = clean.replace(old, new)
    return clean


def _fold(line: str) -> str:
    """Fold a line to 75 octets without cutting a character."""
    out, size = [], 0
    for ch in line:
        width = len(ch.encode())
        if size + width > 74:
            out.append("\r\n ")
            size = 1
        out.append(ch)
        size += width
    return "".join(out)
