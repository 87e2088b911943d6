"""Simulated seasons of transfers at sea that move and hide, to measure what planning is worth.

Every season is drawn from a seed. Rules of the targets (known to the reader, not to the planner):

- Five meeting sites are active: three near sites of the year before, two anywhere in open water.
  Each meets at its own rate; a meeting lies within about 12 nm of its site for 6 to 18 hours.
- Sites wander 8 nm a day. They hide: when an aircraft searched within 30 nm of a site, that site
  moves 60 to 150 nm with chance 0.35.
- The docket is of the day before and sees little: of ten meetings one or two have AIS on (an
  `sts` event), three leave one silent ship (an open `gap`, last heard some 60 nm away), one a
  sighting without AIS. Innocent drifting, meetings and silences are three times as many.

An aircraft finds a meeting with the inverse-cube law summed along the track it really flies while
the meeting lasts: a geometric model, independent of the planner's cells and effort.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from seawarden.geo.coast import distance_to_coast_m
from seawarden.geo.sphere import destination, distance_m
from seawarden.schema import EVENTS, conform
from seawarden.units import M_PER_NM

START = datetime(2026, 4, 10, tzinfo=UTC)
AREA = (119.0, 25.0, 131.0, 38.5)


@dataclass
class Season:
    """One season under one strategy: it answers to what is flown."""

    seed: int
    days: int = 24
    sweep_nm: float = 24.0
    rows: list = field(default_factory=list)
    found: int = 0

    def __post_init__(self):
        self.r = np.random.default_rng([self.seed, 1])
        self.eyes = np.random.default_rng([self.seed, 2])
        last_year = [self._open_water() for _ in range(6)]
        self.sites = []
        for lat, lon in last_year[:3]:
            self.sites.append(self._near(lat, lon, 25.0))
        self.sites += [self._open_water() for _ in range(2)]
        self.rates = self.r.gamma(3.0, 0.5, 5)  # meetings a day
        self.live = []  # (start, end, lat, lon)
        self.seen = set()
        self.n = 0
        for lat, lon in last_year:
            for _ in range(int(self.r.integers(4, 12))):
                back = 365.0 + self.r.uniform(-40, 40)
                self._event("sts", *self._near(lat, lon, 15.0), START - timedelta(days=back), 8.0)
        self.day = 0
        for d in range(-10, 0):
            self._one_day(START + timedelta(days=d))

    def advance(self):
        """Let one day pass."""
        self._one_day(START + timedelta(days=self.day))
        self.day += 1

    def docket(self, now):
        """Return EVENTS as a watch would know them at `now`."""
        frame = pl.DataFrame([r for r in self.rows if r["known"] <= now], infer_schema_length=None)
        time = EVENTS.schema["start_utc"]
        frame = frame.with_columns(pl.col("start_utc").cast(time), pl.col("end_utc").cast(time))
        return conform(frame, EVENTS)

    def fly(self, points, times, searching):
        """Fly a track; return the places of the meetings found, and let the sites react."""
        at, when = _dense(points, times, searching)
        finds = []
        for i, (start, end, lat, lon) in enumerate(self.live):
            on = (when >= start.timestamp()) & (when <= end.timestamp())
            if i in self.seen or not on.any():
                continue
            if self.eyes.random() < self._chance(i, at, when):
                self.seen.add(i)
                finds.append((lat, lon, times[0]))
        for k, (lat, lon) in enumerate(self.sites):
            near = distance_m(lat, lon, at[:, 0], at[:, 1]).min() / M_PER_NM < 30.0
            if near and self.eyes.random() < 0.35:
                self.sites[k] = self._near(lat, lon, None)
        self.found += len(finds)
        return finds

    def expected(self, points, times, searching):
        """Return how many meetings a track finds on average; nothing in the season changes."""
        at, when = _dense(points, times, searching)
        return sum(self._chance(i, at, when) for i in range(len(self.live)) if i not in self.seen)

    def _chance(self, i, at, when):
        start, end, lat, lon = self.live[i]
        on = (when >= start.timestamp()) & (when <= end.timestamp())
        if not on.any():
            return 0.0
        r = np.maximum(distance_m(lat, lon, at[on, 0], at[on, 1]) / M_PER_NM, 0.3)
        return float(-np.expm1(-(self.sweep_nm**2 / (8 * np.pi) / r**3).sum()))

    def _one_day(self, day):
        r = self.r
        for k, rate in enumerate(self.rates):
            self.sites[k] = self._near(*self.sites[k], 8.0)
            for _ in range(r.poisson(rate)):
                start = day + timedelta(hours=float(r.uniform(0, 24)))
                hours = float(r.uniform(6, 18))
                lat, lon = self._near(*self.sites[k], 12.0)
                self.live.append((start, start + timedelta(hours=hours), lat, lon))
                luck = r.random()
                if luck < 0.15:
                    self._event("sts", lat, lon, start, hours, r.uniform(0.6, 0.95))
                elif luck < 0.45:
                    a, b = self._near(lat, lon, 60.0)
                    self._event(
                        "gap", a, b, start - timedelta(hours=8), 0, r.uniform(0.4, 0.8), True
                    )
                elif luck < 0.55:
                    self._event("dark_ship", lat, lon, start, 1, 0.7)
        for kind, n in (("gap", 5), ("loitering", 4), ("encounter", 6), ("dark_ship", 2)):
            for _ in range(r.poisson(n)):
                a, b = self._open_water(10.0)
                start = day + timedelta(hours=float(r.uniform(0, 24)))
                self._event(
                    kind, a, b, start, 5, r.uniform(0.3, 0.7), kind == "gap" and r.random() < 0.5
                )

    def _event(self, kind, lat, lon, start, hours, confidence=0.8, is_open=False):
        self.n += 1
        end = start + timedelta(hours=float(hours))
        self.rows.append(
            {
                "event_id": f"e{self.n:05d}",
                "version": 1,
                "kind": kind,
                "start_utc": start,
                "end_utc": end,
                "is_open": bool(is_open),
                "lat_deg": float(lat),
                "lon_deg": float(lon),
                "confidence": float(confidence),
                "observed_h": float(hours),
                "inferred_h": 0.0,
                "detail": "{}",
                "known": max(end, start) + timedelta(hours=24),
            }
        )

    def _open_water(self, least_nm=40.0):
        while True:
            lat, lon = self.r.uniform(AREA[1], AREA[3]), self.r.uniform(AREA[0], AREA[2])
            if _is_open(lat, lon, least_nm):
                return float(lat), float(lon)

    def _near(self, lat, lon, sigma_nm):
        """Return open water near a place; no sigma: a move of 60 to 150 nm."""
        for _ in range(200):
            far = self.r.uniform(60, 150) if sigma_nm is None else abs(self.r.normal()) * sigma_nm
            a, b = destination(lat, lon, self.r.uniform(0, 360), far * M_PER_NM)
            if AREA[0] < b < AREA[2] and AREA[1] < a < AREA[3] and _is_open(a, b, 15.0):
                return float(a), float(b)
        return lat, lon


def _is_open(lat, lon, least_nm):
    from seawarden.geo.coast import is_land

    return (
        not is_land(lat, lon)
        and float(distance_to_coast_m(lat, lon, 100_000.0)) >= least_nm * M_PER_NM
    )


def _dense(points, times, searching):
    """Return positions and times every mile of the searched pieces."""
    out, when = [], []
    for (a, b), (s, t), on in zip(pairwise(points), pairwise(times), searching, strict=True):
        if not on:
            continue
        n = max(1, int(float(distance_m(*a, *b)) / M_PER_NM))
        w = (np.arange(n) + 0.5) / n
        out.append(np.column_stack([a[0] + w * (b[0] - a[0]), a[1] + w * (b[1] - a[1])]))
        when.append(s.timestamp() + w * (t - s).total_seconds())
    return (np.vstack(out), np.concatenate(when)) if out else (np.empty((0, 2)), np.empty(0))
