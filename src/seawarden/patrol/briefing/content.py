"""What a crew is handed: one content, set as a page (HTML) and as paper (`paper`).

The content is plain data, so that both settings say the same: the flights and how they compare
with plain plans, the legs with times, the ships to look for and why, what to photograph, the
assumptions, and the contact-report form whose columns `patrol log` reads back.
"""

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...visible import visible
from ..flights import Day
from .exchange_formats import waypoints
from .positions import position
from .ships import Ship

NOTHING_SEEN = "No flight of the last seven days logged a ship without AIS or one of interest."

FORM = (
    "time_utc",
    "lat",
    "lon",
    "name",
    "imo",
    "mmsi",
    "flag",
    "length_m",
    "activity",
    "hailed",
    "of_interest",
    "photo",
    "note",
)
"""Columns of the contact report, as `log.read_contacts` reads them."""

ACTIVITIES = ("transfer", "alongside", "drifting", "anchored", "underway", "fishing", "other")

PHOTOGRAPH = (
    "name and port of registry on bow and stern, also where painted over or doubled",
    "the IMO number on hull or superstructure",
    "both ships in one frame when alongside: fenders, hoses, grabs, hatches, who is deeper",
    "draught marks before and after, if the stay allows",
    "flag, funnel mark, deck cargo, crew on deck; the aerials and whether AIS is received",
    "a wide view with horizon, and the time and position of each picture",
)


AID = "Planning aid, not for navigation. All times are UTC (Z), courses true."
"""What every page says at its foot."""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""A page of pictures and its own style loads nothing and runs nothing."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything that a briefing says."""

    title: str
    is_simulated: bool
    summary: tuple[tuple[str, ...], ...]  # header row first
    legs: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]  # (sortie, rows, header first)
    ships: tuple[Ship, ...]
    seen_before: tuple[tuple[str, ...], ...]  # header row first; empty when nothing was
    notes: tuple[str, ...]
    assumptions: tuple[str, ...]
    chart: bytes = field(repr=False)
    parts: bytes = field(repr=False)


SUMMARY = (
    "sortie",
    "aircraft",
    "base",
    "take-off",
    "landing",
    "flight h",
    "search h",
    "search nm",
    "sweep nm",
    "POS",
    "ladder",
    "uniform",
)
LEGS = ("point", "time", "position", "next leg", "course", "nm")


def make_briefing(
    day: Day,
    ships: Sequence[Ship],
    chart: bytes,
    parts: bytes,
    *,
    is_simulated: bool,
    plan_id: str,
    seen_before: tuple[tuple[str, ...], ...] = (),
    notes: Sequence[str] = (),
) -> Briefing:
    """Return the briefing of one day's flights, of the plan that the crew's log will name."""
    rows = [SUMMARY]
    legs = []
    for s in day.sorties:
        t = s.task
        rows.append(
            (
                t.sortie_id,
                t.aircraft.name,
                t.base.icao,
                f"{t.takeoff_utc:%d %b %H:%MZ}",
                f"{s.landing_utc:%d %b %H:%MZ}",
                f"{s.flight_h:.1f}",
                f"{s.search_h:.1f}",
                f"{s.length_nm('search'):.0f}",
                f"{t.sweep_nm:.1f}",
                f"{s.pos:.3f}",
                f"{s.ladder_pos:.3f}",
                f"{s.uniform_pos:.3f}",
            )
        )
        table = [LEGS]
        for w in waypoints(s):
            table.append(
                (
                    w.name,
                    f"{w.time_utc:%d %b %H:%M:%SZ}",
                    position(w.lat_deg, w.lon_deg),
                    w.leg or "landing",
                    "" if w.course_deg is None else f"{w.course_deg:05.1f}",
                    "" if w.length_nm is None else f"{w.length_nm:.1f}",
                )
            )
        legs.append((t.sortie_id, tuple(table)))
    first = day.sorties[0].task.takeoff_utc
    remarks = (
        f"Together the flights find a target of the surface with probability {day.pos:.3f}; no "
        f"flights of these aircraft that keep to the lattice can exceed {day.bound:.3f} "
        f"(gap {day.gap:.1%}, proven).",
        "Probability of success (POS) is that of finding one target drawn from the surface; the "
        "surface is a judgement from the docket's leads, not a measurement.",
        *notes,
    )
    assumed = dict.fromkeys(a for s in day.sorties for a in s.task.aircraft.assumptions)
    return Briefing(
        f"Patrol briefing {first:%d %B %Y}, plan {plan_id}",
        is_simulated,
        tuple(rows),
        tuple(legs),
        tuple(ships),
        seen_before,
        remarks,
        tuple(assumed),
        chart,
        parts,
    )


def to_html(briefing: Briefing) -> str:
    """Return the briefing as one self-contained page, readable on paper."""
    e = _text
    banner = (
        '<p class="banner">SIMULATED: no ship or event here is real</p>'
        if briefing.is_simulated
        else ""
    )
    out = [f"<h1>{e(briefing.title)}</h1>", banner, _table(briefing.summary)]
    out += [f"<p>{e(n)}</p>" for n in briefing.notes]
    out += [_image(briefing.chart, "Chart of the legs"), "<h2>Legs</h2>"]
    for name, rows in briefing.legs:
        out += [f"<h3>{e(name)}</h3>", _table(rows)]
    out.append("<h2>Ships to look for</h2>")
    for ship in briefing.ships:
        picture = _image(ship.picture, "track") if ship.picture else ""
        measures = "".join(f"<li>{e(m)}</li>" for m in ship.measures)
        out.append(
            f'<section class="ship">{picture}<h3>{e(ship.heading)}</h3><p>{e(ship.facts)}</p>'
            f"<p>{e(ship.why)}</p><p>Last known: {e(ship.last)}</p><ul>{measures}</ul></section>"
        )
    if not briefing.ships:
        out.append("<p>No case of the last 60 days names a ship.</p>")
    out.append("<h2>Seen on earlier flights</h2>")
    if briefing.seen_before:
        out.append(_table(briefing.seen_before))
    else:
        out.append(f"<p>{e(NOTHING_SEEN)}</p>")
    out.append(
        "<h2>Photograph</h2><ul>" + "".join(f"<li>{e(p)}</li>" for p in PHOTOGRAPH) + "</ul>"
    )
    out += ["<h2>Where the leads point</h2>", _image(briefing.parts, "Parts of the surface")]
    out.append("<h2>Assumptions</h2><ul>")
    out += [f"<li>{e(a)}</li>" for a in briefing.assumptions]
    blank = tuple(tuple("" for _ in FORM) for _ in range(12))
    out += [
        "</ul><h2>Contact report</h2>",
        f"<p>Activity: {', '.join(ACTIVITIES)}. Times UTC.</p>",
        '<div class="form">',
        _table((FORM, *blank)),
        "</div>",
        f'<p class="aid">{e(AID)}</p>',
    ]
    style = (
        "body{font:10.5pt/1.35 system-ui,sans-serif;max-width:190mm;margin:8mm auto;color:#1c2730}"
        "table{border-collapse:collapse;width:100%;font-size:8.5pt;margin:2mm 0}"
        "th,td{border:0.3pt solid #9aa7ae;padding:1mm 1.5mm;text-align:left}th{background:#edf1f3}"
        ".banner{background:#b3202a;color:#fff;font-weight:700;padding:2mm 3mm}"
        "img{max-width:100%}.ship{border-top:0.5pt solid #9aa7ae;padding:2mm 0;overflow:auto}"
        ".aid{position:fixed;bottom:0;left:0;right:0;text-align:center;font-size:8pt;"
        "background:#fff;margin:0}"
        ".ship img{float:right;width:70mm;margin-left:4mm}.form td{height:6mm}"
        "@media print{h2{break-before:auto}table,section{break-inside:avoid-page}}"
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{e(briefing.title)}</title>"
        f"<style>{style}</style></head><body>{''.join(out)}</body></html>\n"
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{_text(c)}</th>" for c in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{_text(c)}</td>" for c in row) + "</tr>" for row in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(raw: str) -> str:
    return html.escape(visible(raw))


def _image(png: bytes, alt: str) -> str:
    return f'<img alt="{alt}" src="data:image/png;base64,{base64.b64encode(png).decode()}">'
