"""Slow ships between two reports: real reports left out and estimated from their neighbours.

North Sea fishing vessels, slower than the limit of SLOTS at both ends of an interval. The report
nearest to its middle is left out and set against the slot of that second: once as `facts` places
it (bent by the velocities sent), once on the straight line with the error of a tide, which is what
`facts` does where no velocity was sent.
"""

import numpy as np
import polars as pl

from seawarden.facts.kernels.layout import REPORT, SLOT
from seawarden.facts.kernels.legs import leg_m
from seawarden.facts.kernels.rules import rules
from seawarden.facts.kernels.slots import fill_slots
from seawarden.facts.params import Params
from seawarden.geo.sphere import distance_m
from seawarden.units import AIS_UNITS_PER_DEG, M_PER_NM

from ..pages.page import table
from . import watched as real

INTERVALS_MIN = (15.0, 30.0, 60.0, 120.0, 240.0)
_EACH = 1_500  # intervals of each length
_SECOND = Params(slot_min=1 / 60)
_MOVED_KN = 0.3  # over the interval; slower ships lie still
_SHIP_MS = 10**13  # more than any time: puts the vessels one after the other
_WITHIN = (0.39, 0.86)  # of a two-dimensional normal error within one and two sigma


def text() -> str:
    """Return the section of `accuracy-real.md`."""
    reports, ship = _reports()
    rows = []
    for minutes in INTERVALS_MIN:
        for moves in (True, False):
            found = _measured(reports, ship, minutes * 60, moves=moves)
            rows.append((f"{minutes:g}", "moving" if moves else "still", str(len(found[0])),
                         *(cell for path in found for cell in _cells(path))))  # fmt: skip
    head = ("min between reports", "ship", "left out", "off, m: median / 90 %",
            "within 1 / 2 sigma", "straight line, m", "within 1 / 2 sigma of a tide")  # fmt: skip
    return "\n\n".join(
        [
            "## Where a slow ship was between two reports",
            "Fishing vessels of the North Sea, at 3.5 kn or less. The report nearest to the middle "
            "of an interval is left out and compared with the slot of that second; beside it the "
            f"straight line. A normal error would lie within 1 and 2 sigma in {_WITHIN[0]:.2f} and "
            f"{_WITHIN[1]:.2f} of the cases. Still: less than {_MOVED_KN} kn made good.",
            table(head, rows),
        ]
    )


def _cells(path: np.ndarray) -> tuple[str, str]:
    off, sigma = path.T
    median, most = np.quantile(off, [0.5, 0.9])
    within = [float((off <= k * sigma).mean()) for k in (1, 2)]
    return f"{median:.0f} / {most:.0f}", f"{within[0]:.2f} / {within[1]:.2f}"


def _reports() -> tuple[np.ndarray, np.ndarray]:
    """Return (REPORT records, vessel of each), by vessel and time."""
    raw = pl.read_parquet(real.TRACKS / "north_sea_fishing_2012_2025.parquet").with_columns(
        t=pl.col("timestamp").str.to_datetime(time_unit="ms", time_zone="UTC").dt.timestamp("ms"),
        ship=pl.col("vessel_id").rank("dense"),
    )
    raw = raw.drop_nulls(["lat", "lon", "speed", "course"]).unique(["ship", "t"]).sort("ship", "t")
    out = np.zeros(raw.height, REPORT)
    out["t"], out["sog"], out["cog"] = raw["t"], raw["speed"], raw["course"]
    for name in ("lat", "lon"):
        out[name] = np.rint(raw[name].to_numpy() * AIS_UNITS_PER_DEG)
    out["hdg"] = np.nan
    return out, raw["ship"].to_numpy().astype(np.int64)


def _measured(
    reports: np.ndarray, ship: np.ndarray, length_s: float, *, moves: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, [metres off, sigma]) of the slots, and of the straight lines."""
    first = np.arange(len(reports))
    key = ship * _SHIP_MS + reports["t"]
    last = np.minimum(np.searchsorted(key, key + round(length_s * 1000)), len(reports) - 1)
    took = (reports["t"][last] - reports["t"]) / 1000
    slow = reports["sog"] <= Params().slot_max_sog_kn
    good = (ship[last] == ship) & (last - first >= 2) & (took <= 1.5 * length_s)
    good &= slow[first] & slow[last]
    first, last = first[good], last[good]
    lat, lon = (reports[n] / AIS_UNITS_PER_DEG for n in ("lat", "lon"))
    made_kn = distance_m(lat[first], lon[first], lat[last], lon[last]) / took[good] * 3600
    kept = (made_kn / M_PER_NM >= _MOVED_KN) == moves
    first, last = first[kept], last[kept]
    chosen = np.sort(np.random.default_rng(29).permutation(first.size)[:_EACH])
    first, last = first[chosen], last[chosen]
    middle = (reports["t"][first] + reports["t"][last]) / 2
    left_out = np.clip(np.searchsorted(key, ship[first] * _SHIP_MS + middle), first + 1, last - 1)
    silent = reports.copy()
    silent["sog"], silent["cog"] = np.nan, np.nan
    paths: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    for a, k, b in zip(first.tolist(), left_out.tolist(), last.tolist(), strict=True):
        offsets = [_off(path[a], reports[k], path[b]) for path in (reports, silent)]
        if None not in offsets:
            for path, one in zip(paths, offsets, strict=True):
                path.append(one)
    return np.array(paths[0]), np.array(paths[1])


def _off(p: np.void, left_out: np.void, c: np.void) -> tuple[float, float] | None:
    """Return (metres from the report left out to the slot of its second, the slot's sigma)."""
    r = rules(_SECOND)
    slots = np.zeros(int(c["t"] - p["t"]) // 1000 + 2, SLOT)
    metres = leg_m(p["lat"], p["lon"], c["lat"], c["lon"])
    found = slots[: fill_slots(p, c, metres, 0, slots, 0, r)]
    at = found[found["g"] == left_out["t"] // r.slot_ms]
    if not len(at):
        return None  # no slow passage from one to the other
    units = AIS_UNITS_PER_DEG
    off = distance_m(
        np.array([left_out["lat"] / units]), np.array([left_out["lon"] / units]),
        at["lat"][:1], at["lon"][:1],
    )  # fmt: skip
    return float(off[0]), float(at["sigma"][0])
