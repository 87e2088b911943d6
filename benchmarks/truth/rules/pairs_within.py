"""Pairs of ships within a radius at the same step of a time grid, for the published rules."""

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from seawarden.geo.sphere import unit_vectors
from seawarden.units import EARTH_RADIUS_M


def pairs_within(steps: pl.DataFrame, radius_m: float) -> pl.DataFrame:
    """Return (`step`, `id`, `other`, `distance_m`), id < other, of rows within `radius_m`.

    `steps` holds `step` (integer), `id`, `lat_deg`, `lon_deg`, one row a ship and step. The
    step is a fourth dimension, so far apart that only rows of one step meet.
    """
    if steps.is_empty():
        return pl.DataFrame(schema={"step": pl.Int64, "id": pl.Int64, "other": pl.Int64,
                                    "distance_m": pl.Float64})  # fmt: skip
    place = unit_vectors(steps["lat_deg"].to_numpy(), steps["lon_deg"].to_numpy())
    when = steps["step"].to_numpy().astype(np.float64)
    tree = cKDTree(np.column_stack([place * EARTH_RADIUS_M, when * 1e5]))
    pair = tree.query_pairs(radius_m, output_type="ndarray")
    pair = pair[np.lexsort((pair[:, 1], pair[:, 0]))]
    i, j = pair[:, 0], pair[:, 1]
    chord = np.linalg.norm(place[i] - place[j], axis=1)
    ids = steps["id"].to_numpy()
    flip = ids[i] > ids[j]
    i, j = np.where(flip, j, i), np.where(flip, i, j)
    return pl.DataFrame(
        {
            "step": steps["step"].to_numpy()[i], "id": ids[i], "other": ids[j],
            "distance_m": 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(chord / 2, 1.0)),
        }
    ).filter(pl.col("id") != pl.col("other"))  # fmt: skip


def one_mmsi(events: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Return events of hulls (`id`, `other`, `start_utc`, `end_utc`) with their MMSIs."""
    who = reports.select(pl.col("hull"), pl.col("mmsi").cast(pl.Int64)).unique()
    return (
        events.join(who, left_on="id", right_on="hull")
        .join(who.rename({"mmsi": "other_mmsi"}), left_on="other", right_on="hull")
        .select("mmsi", "other_mmsi", "start_utc", "end_utc")
        .sort("start_utc", "mmsi", "other_mmsi")
    )
