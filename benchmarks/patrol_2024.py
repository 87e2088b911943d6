"""The worked example: New Zealand's deployment of April and May 2024, planned with what was public.

`nice python benchmarks/patrol_2024.py` prints the tables of docs/patrol.md.

Published (NZDF, seawaves.com): 11 missions, 88 hours, 4 transfers, 30 vessels of interest. Here:
11 flights of 8.0 h by a P-8A from Kadena, every second day from 15 April 2024, on a surface made
of the six transfers that Japan reported in 2018 and 2019 with a distance from Shanghai, and an
even background. How many transfers go on at once is not known; the table gives what the plan
would see at several rates, and which rate the four seen point to.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from seawarden.geo.sphere import destination
from seawarden.patrol import published_record
from seawarden.patrol.aircraft import airfields, fleet
from seawarden.patrol.airspace.keepout import territorial_seas
from seawarden.patrol.flights import Task
from seawarden.patrol.likelihood.grid import make_grid
from seawarden.patrol.likelihood.surface import make_surface
from seawarden.patrol.plan import Desk, Params, plan_days
from seawarden.patrol.search.optimise import Params as Search
from seawarden.schema import CASES, EVENTS, conform

START = datetime(2024, 4, 14, 23, tzinfo=UTC)  # 08:00 at Kadena
FLIGHT_H, TRANSFER_H = 8.0, 10.0  # a transfer lasts 6 to 18 h in the reports; 10 taken
TANKER_BARRELS = 12_000  # own assumption: about 1,600 t of product a delivery
SHANGHAI = (31.23, 121.47)
REPORTED = (  # day, km and bearing from Shanghai ("off" is taken as east), source
    ("2018-02-13", 250, 90, "Japan MOFA via NK News 2018-02-14"),
    ("2018-02-16", 250, 90, "Japan MOFA, press report"),
    ("2018-05-19", 350, 90, "Japan MOFA via Reuters 2018-05-29"),
    ("2018-06-21", 400, 157.5, "Japan MOFA press conference 2018-06-27"),
    ("2018-06-22", 450, 157.5, "Japan MOFA press conference 2018-06-27"),
    ("2019-03-20", 400, 165, "Japan MOFA via citizenvoicetv 8657 ('south'; set off the coast)"),
)
CAP_BARRELS = 500_000  # a year, resolution 2397


def main() -> None:
    """Print the plan of the deployment and what it would see."""
    published = published_record.yield_of(published_record.shipped()).to_dicts()[0]
    leads = _leads()
    grid = make_grid(118, 24, 131, 39.5)
    desk = Desk(grid, territorial_seas(["CN", "KP", "TW"], grid), Params(search=Search.fast()))
    aircraft = fleet.find("P-8A")
    sweep = aircraft.sweep_nm("camera", "large", "moderate")
    days = [
        [
            Task(
                f"m{i + 1}",
                aircraft,
                airfields.find("RODN"),
                START + timedelta(days=2 * i),
                sweep,
                FLIGHT_H,
            )
        ]
        for i in range(int(published["missions"]))
    ]
    planned = plan_days(desk, days, lambda t: make_surface(grid, leads, CASES.empty(), t))
    pos = np.array([d.pos for d in planned])
    hours = sum(d.sorties[0].flight_h for d in planned)
    swept = sum(d.sorties[0].length_nm("search") * sweep for d in planned)
    print(f"leads with a position: {leads.height}; sweep width {sweep:.1f} nm")
    print(
        f"{len(planned)} missions, {hours:.0f} h ({hours / len(planned):.1f} h each), "
        f"{swept:,.0f} nm2 swept, POS a mission {pos.mean():.2f} "
        f"({pos.min():.2f} to {pos.max():.2f})"
    )
    print(
        f"published: {published['missions']:.0f} missions, {published['flight_hours']:.0f} h, "
        f"{published['sts_seen']:.0f} transfers, {published['vessels_of_interest']:.0f} of interest"
    )
    print("transfers a year   in progress in a flight   expected seen in the deployment")
    for times in (1, 3, 10, 30):
        a_year = times * CAP_BARRELS / TANKER_BARRELS
        during = a_year / 8766 * (FLIGHT_H + TRANSFER_H)
        print(f"{a_year:8.0f} ({times:2d} x cap) {during:18.2f} {during * pos.sum():24.1f}")
    rate = published["sts_seen"] / pos.sum() * 8766 / (FLIGHT_H + TRANSFER_H)
    print(f"the four seen point to {rate:.0f} transfers a year if the surface is right")


def _leads() -> pl.DataFrame:
    """Return the reported transfers that say how far and which way from Shanghai, as events."""
    rows = []
    for i, (text, km, bearing, _) in enumerate(REPORTED):
        day = datetime.fromisoformat(text).replace(tzinfo=UTC)
        lat, lon = destination(*SHANGHAI, bearing, km * 1000.0)
        rows.append(
            {
                "event_id": f"r{i}", "version": 1, "kind": "sts", "start_utc": day,
                "end_utc": day + timedelta(hours=TRANSFER_H), "is_open": False,
                "lat_deg": float(lat), "lon_deg": float(lon),
                "confidence": 0.9, "observed_h": 0.0, "inferred_h": 0.0, "detail": "{}",
            }
        )  # fmt: skip
    times = {"start_utc": EVENTS.schema["start_utc"], "end_utc": EVENTS.schema["end_utc"]}
    return conform(pl.DataFrame(rows, schema_overrides=times), EVENTS)


if __name__ == "__main__":
    main()
