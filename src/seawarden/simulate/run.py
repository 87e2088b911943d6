"""One run: stage the scenario, sail every ship, hear it, write what was heard and what was true."""

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..errors import OutputError, UsageError
from ..files.output_folder import claim
from ..geo.sphere import distance_m
from ..ids.simulated_mark import MARK
from ..units import M_PER_NM
from .movement.motion import Track, track
from .output import nmea, sightings, tables, truth
from .radio import reception
from .radio.broadcast import Reports, Statics, antenna, joined, report, say
from .radio.reporting import schedule
from .scenarios import SCENARIOS, Scenario
from .ship import Ship
from .staging import stage
from .world import World

Format = Literal["nmea", "danish", "marinecadastre", "parquet"]
FORMATS: dict[str, str] = {
    "nmea": "nmea", "danish": "csv", "marinecadastre": "csv", "parquet": "parquet",
}  # fmt: skip
"""Formats, and the ending of the file that each writes."""

START_UTC = datetime(2026, 3, 2, tzinfo=UTC)
"""The default start: fixed, so that a seed names one data set."""

_SAMPLE = 5  # minutes between rows of tracks_truth.parquet
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run wrote."""

    scenario: str
    seed: int
    hours: float
    vessels: int
    start_utc: datetime
    ais: Path
    reports: int
    statics: int
    lines: int
    truths: int
    sightings: int
    staged: dict[str, int] = field(default_factory=dict)  # behaviour -> times
    missed: dict[str, str] = field(default_factory=dict)  # behaviour -> why it does not fit


_BESIDE = ("truth.parquet", "tracks_truth.parquet", "sightings.csv", "sightings_truth.parquet")
"""The files beside the AIS."""


def run(out: Path, *, seed: int, hours: float, vessels: int, scenario: str = "east_china_sea",
        format: str = "nmea", start_utc: datetime = START_UTC,
        mean_interval_min: float | None = None, params: reception.Params = reception.Params(),
        progress: Progress | None = None) -> Summary:  # fmt: skip
    """Simulate and write to the folder `out`: AIS, truth, tracks, sightings.

    Files: `SIMULATED_<scenario>.<nmea|csv|parquet>`, `truth.parquet`, `tracks_truth.parquet`,
    `sightings.csv`, `sightings_truth.parquet`. The same arguments give the same bytes.
    `mean_interval_min` thins every ship to that mean interval and leaves reception out;
    without it the network of `params` decides who is heard. `progress(done, all)` is called
    ship by ship.

    Raises UsageError for a scenario, format or number that cannot be; OutputError when the
    folder cannot be written.
    """
    chosen = _checked(scenario, format, seed, hours, vessels, start_utc, mean_interval_min)
    start_utc = start_utc.astimezone(UTC)
    world, staged, missed = stage(chosen, seed, hours, vessels, start_utc)
    heard = _sail(world, seed, mean_interval_min, params, progress)
    names = reception.receivers(params)
    ais = out / f"{MARK}_{chosen.name}.{FORMATS[format]}"
    title = (
        f"{MARK} traffic by seawarden simulate: scenario {chosen.name}, seed {seed}, "
        f"{hours:g} h, {vessels} vessels. No ship in it did what it shows."
    )
    claim(
        out, "simulation", names=(ais.name, *_BESIDE),
        was_made_by=lambda folder: (folder / "tracks_truth.parquet").is_file(),
    )  # fmt: skip
    facts = truth.events(world, start_utc)
    where = truth.tracks(world.ships, heard.samples, start_utc)
    shown = sightings.truth(world.scenes, heard.found)
    lines = _written(
        {
            ais: lambda path: _write_ais(path, format, heard, names, start_utc, title),
            out / "truth.parquet": facts.write_parquet,
            out / "tracks_truth.parquet": where.write_parquet,
            out / "sightings.csv": lambda path: sightings.write(
                path, world.scenes, heard.found, start_utc
            ),
            out / "sightings_truth.parquet": shown.write_parquet,
        }
    )
    return Summary(chosen.name, seed, hours, vessels, start_utc, ais, heard.reports.t.size,
                   heard.statics.t.size, lines[ais], facts.height, len(heard.found), staged,
                   missed)  # fmt: skip


def _written(files: dict[Path, Callable[[Path], int | None]]) -> dict[Path, int]:
    """Write every file under the name `*.part`, then give all their names; return their lines.

    So a run that breaks off leaves no file that looks complete. Raises OutputError.
    """
    parts = {path: path.with_name(path.name + ".part") for path in files}
    lines = {}
    try:
        for path, write in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            lines[path] = write(parts[path]) or 0
        for path, part in parts.items():
            part.replace(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"{path}: cannot be written: {reason}") from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return lines


def _checked(scenario: str, format: str, seed: int, hours: float, vessels: int,
             start_utc: datetime, mean_interval_min: float | None) -> Scenario:  # fmt: skip
    if scenario not in SCENARIOS:
        raise UsageError(
            f"scenario: '{scenario}' came, expected one of {', '.join(sorted(SCENARIOS))}"
        )
    if format not in FORMATS:
        raise UsageError(f"format: '{format}' came, expected one of {', '.join(FORMATS)}")
    if seed < 0:
        raise UsageError(f"seed: {seed} came, expected 0 or more")
    if not (math.isfinite(hours) and 1.0 <= hours <= 24.0 * 366):
        raise UsageError(f"hours: {hours:g} came, expected 1 to 8784")
    if not 1 <= vessels <= 100_000:
        raise UsageError(f"vessels: {vessels} came, expected 1 to 100000")
    if start_utc.tzinfo is None or start_utc.microsecond:
        raise UsageError(f"start: {start_utc} came, expected a full second with a time zone")
    if mean_interval_min is not None and not 0.05 <= mean_interval_min <= 1440.0:
        raise UsageError(
            f"mean interval: {mean_interval_min:g} min came, expected 0.05 to 1440 min"
        )
    return SCENARIOS[scenario]


@dataclass(slots=True)
class _Heard:
    reports: Reports
    statics: Statics
    claims: pl.DataFrame
    samples: list[tuple[NDArray[np.float64], ...]]
    found: list[sightings.Detection]


def _sail(world: World, seed: int, mean_interval_min: float | None, params: reception.Params,
          progress: Progress | None) -> _Heard:  # fmt: skip
    """Sail and hear every ship, one after another; only what was heard is kept."""
    ships = world.ships
    network = None
    if mean_interval_min is None:
        network = reception.build(ships, world.hours, params, np.random.default_rng([seed, 7]))
    feed = len(reception.receivers(params)) - 1
    positions: list[Reports] = []
    statics: list[Statics] = []
    samples: list[tuple[NDArray[np.float64], ...]] = []
    inside: list[list[sightings.Seen]] = [[] for _ in world.scenes]
    first_claim = 0
    for ship in ships:
        rng = np.random.default_rng([seed, 11, ship.no])
        sailed = track(ship.pieces, world.until_s)
        sent = schedule(ship.hull.ais_class, sailed, float(rng.random()))
        if network is not None:
            heard, heard_statics = network.hear(ship, sailed, sent, rng)
        else:
            assert mean_interval_min is not None
            heard, heard_statics = reception.thinned(
                ship, sailed, sent, mean_interval_min, feed, rng
            )
        positions.append(report(ship, sailed, heard, world.jams, params, rng, first_claim))
        statics.append(say(ship, heard_statics, first_claim))
        samples.append(_sample(ship, sailed))
        _in_scenes(world, ship, sailed, inside)
        first_claim += len(ship.claims)
        if progress:
            progress(ship.no + 1, len(ships))
    found = [
        d for i, scene in enumerate(world.scenes)
        for d in sightings.shoot(scene, i, inside[i], np.random.default_rng([seed, 13, i]))
    ]  # fmt: skip
    return _Heard(joined(positions), joined(statics), _claim_table(ships), samples, found)


def _sample(ship: Ship, sailed: Track) -> tuple[NDArray[np.float64], ...]:
    """Return the true (t, lat, lon, sog, heading, dark) of the antenna every five minutes."""
    t = sailed.t[::_SAMPLE]
    lat, lon, _, _ = antenna(ship, sailed, t)
    dark = np.zeros(t.size, bool)
    for start, end in ship.silences:
        dark |= (t >= start) & (t <= end)
    lon = (lon + 180.0) % 360.0 - 180.0
    return (t, lat, lon, sailed.sog_kn()[::_SAMPLE], sailed.heading_deg()[::_SAMPLE], dark)


def _in_scenes(world: World, ship: Ship, sailed: Track,
               inside: list[list[sightings.Seen]]) -> None:  # fmt: skip
    for scene, seen in zip(world.scenes, inside, strict=True):
        at = min(round(scene.time_s / 60.0), sailed.t.size - 1)
        lat, lon = float(sailed.lat[at]), float(sailed.lon[at])
        if float(distance_m(lat, lon, scene.lat, scene.lon)) < scene.half_nm * M_PER_NM:
            seen.append(sightings.Seen(ship, lat, lon, float(sailed.heading_deg()[at])))


def _claim_table(ships: list[Ship]) -> pl.DataFrame:
    """Return every claim of every ship, in order of ship and time."""
    schema = {
        "mmsi": pl.UInt32, "imo": pl.UInt32, "name": pl.String, "call_sign": pl.String,
        "ship_type": pl.UInt8, "draught_m": pl.Float64, "destination": pl.String,
        "ais_class": pl.UInt8, "bow_m": pl.UInt16, "stern_m": pl.UInt16, "port_m": pl.UInt16,
        "starboard_m": pl.UInt16,
    }  # fmt: skip
    return pl.DataFrame(
        [
            (c.mmsi, c.imo, c.name, c.call_sign, c.ship_type, c.draught_m, c.destination,
             s.hull.ais_class,
             *(c.antenna_m or (s.hull.bow_m, s.hull.stern_m, s.hull.port_m, s.hull.starboard_m)))
            for s in ships
            for c in s.claims
        ],
        schema=schema,
        orient="row",
    )  # fmt: skip


def _write_ais(path: Path, format: str, heard: _Heard, names: tuple[str, ...],
               start_utc: datetime, title: str) -> int:  # fmt: skip
    if format == "nmea":
        voice = nmea.Voice(int(start_utc.timestamp()), names, heard.claims)
        return nmea.write(path, heard.reports, heard.statics, voice, title)
    table = tables.table(heard.reports, heard.claims, names, start_utc)
    if format == "danish":
        return tables.write_danish(path, table)
    if format == "marinecadastre":
        return tables.write_cadastre(path, table)
    return tables.write_parquet(path, table)
