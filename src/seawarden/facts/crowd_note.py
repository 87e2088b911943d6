"""Where ships lay in crowds, the docket says that not every pair was followed."""

import polars as pl

from .params import Params


def note(contacts: pl.DataFrame, params: Params) -> list[str]:
    """Return one line for the run's notes if a ship reached the most contacts kept of it."""
    sides = pl.concat(
        [contacts.select(pl.col(side).alias("hull"), "time_utc") for side in ("hull", "other_hull")]
    )
    full = sides.group_by("hull", "time_utc").len().filter(pl.col("len") >= params.contact_most)
    if full.is_empty():
        return []
    return [
        f"crowds: {full['hull'].n_unique()} ships had {params.contact_most} or more others within "
        f"reach, {full.height} times in {params.slot_min:g} min; of each the nearest "
        f"{params.contact_most} are followed as pairs (docs/hostile-growth.md)"
    ]
