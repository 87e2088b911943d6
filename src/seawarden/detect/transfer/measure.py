"""What is measured of a pair's meeting before it is weighed as a transfer.

Of each run of contacts the stretch that best fits "alongside" is cut out (`alongside`), and for it
times, gap, motion, headings and the pair's hours around it (`neighbour_history`) are summed up:
all that `evidence` weighs, and nothing of how much it counts.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.places import Places
from ...geo.sphere import angle_between_deg, offset_m
from ...units import M_PER_NM, MPS_PER_KN
from ..contacts.runs import Bools, Ints, Runs, slot_hours, time_ms
from ..contract.columns import Floats, floats
from . import alongside, neighbour_history, stretches
from .hull_geometry import Rectangles
from .params import Params

DIMENSIONS = ("bow_m", "stern_m", "port_m", "starboard_m")


def measure(
    contacts: pl.DataFrame, meetings: pl.DataFrame, found: Runs, params: Params, places: Places
) -> pl.DataFrame:
    """Return the meetings with all that the parts weigh, cut to their stretches alongside.

    `found` are the runs of `contacts` (sorted by pair and time, whole pairs), one a row of
    `meetings`.
    """

    def at_sea(there: pl.DataFrame) -> Bools:
        return np.asarray(_place(there, params, places) == "open sea")

    best = stretches.best_fits(
        contacts, lambda row, run: _pair(contacts[row], meetings, run), found, at_sea,
        params.spacing_h, params.nearness,
    )  # fmt: skip
    best = best.keep(best.score > 0)
    middle = contacts[(best.first + best.last) // 2]
    port_m = places.port(middle["lat_deg"].to_numpy(), middle["lon_deg"].to_numpy())[1]
    meetings = meetings[best.run].with_columns(
        n=pl.int_range(pl.len()),
        independent=pl.Series(best.score),
        start_utc=contacts["time_utc"].gather(best.first),
        end_utc=contacts["time_utc"].gather(best.last),
        port_km=pl.Series(port_m / 1000),
        place=pl.Series(_place(middle, params, places).tolist(), dtype=pl.String),
    )
    if meetings.is_empty():
        return meetings
    kept = Runs(best.first, best.last)
    meetings = meetings.hstack(_around(contacts, meetings, kept, params))
    row, stretch = kept.rows()
    contacts = contacts[row]
    pair = _pair(contacts, meetings, stretch)
    seen = alongside.looks(contacts, pair, params.nearness, best.calm[stretch])
    first = np.flatnonzero(np.diff(stretch, prepend=-1))
    neighbours, mean_gap, beside = alongside.against_neighbours(
        contacts, pair, seen, (first, stretch), params.nearness
    )
    proximity = -np.logaddexp(-meetings["independent"].to_numpy(), -neighbours)
    measured = _summary(contacts, seen, pair, stretch, params)
    return meetings.drop("start_utc", "end_utc").hstack(
        measured.with_columns(
            proximity=pl.Series(proximity),
            mean_place_gap_m=pl.Series(mean_gap),
            overlap=pl.Series(beside).fill_nan(None),
        ).drop("stretch")
    )


def _place(there: pl.DataFrame, params: Params, places: Places) -> NDArray[np.str_]:
    """Return the kind of place of each contact."""
    return places.kind(there["lat_deg"].to_numpy(), there["lon_deg"].to_numpy(), params.port_m)


def _around(
    contacts: pl.DataFrame, meetings: pl.DataFrame, best: Runs, params: Params
) -> pl.DataFrame:
    """Return how each pair lay around its stretch, in the water of a strong tide."""
    # The pair's contacts lie around the stretch's; one meeting's dimensions stand for all of them.
    pairs = meetings.select("hull", "other_hull").with_row_index("of").unique(
        ["hull", "other_hull"], keep="first", maintain_order=True
    )  # fmt: skip
    near = contacts.with_row_index("at").join(
        pairs, on=["hull", "other_hull"], maintain_order="left"
    )
    pair = _pair(near, meetings, near["of"].to_numpy().astype(np.int64))
    at = near["at"].to_numpy()
    rows = Runs(np.searchsorted(at, best.first), np.searchsorted(at, best.last))
    seen = alongside.looks(near, pair, params.nearness)
    around = neighbour_history.around(near, seen, rows, params.neighbours_h)
    return pl.DataFrame(
        {
            "outside_h": around.n * params.slot_min / 60,
            "outside_gap_m": pl.Series(around.gap_m).fill_nan(None),
            "outside_apart": around.apart(params.nearness),
        }
    )


def _pair(contacts: pl.DataFrame, meetings: pl.DataFrame, run: Ints) -> alongside.Pair:
    """Return both hulls as they lie in each contact."""
    sides = []
    for prefix in ("", "other_"):
        heading = floats(contacts[f"{prefix}heading_deg"])
        bow, stern, port, starboard = (floats(meetings[prefix + d])[run] for d in DIMENSIONS)
        # ITU-R M.1371: bow and port side 0 say "size known, antenna's place not": no exact gap.
        heading = np.where((bow == 0) & (port == 0), np.nan, heading)
        sides.append(Rectangles(bow, stern, port, starboard, heading))
    return alongside.Pair(sides[0], sides[1])


def _summary(
    contacts: pl.DataFrame, seen: alongside.Looks, pair: alongside.Pair, stretch: Ints,
    params: Params,
) -> pl.DataFrame:  # fmt: skip
    """Return one row a stretch: times, place, gap, motion, headings, rows."""
    slot_h = params.slot_min / 60
    time, gap_s = time_ms(contacts["time_utc"]), floats(contacts["gap_s"])
    observed, inferred = slot_hours(time, gap_s, stretch, slot_h, params.heard_max_h)
    near = alongside.probability_alongside(seen.gap_m, seen.sigma_m, params.nearness)
    headings = (floats(contacts[c]) for c in ("heading_deg", "other_heading_deg"))
    angle = angle_between_deg(*headings)
    aligned = np.where(np.minimum(angle, 180 - angle) <= params.aligned_deg, 1.0, 0.0)
    frame = contacts.with_columns(
        stretch=pl.Series(stretch),
        observed=pl.Series(observed),
        inferred=pl.Series(inferred),
        near=pl.Series(near),
        gap=pl.Series(seen.gap_m),
        weight=pl.Series(seen.weight),
        relative=pl.Series(_relative_kn(contacts, time, stretch)).fill_nan(None),
        aligned=pl.Series(np.where(np.isnan(angle), np.nan, aligned)).fill_nan(None),
        away_m=pl.Series(_from_middle_m(contacts, stretch)),
        fastest=pl.max_horizontal("sog_kn", "other_sog_kn"),
        slowest=pl.min_horizontal("sog_kn", "other_sog_kn"),
        slow=pl.max_horizontal("sog_kn", "other_sog_kn").fill_null(0.0) <= params.max_sog_kn + 0.05,
    )
    weight = pl.col("weight")
    half = pl.duration(minutes=params.slot_min / 2)
    return frame.group_by("stretch", maintain_order=True).agg(
        start_utc=pl.col("time_utc").first() - half,
        end_utc=pl.col("time_utc").last() + half,
        lat_deg=pl.col("lat_deg").get(pl.len() // 2),
        lon_deg=pl.col("lon_deg").get(pl.len() // 2),
        observed_h=pl.col("observed").sum(),
        inferred_h=pl.col("inferred").sum(),
        together_h=((pl.col("observed") + pl.col("inferred") + slot_h) / 2).sum(),
        looks=weight.sum(),
        median_gap_m=pl.col("gap").median(),
        min_gap_m=pl.col("gap").min(),
        median_distance_m=pl.col("distance_m").median(),
        share_alongside=(pl.col("near") * weight).sum() / weight.sum(),
        relative_kn=pl.col("relative").median(),
        share_aligned=pl.col("aligned").mean(),
        share_slow=pl.col("slow").mean(),
        median_sog_kn=pl.col("fastest").median(),
        spread_m=pl.col("away_m").quantile(0.8),
        sailed_km=(
            pl.col("slowest").filter(pl.col("slowest") >= params.sailing_kn).sum()
            * slot_h
            * M_PER_NM
            / 1000.0
        ),
        first_row=pl.col("row").min(),
        last_row=pl.col("row").max(),
        other_first_row=pl.col("other_row").min(),
        other_last_row=pl.col("other_row").max(),
    )


def _from_middle_m(contacts: pl.DataFrame, stretch: Ints) -> Floats:
    """Return how far the first hull lies from its median place in the stretch, metres."""
    lat, lon = floats(contacts["lat_deg"]), floats(contacts["lon_deg"])
    first = np.flatnonzero(np.diff(stretch, prepend=-1))
    ordinal = np.cumsum(np.diff(stretch, prepend=-1) != 0) - 1
    east, north = offset_m(lat[first][ordinal], lon[first][ordinal], lat, lon)
    frame = pl.DataFrame({"stretch": stretch, "east": east, "north": north})
    middle = frame.select(pl.col("east", "north").median().over("stretch"))
    away = np.hypot(east - middle["east"].to_numpy(), north - middle["north"].to_numpy())
    return np.asarray(away)


def _relative_kn(contacts: pl.DataFrame, time: Ints, stretch: Ints) -> Floats:
    """Return how fast the pair's distance vector changed since the contact before, NaN at first.

    A pair that turns as one body moves its antennas; the change of distance, not of the vector,
    is the measure there, so the smaller of the two is taken.
    """
    out = np.full(time.size, np.nan)
    if time.size > 1:
        seconds = np.diff(time) / 1000
        same = (np.diff(stretch) == 0) & (seconds > 0)
        east, north = np.diff(floats(contacts["east_m"])), np.diff(floats(contacts["north_m"]))
        distance = np.abs(np.diff(floats(contacts["distance_m"])))
        moved = np.minimum(np.hypot(east, north), distance)
        out[1:][same] = moved[same] / seconds[same] / MPS_PER_KN
    return out
