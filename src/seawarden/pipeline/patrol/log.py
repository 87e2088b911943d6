"""`patrol log` and `patrol debrief`: what the crew brought home, and what it teaches."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import UsageError
from ...files import lock
from ...files.inside import inside
from ...files.streams import read_once
from ...patrol import crew_files, published_record
from ...patrol import debrief as debriefs
from ...patrol.aircraft import fleet
from ...patrol.debrief import memory
from ...patrol.debrief.doubts import with_doubts
from ...patrol.debrief.match_contacts import match
from ...patrol.likelihood import lessons
from ...schema import CREW_CONTACTS, conform
from . import docket, plans
from .outputs import Outputs


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOptions:
    """What `patrol log` is given."""

    docket: Path
    sortie: str
    contacts: Path
    track: Path
    plan: str | None = None  # id, or folder of a what-if; default: the newest that has the sortie
    time_zone: str | None = None  # of times that carry none
    accept: Sequence[str] = ()  # ids of doubtful contacts that somebody has confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefOptions:
    """What `patrol debrief` is asked for; no sorties: all that were logged."""

    docket: Path
    sorties: Sequence[str] = ()
    fleet: Path | None = None
    record: Path | None = None  # published patrols, in place of the record that ships


def log_sortie(options: LogOptions) -> dict[str, Any]:
    """Read, match and keep a sortie's contacts and track; return what was matched.

    Raises UsageError for a sortie that was not planned, InputError for a file that is wrong.
    """
    folder = docket.open_folder(options.docket)
    with lock.writer(folder.path):
        return _log(options, folder)


def _log(options: LogOptions, folder: docket.Folder) -> dict[str, Any]:
    planned = plans.find(folder, options.sortie, options.plan)
    flight = (planned.row["takeoff_utc"], planned.row["landing_utc"], options.time_zone)
    recorded = crew_files.read_track(read_once(options.track), str(options.track), *flight)
    track = recorded.points
    contacts, unused = crew_files.read_contacts(
        read_once(options.contacts), str(options.contacts), options.sortie, *flight
    )
    contacts = with_doubts(contacts, track, options.accept)
    contacts, missing = _hash_photos(contacts, options.contacts.parent)
    span = (track["time_utc"][0] - timedelta(hours=1), track["time_utc"][-1] + timedelta(hours=1))
    contacts = match(
        contacts,
        track,
        docket.positions(folder, *span),
        docket.sightings(folder, *span),
        folder.cases,
    )
    desk = folder.desk
    outputs = Outputs()  # the track last: where it lies the sortie was logged
    _keep_earlier(desk, options.sortie, outputs)
    named = {"plan_id": planned.row["plan_id"], "plan": str(planned.folder)}
    outputs.add(desk / f"flown-{options.sortie}.json", json.dumps(named) + "\n")
    outputs.add_frame(desk / f"contacts-{options.sortie}.parquet", contacts)
    outputs.add_frame(desk / f"track-{options.sortie}.parquet", track)
    outputs.claim(desk, is_in_docket=True, inputs=(options.contacts, options.track))
    outputs.write()
    counts = {
        k: int((contacts["match"] == k).sum())
        for k in ("identity", "ais", "sighting", "case", "unknown")
    }
    return {
        "sortie_id": options.sortie,
        "plan_id": planned.row["plan_id"],
        "contacts": contacts.height,
        "matched": counts,
        "track_points": track.height,
        "track_points_without_time": recorded.n_untimed,
        "columns_not_used": list(unused),
        "photos_missing": missing,
        "held": [
            {"contact_id": c["contact_id"], "line": c["line"], "doubt": c["doubt"]}
            for c in contacts.filter(~pl.col("is_accepted")).iter_rows(named=True)
        ],
        "unknown": [
            {
                "contact_id": c["contact_id"],
                "time_utc": str(c["time_utc"]),
                "lat_deg": c["lat_deg"],
                "lon_deg": c["lon_deg"],
                "name": c["name"],
                "activity": c["activity"],
            }
            for c in contacts.filter(pl.col("match") == "unknown").iter_rows(named=True)
        ],
    }


def debrief(options: DebriefOptions) -> dict[str, Any]:
    """Debrief logged sorties, remember what they teach, return the season so far.

    Raises UsageError when a sortie was not logged, or none was.
    """
    folder = docket.open_folder(options.docket)
    with lock.writer(folder.path):
        return _debrief(options, folder)


def _debrief(options: DebriefOptions, folder: docket.Folder) -> dict[str, Any]:
    names = list(options.sorties) or sorted(
        p.stem.removeprefix("track-") for p in folder.desk.glob("track-*.parquet")
    )
    if not names:
        raise UsageError(f"{folder.path}: no sortie was logged; `seawarden patrol log` comes first")
    known = (
        fleet.catalogue()
        if options.fleet is None
        else fleet.read_fleet(docket.read_text(options.fleet), str(options.fleet))
    )
    entries, sorties = docket.load_memory(folder), docket.load_sorties(folder.desk)
    lines = []
    for name in names:
        done = _one(folder, name, known)
        entries = memory.add(entries, done.entry)
        sorties = plans.with_sorties(sorties, done.row)
        lines += debriefs.coverage_lines(done.row.to_dicts())
    tally = debriefs.tally(sorties)
    record = _record(options)
    outputs = Outputs()
    outputs.add_frame(folder.desk / docket.SORTIES_FILE, sorties)
    outputs.add(folder.desk / "memory.json", memory.dump(entries))
    outputs.add(folder.desk / "tally.csv", tally.write_csv())
    given = [p for p in (options.fleet, options.record) if p]
    outputs.claim(folder.desk, is_in_docket=True, inputs=given)
    outputs.write()
    first = learn_first()
    return {
        "record": record.to_dicts(),
        "sorties": lines,
        "tally": tally.to_dicts(),
        "weights_first": first,
        "weights": memory.weights(first, entries),
        "sweep": _sweep(entries),
        "precision": {
            kind: {
                "confirmed": yes,
                "refuted": no,
                "mean": lessons.precision(yes, no)[0],
                "deviation": lessons.precision(yes, no)[1],
            }
            for kind, (yes, no, _) in memory.checked(entries).items()
        },
        "files": [str(folder.desk / f) for f in ("memory.json", "sorties.parquet", "tally.csv")],
    }


def _record(options: DebriefOptions) -> pl.DataFrame:
    if options.record is None:
        return published_record.shipped()
    return published_record.read_record(docket.read_text(options.record), str(options.record))


def learn_first() -> dict[str, float]:
    """Return the weights that a surface starts from."""
    from ...patrol.likelihood.params import Params

    return dict(Params().weights)


def _one(folder: docket.Folder, name: str, known: dict[str, fleet.Aircraft]) -> debriefs.Debrief:
    path = folder.desk / f"track-{name}.parquet"
    planned = plans.find(folder, name, _plan_flown(folder, name))
    if not path.is_file():
        raise UsageError(f"sortie '{name}' was not logged; `seawarden patrol log` comes first")
    track = pl.read_parquet(path)
    contacts = conform(pl.read_parquet(folder.desk / f"contacts-{name}.parquet"), CREW_CONTACTS)
    surface, mass, detection = plans.area_surface(planned)
    span = (track["time_utc"][0], track["time_utc"][-1])
    return debriefs.debrief(
        planned.row,
        fleet.find(planned.row["aircraft"], known),
        track,
        contacts,
        docket.positions(folder, *span),
        folder.cases,
        surface,
        mass,
        detection=detection,
    )


def _plan_flown(folder: docket.Folder, name: str) -> str | None:
    """Return the plan that a logged sortie names; None for one that was not logged, or before
    plans had ids."""
    path = folder.desk / f"flown-{name}.json"
    if not path.is_file():
        return None
    kept = json.loads(docket.read_text(path))
    is_here = (folder.desk / plans.FOLDER / str(kept["plan_id"])).is_dir()
    return str(kept["plan_id"] if is_here else kept["plan"])


def _keep_earlier(desk: Path, sortie: str, outputs: Outputs) -> None:
    """Keep an earlier log of the same sortie beside the new one, under the next free number."""
    for kind in ("contacts", "track"):
        path = desk / f"{kind}-{sortie}.parquet"
        if path.is_file():
            number = len(list(desk.glob(f"earlier-{kind}-{sortie}-*.parquet"))) + 1
            outputs.add(desk / f"earlier-{kind}-{sortie}-{number}.parquet", path.read_bytes())


def _hash_photos(contacts: pl.DataFrame, folder: Path) -> tuple[pl.DataFrame, list[str]]:
    """Return contacts with the hash of each photograph, and the photographs that are not there."""
    hashes: list[str | None] = []
    missing = []
    for name in contacts["photo"]:
        path = inside(folder, str(name)) if name else None
        if path is None:
            hashes.append(None)
            if name:
                missing.append(str(name))
        else:
            with path.open("rb") as file:
                hashes.append(hashlib.file_digest(file, "sha256").hexdigest())
    return contacts.with_columns(photo_sha256=pl.Series(hashes, dtype=pl.String)), missing


def _sweep(entries: Sequence[memory.Entry]) -> dict[str, dict[str, float]]:
    out = {}
    for aircraft, planned in sorted({(e.aircraft, e.planned_sweep_nm) for e in entries}):
        width, deviation, n = memory.sweep(aircraft, planned, entries)
        if n:
            out[aircraft] = {
                "planned_nm": planned,
                "estimate_nm": width,
                "deviation_nm": deviation,
                "passes": n,
            }
    return out
