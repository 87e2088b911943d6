"""Round values for axes: metres and knots, metres by powers of ten, and times in UTC."""

from datetime import UTC, datetime
from math import ceil, floor, log10

import numpy as np

from .panel import Tick

_STEPS_S = [60 * m for m in (1, 2, 5, 10, 15, 30)] + [
    3600 * h for h in (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 1440, 2880, 8760)
]
DAY_S = 86_400


def linear(low: float, high: float, *, most: int = 6) -> list[Tick]:
    """Return round values (steps of 1, 2 or 5) between two edges, about `most` of them."""
    least = (high - low) / most
    unit = 10.0 ** floor(log10(least))
    step = next(unit * k for k in (1, 2, 5, 10) if unit * k >= least * (1 - 1e-9))
    values = np.arange(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1) * step
    return [(v, f"{v:.10g}") for v in np.round(values, 9).tolist()]


def powers(low_m: float, high_m: float) -> list[Tick]:
    """Return ticks (log10 of metres, label) between two distances, 2 and 5 between if few."""
    first, last = floor(log10(low_m)), ceil(log10(high_m))
    named = (1,) if last - first > 3 else (1, 2, 5)
    all_m = [k * 10.0**n for n in range(first, last + 1) for k in named]
    return [(log10(m), metres(m)) for m in all_m if low_m * 0.999 <= m <= high_m * 1.001]


def metres(distance_m: float) -> str:
    """Return a distance in metres below a kilometre, in kilometres from there on."""
    return f"{distance_m:g} m" if distance_m < 1000 else f"{distance_m / 1000:g} km"


def clock(start_s: float, end_s: float) -> list[Tick]:
    """Return times at round steps, at most eight: `06:00`, at midnight `3 Mar`, over days `3 Mar`.

    Seconds since the epoch.
    """
    step = next((s for s in _STEPS_S if (end_s - start_s) / s <= 7), _STEPS_S[-1])
    at = range(ceil(start_s / step) * step, floor(end_s) + 1, step)
    return [(float(t), day(t) if t % DAY_S == 0 else f"{when(t):%H:%M}") for t in at]


def day(t_s: float) -> str:
    """Return a day without its year: `3 Mar`."""
    return f"{when(t_s).day} {when(t_s):%b}"


def when(t_s: float) -> datetime:
    """Return seconds since the epoch as a time in UTC."""
    return datetime.fromtimestamp(t_s, UTC)
