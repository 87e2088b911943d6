"""`seawarden patrol`: where to fly, what was seen, and where to fly next."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ._output import progress, say

app = typer.Typer(no_args_is_help=True, help="Plan patrols, log what crews saw, learn from it.")

_Docket = Annotated[Path, typer.Argument(help="Folder that `seawarden watch` wrote.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_File = Path | None


@app.command("plan")
def plan(
    docket: _Docket,
    aircraft: Annotated[
        list[str],
        typer.Option("--aircraft", help="TYPE@ICAO; repeat for several."),
    ] = ["P-8A@RODN"],  # noqa: B006, Typer copies it
    start: Annotated[
        str | None,
        typer.Option(
            "--start", help="First take-off, UTC. Default: 7 h after the docket's newest event."
        ),
    ] = None,
    days: Annotated[int, typer.Option("--days", help="Days to plan.")] = 1,
    every: Annotated[
        int, typer.Option("--every", help="Days between the flights of one aircraft.")
    ] = 1,
    area: Annotated[
        str | None, typer.Option("--area", help="west,south,east,north in degrees.")
    ] = None,
    cell_nm: Annotated[
        float, typer.Option("--cell-nm", "--cell", help="Side of a grid cell, nm.")
    ] = 10.0,
    hours: Annotated[
        float | None, typer.Option("--hours", help="Most hours from take-off to landing.")
    ] = None,
    sensor: Annotated[
        str, typer.Option("--sensor", help="camera (find and identify) or radar (find).")
    ] = "camera",
    target: Annotated[str, typer.Option("--target", help="small, medium or large.")] = "large",
    sea: Annotated[str, typer.Option("--sea", help="calm, moderate or rough.")] = "calm",
    detection: Annotated[str, typer.Option("--detection", help="random or parallel.")] = "random",
    daylight: Annotated[
        bool, typer.Option("--daylight", help="Search between sunrise and sunset only.")
    ] = False,
    territorial: Annotated[
        str | None,
        typer.Option(
            "--territorial",
            help="States whose 12 nm to keep out of; '' for none. Default: all near the area "
            "but the bases' own.",
        ),
    ] = None,
    stand_off_nm: Annotated[
        float, typer.Option("--stand-off-nm", help="Off territorial seas, nm.")
    ] = 3.0,
    enter: Annotated[
        list[str] | None,
        typer.Option("--enter", help="Zone that a State's prohibition closes, to be flown: ZKKP."),
    ] = None,
    keepouts: Annotated[
        _File, typer.Option("--keepouts", help="GeoJSON or KML polygons to keep out of.")
    ] = None,
    fleet: Annotated[_File, typer.Option("--fleet", help="TOML with your own aircraft.")] = None,
    performance: Annotated[
        _File,
        typer.Option(
            "--performance", help="TOML with the unit's fuel, altitudes, wind, diversion."
        ),
    ] = None,
    passes: Annotated[
        int | None,
        typer.Option(
            "--passes",
            help="Identification passes to keep time for. Default: by ships and traffic.",
        ),
    ] = None,
    pattern_loss: Annotated[
        float,
        typer.Option(
            "--pattern-loss", help="Share of POS given up for a pattern that crews know; 0: none."
        ),
    ] = 0.03,
    airfields: Annotated[
        _File, typer.Option("--airfields", help="CSV or TOML with your own airfields.")
    ] = None,
    add: Annotated[
        _File, typer.Option("--add", help="GeoJSON: areas, places and ships that the crew adds.")
    ] = None,
    lanes: Annotated[_File, typer.Option("--lanes", help="GeoJSON lines: shipping lanes.")] = None,
    waves: Annotated[
        _File, typer.Option("--waves", help="CSV lat,lon,wave_m: wave heights.")
    ] = None,
    secret: Annotated[
        int | None,
        typer.Option("--secret", help="Draw from a mixture that cannot be learnt; the seed."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Search less for the best plan; the gap is printed.")
    ] = False,
    out: Annotated[
        _File, typer.Option("--out", help="Folder for the files. Default DOCKET/patrol.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Choose the flights that find the most; write briefing, charts and flight files.

    Example: seawarden patrol plan docket/ --aircraft P-8A@RODN --start 2024-04-15T22:00Z --days 10
    """
    from .. import patrol

    with progress("planning", quiet=as_json) as tell:
        result = patrol.plan(
            docket, aircraft=aircraft, start=start, days=days, every=every, area=area,
            cell_nm=cell_nm, hours=hours, sensor=sensor, target=target, sea=sea,
            detection=detection, daylight=daylight, territorial=territorial,
            stand_off_nm=stand_off_nm, enter=enter, keepouts=keepouts, fleet=fleet,
            performance=performance, passes=passes, pattern_loss=pattern_loss, airfields=airfields,
            add=add, lanes=lanes, waves=waves, secret=secret, quick=quick, out=out, progress=tell,
        )  # fmt: skip
    say(result, as_json=as_json, text=_plan_text(result))


@app.command("log")
def log(
    docket: _Docket,
    sortie: Annotated[str, typer.Option("--sortie", help="Sortie, as the plan names it.")],
    contacts: Annotated[
        Path,
        typer.Option("--contacts", help="The briefing's form, filled in: CSV or a spreadsheet."),
    ],
    track: Annotated[
        Path, typer.Option("--track", help="Flown track: GPX, KML with times, or a table.")
    ],
    plan_flown: Annotated[
        str | None,
        typer.Option("--plan", help="Plan flown: id, or folder of a what-if. Default: the newest."),
    ] = None,
    time_zone: Annotated[
        str | None,
        typer.Option("--time-zone", help="Of times that carry none: Asia/Tokyo, +09:00."),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Doubtful contact that was confirmed; repeat for several."),
    ] = None,
    as_json: _Json = False,
) -> None:
    """Keep what a crew saw and flew; match each contact to AIS, sightings and cases.

    Example: seawarden patrol log docket/ --sortie 20240415-1-P-8A --contacts c.csv --track t.gpx
    """
    from .. import patrol

    result = patrol.log(
        docket, sortie=sortie, contacts=contacts, track=track, plan=plan_flown,
        time_zone=time_zone, accept=accept,
    )  # fmt: skip
    matched = ", ".join(f"{n} {kind}" for kind, n in result["matched"].items())
    lines = [
        f"{sortie}, plan {result['plan_id']}: {result['contacts']} contacts ({matched}), "
        f"{result['track_points']} track points"
    ]
    lines += [
        f"  held, teaches nothing until it is confirmed (--accept {h['contact_id']}): "
        f"line {h['line']}: {h['doubt']}"
        for h in result["held"]
    ]
    if result["track_points_without_time"]:
        lines.append(f"  {result['track_points_without_time']} track points carry no time: unused")
    if result["columns_not_used"]:
        lines.append(f"  columns not used: {', '.join(result['columns_not_used'])}")
    lines += [
        f"  unknown: {u['time_utc']} {u['lat_deg']:.3f} {u['lon_deg']:.3f} "
        f"{u['name'] or ''} {u['activity'] or ''}"
        for u in result["unknown"]
    ]
    lines += [f"  photograph not found: {name}" for name in result["photos_missing"]]
    say(result, as_json=as_json, text="\n".join(lines))


@app.command("debrief")
def debrief(
    docket: _Docket,
    sortie: Annotated[
        list[str] | None,
        typer.Option("--sortie", help="Sortie; repeat for several. Default: all that were logged."),
    ] = None,
    fleet: Annotated[_File, typer.Option("--fleet", help="TOML with your own aircraft.")] = None,
    record: Annotated[
        _File, typer.Option("--record", help="CSV of published patrols. Default: New Zealand's.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Compare what was flown with the plan, learn from it, print the season's tally.

    Example: seawarden patrol debrief docket/ --sortie 20240415-1-P-8A
    """
    from .. import patrol

    result = patrol.debrief(docket, sortie=sortie, fleet=fleet, record=record)
    say(result, as_json=as_json, text=_debrief_text(result))


def _plan_text(result: dict[str, Any]) -> str:
    lines = ["SIMULATED: the docket rests on simulated input"] if result["is_simulated"] else []
    for day in result["days"]:
        for s in day["sorties"]:
            lines.append(
                f"{s['sortie_id']}  {s['base']}  {s['takeoff_utc'][:16]} to "
                f"{s['landing_utc'][11:16]}  {s['flight_h']:.1f} h, "
                f"search {s['search_h']:.1f} h, {s['search_nm']:.0f} nm  POS {s['pos']:.3f}  "
                f"(ladder {s['ladder_pos']:.3f}, uniform {s['uniform_pos']:.3f})"
            )
        lines.append(
            f"  {day['date']}: POS {day['pos']:.3f}, proven bound {day['bound']:.3f}, "
            f"gap {day['gap']:.1%}"
        )
        lines += [f"  {note}" for note in [*day["notes"], *day["airspace"]]]
    lines += result["notes"]
    lines += [f"assumed: {a}" for a in result["assumptions"]]
    if result["is_what_if"]:
        lines.append("A what-if: the docket's own plan stays as it is.")
    lines.append(f"Plan {result['plan_id']}. Files: {result['out']}")
    return "\n".join(lines)


def _debrief_text(result: dict[str, Any]) -> str:
    lines = list(result["sorties"])
    for name, s in result["sweep"].items():
        lines.append(
            f"sweep width {name}: {s['estimate_nm']:.1f} ± {s['deviation_nm']:.1f} nm after "
            f"{s['passes']} ships passed (planned {s['planned_nm']:.1f})"
        )
    for kind, p in result["precision"].items():
        lines.append(
            f"precision of {kind}: {p['mean']:.2f} ± {p['deviation']:.2f} "
            f"({p['confirmed']} confirmed, {p['refuted']} refuted)"
        )
    head = (
        f"{'aircraft':<16}{'base':<6}{'missions':>9}{'hours':>8}{'contacts':>10}{'hailed':>8}"
        f"{'transfers':>11}{'of interest':>13}"
    )
    lines += ["", head]
    for r in result["tally"]:
        lines.append(
            f"{r['aircraft']:<16}{r['base']:<6}{r['missions']:>9}{r['flight_h']:>8.1f}{r['contacts']:>10}{r['hailed']:>8}{r['transfers']:>11}{r['of_interest']:>13}"
        )
    lines += ["", "published before:"]
    for r in result["record"]:
        results = [
            f"{r[c]:.0f} {what}"
            for c, what in (
                ("missions", "missions"),
                ("flight_hours", "h"),
                ("sts_seen", "transfers"),
                ("vessels_of_interest", "of interest"),
            )
            if r[c] is not None
        ]
        lines.append(
            f"  {r['start']} {r['asset']}, {r['base']}: "
            f"{', '.join(results) or 'results not published'} [{r['source']}]"
        )
    return "\n".join(lines)
