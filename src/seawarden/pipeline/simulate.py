"""`simulate`: AIS in real formats with known truth; see the room `simulate`."""

from collections.abc import Callable
from pathlib import Path

from ..simulate.run import Summary
from ..simulate.run import run as simulate


def run(
    out: Path,
    *,
    seed: int,
    hours: float,
    vessels: int,
    scenario: str,
    format: str,
    mean_interval_min: float | None,
    progress: Callable[[str, float], None],
) -> Summary:
    """Write a scenario to `out`. Raises UsageError and OutputError as `simulate.run` does."""
    return simulate(
        out,
        seed=seed,
        hours=hours,
        vessels=vessels,
        scenario=scenario,
        format=format,
        mean_interval_min=mean_interval_min,
        progress=lambda done, total: progress(f"simulating ship {done}", done / max(total, 1)),
    )
