"""What a plan leaves: legs, a briefing a day, the surface, SORTIES, `plan.json`.

A docket's plan goes into a folder of its own under `patrol/plans`, and its files are copied to
`patrol/`, where the newest plan's are looked for. A plan with `--out` goes there and nowhere else.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ...patrol import briefing
from ...patrol.airspace import zones
from ...patrol.airspace.keepout import SEA_OF
from ...patrol.briefing import charts, exchange_formats, pdf
from ...patrol.briefing.airspace_table import airspace_notes, airspace_table
from ...patrol.briefing.earlier_flights import seen_before
from ...patrol.flights import Day, Sortie
from ...patrol.times import iso
from ...schema import SORTIES, conform
from . import docket, identification, plans
from .named_ships import named_ships
from .outputs import Outputs
from .plan_options import Planning


def write(desk: Planning, days: list[Day]) -> dict[str, Any]:
    """Write legs, briefings, surfaces and SORTIES of a plan; return `plan.json`."""
    shown, outputs = _folder(desk), Outputs()
    simulated = desk.folder.is_simulated
    sorties = [s for day in days for s in day.sorties]
    flown = sorted({f"{s.task.takeoff_utc:%Y%m%d}" for s in sorties})
    plan_id = plans.next_id(shown, flown[0]) if is_kept(desk) else f"what-if-{flown[0]}"
    out = shown / plans.FOLDER / plan_id if is_kept(desk) else shown
    earlier = docket.load_sorties(shown)
    # `legs` are the newest plan's; under its days a plan's legs stay when a later one comes.
    legs = "-".join(["legs", *flown[:1], *flown[1:][-1:]])
    for suffix, text in (
        ("csv", exchange_formats.to_csv(sorties)),
        ("geojson", exchange_formats.to_geojson(sorties, is_simulated=simulated)),
        ("gpx", exchange_formats.to_gpx(sorties, is_simulated=simulated)),
        ("kml", exchange_formats.to_kml(sorties, is_simulated=simulated)),
    ):
        outputs.add(out / f"legs.{suffix}", text)
        outputs.add(out / f"{legs}.{suffix}", text)
    for sortie in sorties:
        parts = exchange_formats.to_fpl(sortie, sortie.task.takeoff_utc)
        for i, text in enumerate(parts):
            tail = f"-{i + 1}" if len(parts) > 1 else ""
            outputs.add(out / f"{sortie.task.sortie_id}{tail}.fpl", text)
    contacts = docket.load_contacts(desk.folder)
    listed = [_day(desk, day, plan_id, contacts, out, outputs) for day in days]
    result = {
        "docket": str(desk.folder.path),
        "out": str(shown),
        "plan_id": plan_id,
        "is_what_if": not is_kept(desk),
        "replaces": _replaced(earlier, sorties),
        "is_simulated": simulated,
        "area": list(desk.grid.box),
        "cell_nm": desk.options.cell_nm,
        "detection": desk.options.detection,
        "pos": 1.0 - float(np.prod([1.0 - d.pos for d in days])),
        "days": listed,
        "keepouts": [k.name for k in desk.keepouts],
        "flights_remembered": len(desk.entries),
        "notes": desk.notes,
        "assumptions": sorted({a for s in sorties for a in s.task.aircraft.assumptions}),
    }
    outputs.add(out / "plan.json", json.dumps(result, indent=1, default=str) + "\n")
    for path, content in dict(outputs.files).items():
        outputs.add(shown / path.name, content)
    rows = _rows(desk, days, plan_id)
    outputs.add_frame(shown / docket.SORTIES_FILE, plans.with_sorties(earlier, rows))
    o = desk.options
    given = [
        p for p in (o.keepouts, o.performance, o.fleet, o.airfields, o.add, o.lanes, o.waves) if p
    ]
    for folder in dict.fromkeys((shown, out)):
        outputs.claim(folder, is_in_docket=is_kept(desk), inputs=given)
    outputs.write()
    return result


def is_kept(desk: Planning) -> bool:
    """Tell whether a plan becomes one of the docket's; with `--out` elsewhere it is a what-if."""
    return _folder(desk) == desk.folder.desk


def _replaced(earlier: pl.DataFrame, sorties: list[Sortie]) -> list[str]:
    """Return the ids of earlier plans that hold a sortie of the same name."""
    names = [s.task.sortie_id for s in sorties]
    same = earlier.filter((pl.col("state") == "planned") & pl.col("sortie_id").is_in(names))
    return same["plan_id"].drop_nulls().unique().sort().to_list()


def _folder(desk: Planning) -> Path:
    """Return where the plan goes: the docket's `patrol`, by whatever path that is named."""
    out, usual = desk.options.out, desk.folder.desk
    return usual if out is None or out.resolve() == usual.resolve() else out


def _day(
    desk: Planning, day: Day, plan_id: str, contacts: pl.DataFrame, out: Path, outputs: Outputs
) -> dict[str, Any]:
    """Add a day's surface and briefing to the outputs; return its entry in `plan.json`."""
    date = f"{day.sorties[0].task.takeoff_utc:%Y%m%d}"
    surface = pl.DataFrame(
        {"mass": day.mass} | {f"part_{k}": v for k, v in day.surface.parts.items()}
    )
    outputs.add_frame(out / f"surface-{date}.parquet", surface)
    kept = {
        "area": list(desk.grid.box),
        "cell_nm": desk.options.cell_nm,
        "surface": f"surface-{date}.parquet",
        "weights": dict(day.surface.weights),
        "detection": desk.options.detection,
    }
    for sortie in day.sorties:
        outputs.add(out / f"planned-{sortie.task.sortie_id}.json", json.dumps(kept) + "\n")
    held, simulated = zones.near(desk.grid), desk.folder.is_simulated
    passes = [desk.passes[s.task.sortie_id] for s in day.sorties]
    notes = [
        *desk.notes,
        *day.notes,
        *(
            identification.sentence(s.task.sortie_id, b)
            for s, b in zip(day.sorties, passes, strict=True)
        ),
    ]
    airspace = airspace_notes(day.sorties, held)
    closed = [k.name for k in desk.keepouts]
    if closed:
        airspace.insert(0, _kept_out_of(closed, desk.options.stand_off_nm))
    airspace += zones.not_known(desk.grid)
    states = [name[-2:] for name in closed if name.startswith(SEA_OF)]
    page = briefing.make_briefing(
        day,
        named_ships(desk, day, contacts),
        charts.plan_chart(day, desk.keepouts, held, is_simulated=simulated),
        charts.plan_chart(day, desk.keepouts, held, is_simulated=simulated, is_close=True),
        charts.parts_chart(day.surface.parts, day.surface.weights, desk.grid),
        is_simulated=simulated,
        plan_id=plan_id,
        seen_before=seen_before(contacts, day.sorties[0].task.takeoff_utc),
        notes=notes,
        airspace=(airspace_table(day.sorties, held), tuple(airspace)),
        units=desk.units,
        airfields=desk.airfields,
        closed=states,
    )
    outputs.add(out / f"briefing-{date}.html", briefing.to_html(page))
    outputs.add(out / f"briefing-{date}.pdf", pdf.to_pdf(page))
    return {
        "date": date,
        "surface": f"surface-{date}.parquet",
        "briefing": f"briefing-{date}.pdf",
        "pos": day.pos,
        "bound": day.bound,
        "gap": day.gap,
        "weights": dict(day.surface.weights),
        "notes": list(day.notes),
        "airspace": [
            *airspace,
            *(" | ".join(row[:6]) for row in airspace_table(day.sorties, held)[1:]),
        ],
        "sorties": [
            {
                "sortie_id": s.task.sortie_id,
                "aircraft": s.task.aircraft.name,
                "base": s.task.base.icao,
                "takeoff_utc": iso(s.task.takeoff_utc),
                "landing_utc": iso(s.landing_utc),
                "flight_h": s.flight_h,
                "search_h": s.search_h,
                "search_nm": s.length_nm("search"),
                "legs": len(s.legs),
                "pattern": s.pattern,
                "passes": desk.passes[s.task.sortie_id].passes,
                "sweep_nm": s.task.sweep_nm,
                "pos": s.pos,
                "ladder_pos": s.ladder_pos,
                "uniform_pos": s.uniform_pos,
            }
            for s in day.sorties
        ],
    }


def _kept_out_of(names: list[str], stand_off_nm: float) -> str:
    return (
        f"Kept out of: {', '.join(names)} (territorial seas: 12 nm and {stand_off_nm:g} nm more "
        "off the coast that we hold, not off straight baselines; a planning aid, no claim about "
        "any border)."
    )


def _rows(desk: Planning, days: list[Day], plan_id: str) -> pl.DataFrame:
    rows = [_row(desk, day, s) | {"plan_id": plan_id} for day in days for s in day.sorties]
    return conform(pl.DataFrame(rows, schema=SORTIES.schema), SORTIES)


def _row(desk: Planning, day: Day, s: Sortie) -> dict[str, Any]:
    search = [leg for leg in s.legs if leg.kind == "search"]
    area = float((s.effort > 0).sum()) * desk.grid.cell_nm**2
    points = [
        {
            "name": w.name,
            "leg": w.leg,
            "lat_deg": w.lat_deg,
            "lon_deg": w.lon_deg,
            "time_utc": iso(w.time_utc),
        }
        for w in exchange_formats.waypoints(s)
    ]
    return {
        "sortie_id": s.task.sortie_id,
        "state": "planned",
        "aircraft": s.task.aircraft.name,
        "base": s.task.base.icao,
        "takeoff_utc": s.task.takeoff_utc,
        "landing_utc": s.landing_utc,
        "search_start_utc": search[0].start_utc if search else None,
        "search_end_utc": search[-1].end_utc if search else None,
        "flight_h": s.flight_h,
        "search_h": s.search_h,
        "transit_nm": s.length_nm("transit"),
        "search_nm": s.length_nm("search"),
        "sweep_width_nm": s.task.sweep_nm,
        "night_sweep_width_nm": s.task.night_sweep_nm,
        "area_nm2": area,
        "coverage": s.task.sweep_nm * s.length_nm("search") / area if area else 0.0,
        "pos_planned": s.pos,
        "pos_bound": day.bound if len(day.sorties) == 1 else None,
        "legs": json.dumps(points),
        "is_simulated": desk.folder.is_simulated,
    }
