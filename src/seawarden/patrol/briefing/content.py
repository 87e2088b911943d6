"""What a crew is handed: one content, set as a page (HTML) and as paper (`paper`).

The content is plain data, so that both settings say the same: the flights and how they compare
with plain plans, the legs with times, the ships to look for and why, what to photograph, the
assumptions, and the contact-report form whose columns `patrol log` reads back.
"""

import base64
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...visible import visible
from ..aircraft.airfields import Airfield
from ..aircraft.performance import Performance
from ..flights import Day, Sortie
from ..sky import magnetic_deg
from .exchange_formats import waypoints
from .flight_card import flight_card, home_of
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


AID = "Planning aid, not for navigation. All times are UTC (Z)."
"""What every page says at its foot."""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""A page of pictures and its own style loads nothing and runs nothing."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything that a briefing says."""

    title: str
    is_simulated: bool
    summary: tuple[tuple[str, ...], ...]  # header row first
    cards: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # (sortie, rows of what and value)
    legs: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]  # (sortie, rows, header first)
    airspace: tuple[tuple[str, ...], ...]  # header row first; empty when none is crossed
    airspace_notes: tuple[str, ...]
    ships: tuple[Ship, ...]
    seen_before: tuple[tuple[str, ...], ...]  # header row first; empty when nothing was
    notes: tuple[str, ...]
    assumptions: tuple[str, ...]
    chart: bytes = field(repr=False)
    close: bytes = field(repr=False)
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
LEGS = ("point", "time", "position", "next leg", "true", "mag", "nm", "bingo kg")


def make_briefing(
    day: Day,
    ships: Sequence[Ship],
    chart: bytes,
    close: bytes,
    parts: bytes,
    *,
    is_simulated: bool,
    plan_id: str,
    seen_before: tuple[tuple[str, ...], ...] = (),
    notes: Sequence[str] = (),
    airspace: tuple[tuple[tuple[str, ...], ...], tuple[str, ...]] = ((), ()),
    units: Mapping[str, Performance] | None = None,
    airfields: Mapping[str, Airfield] | None = None,
    closed: Sequence[str] = (),
) -> Briefing:
    """Return the briefing of one day's flights, of the plan that the crew's log will name.

    `airspace`: (table, notes); `units`: the performance file by type; `closed`: States whose
    airfields are no diversion.
    """
    rows = [SUMMARY]
    legs: list[tuple[str, tuple[tuple[str, ...], ...]]] = []
    cards: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    fields = airfields or {}
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
        unit = (units or {}).get(t.aircraft.name.upper(), Performance())
        cards.append((t.sortie_id, flight_card(s, unit, fields, closed)))
        legs.append((t.sortie_id, (LEGS, *_leg_rows(s, unit, home_of(s, unit, fields)))))
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
        tuple(cards),
        tuple(legs),
        *airspace,
        tuple(ships),
        seen_before,
        remarks,
        tuple(assumed),
        chart,
        close,
        parts,
    )


def _leg_rows(
    sortie: Sortie, unit: Performance, home: tuple[float, float]
) -> list[tuple[str, ...]]:
    """Return a row a waypoint: the leg that begins there, and the fuel with which to turn home."""
    out: list[tuple[str, ...]] = []
    for w in waypoints(sortie):
        magnetic, bingo = None, None
        if w.course_deg is not None:
            magnetic = magnetic_deg(w.course_deg, w.lat_deg, w.lon_deg, w.time_utc)
            bingo = unit.bingo_kg((w.lat_deg, w.lon_deg), home)
        out.append(
            (
                w.name,
                f"{w.time_utc:%d %b %H:%M:%SZ}",
                position(w.lat_deg, w.lon_deg),
                w.leg or "landing",
                "" if w.course_deg is None else f"{w.course_deg:05.1f}",
                "" if magnetic is None else f"{magnetic:05.1f}",
                "" if w.length_nm is None else f"{w.length_nm:.1f}",
                "" if bingo is None else f"{bingo:,.0f}",
            )
        )
    return out


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
    out.append("<h2>Airspace</h2>")
    out += [f"<p>{e(n)}</p>" for n in briefing.airspace_notes]
    out += [_table(briefing.airspace)] if briefing.airspace else []
    out += [
        _image(briefing.chart, "Chart of the area"),
        _image(briefing.close, "Chart of the legs"),
    ]
    out.append("<h2>Flights</h2>")
    for (name, rows), (_, card) in zip(briefing.legs, briefing.cards, strict=True):
        out += [f"<h3>{e(name)}</h3>", _card(card), _table(rows)]
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
        ".card th{width:42mm;font-weight:400}"
        ".banner{background:#b3202a;color:#fff;font-weight:700;padding:2mm 3mm}"
        "img{max-width:100%}.ship{border-top:0.5pt solid #9aa7ae;padding:2mm 0;overflow:auto}"
        ".aid{text-align:center;font-size:8pt;margin:0}"
        "@media print{.aid{position:fixed;bottom:0;left:0;right:0;background:#fff}}"
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


def _card(rows: Sequence[tuple[str, str]]) -> str:
    body = "".join(f"<tr><th>{_text(k)}</th><td>{_text(v)}</td></tr>" for k, v in rows)
    return f'<table class="card">{body}</table>'


def _text(raw: str) -> str:
    return html.escape(visible(raw))


def _image(png: bytes, alt: str) -> str:
    return f'<img alt="{alt}" src="data:image/png;base64,{base64.b64encode(png).decode()}">'
