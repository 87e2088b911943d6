"""Promised against realised: the cut that keeps to two false alarms a day, world by world.

From the labelled events of the testing seeds: of each world the findings that the cut keeps
(`calibrate.cut_for`), how many false ones were promised at most, how many there were, how many of
the ten surest were true, and at which place of the reading order the first true one stood.
"""

import numpy as np
import polars as pl

from seawarden.detect.calibration.calibrate import cut_for

FALSE_A_DAY = 2.0


def rows(events: pl.DataFrame, hours: float) -> list[tuple[object, ...]]:
    """Return a row a world of labelled events (`scenario`, `seed`, `confidence`, `is_true`)."""
    out: list[tuple[object, ...]] = []
    days = hours / 24.0
    for (scenario, seed), part in sorted(events.group_by("scenario", "seed")):
        ranked = part.sort("confidence", "start_utc", descending=[True, False])
        least = cut_for(ranked["confidence"], days, FALSE_A_DAY)
        kept = ranked.filter(pl.col("confidence") >= least)
        true = np.flatnonzero(ranked["is_true"].to_numpy())
        ten = ranked.head(10)["is_true"]
        out.append((f"`{scenario}`, {seed}", kept.height, f"{FALSE_A_DAY * days:g}",
                    int((~kept["is_true"]).sum()), f"{int(ten.sum())} of {ten.len()}",
                    int(true[0]) + 1 if true.size else "none"))  # fmt: skip
    return out


HEAD = ("world", "findings kept", "false, promised at most", "false, realised",
        "true among the first ten", "first true one, place")  # fmt: skip
