"""Airfields by ICAO code: all of the world that have one, and the user's own.

Source: `airfields.csv`, re-keyed from airportsdata (MIT), version 20260905: the 17,093 rows of
four letters. Own fields come from a CSV that has at least the columns `icao,lat,lon` (the
airportsdata layout is read as it is) or from TOML (`[RODN] lat = .. lon = ..`), and stand above
the shipped ones.

Blind spot: no runways, opening hours or permissions: a strip of grass stands beside an air base.
"""

import csv
import io
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import numpy as np

from ...errors import FormatError, UsageError
from ...geo.sphere import distance_m
from ...units import M_PER_NM


@dataclass(frozen=True, slots=True)
class Airfield:
    """A place to take off from and to land at."""

    icao: str
    name: str
    country: str
    lat_deg: float
    lon_deg: float


@cache
def shipped() -> dict[str, Airfield]:
    """Return the airfields that ship with the package, by ICAO code."""
    text = (files(__package__) / "airfields.csv").read_text("utf-8")
    return _from_csv(text, "airfields.csv")


def read_airfields(text: str, where: str) -> dict[str, Airfield]:
    """Return the shipped airfields with those of a CSV or TOML text added or put in place.

    Raises FormatError that names the file, the line or the field, what came and was expected.
    """
    given = _from_toml(text, where) if where.lower().endswith(".toml") else _from_csv(text, where)
    return shipped() | given


def find(icao: str, airfields: Mapping[str, Airfield] | None = None) -> Airfield:
    """Return the airfield `icao`, upper or lower case.

    Raises UsageError that names the nearest code, or how to add one.
    """
    known = shipped() if airfields is None else airfields
    code = icao.strip().upper()
    if code in known:
        return known[code]
    # Codes are given by region: the first letters are seldom the ones mistyped.
    near = next((m for n in (3, 2) if (m := _alike(code, known, n))), [])
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UsageError(f"airfield '{icao}' is not known{hint} (add your own with --airfields FILE)")


def _alike(code: str, known: Mapping[str, Airfield], letters: int) -> list[str]:
    return get_close_matches(code, [k for k in known if k[:letters] == code[:letters]], n=1)


def nearest(
    lat_deg: float, lon_deg: float, airfields: Mapping[str, Airfield], n: int
) -> list[tuple[Airfield, float]]:
    """Return the `n` airfields nearest to a position with their distances in nm, nearest first."""
    fields = list(airfields.values())
    lat, lon = np.array([(f.lat_deg, f.lon_deg) for f in fields]).reshape(-1, 2).T
    away_nm = np.asarray(distance_m(lat_deg, lon_deg, lat, lon)) / M_PER_NM
    return [(fields[i], float(away_nm[i])) for i in np.argsort(away_nm, kind="stable")[:n]]


def _from_csv(text: str, where: str) -> dict[str, Airfield]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    skipped = len(text.splitlines()) - len(lines)
    reader = csv.DictReader(io.StringIO("\n".join(lines)))
    for column in ("icao", "lat", "lon"):
        if column not in (reader.fieldnames or ()):
            raise FormatError(f"{where}: column '{column}' is missing")
    out: dict[str, Airfield] = {}
    for row in reader:
        if row["icao"]:
            place = f"{where}, line {reader.line_num + skipped}"
            out[row["icao"].upper()] = _airfield(row["icao"], row, place)
    return out


def _from_toml(text: str, where: str) -> dict[str, Airfield]:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{where}: not TOML: {error}") from error
    tables = {k: v for k, v in raw.items() if isinstance(v, dict)}
    return {k.upper(): _airfield(k, v, f"{where}, [{k}]") for k, v in tables.items()}


def _airfield(icao: str, row: Mapping[str, object], place: str) -> Airfield:
    numbers = []
    for column, limit in (("lat", 90.0), ("lon", 180.0)):
        try:
            value = float(str(row.get(column)))
        except ValueError:
            value = math.nan
        if not abs(value) <= limit:
            raise FormatError(
                f"{place}: {column} {row.get(column)!r}, expected degrees up to {limit:g}"
            )
        numbers.append(value)
    return Airfield(
        icao.upper(), str(row.get("name") or icao), str(row.get("country") or ""), *numbers
    )
