"""Both sides dark: two ships fall silent, and each could have reached the other on water.

Method: the prisms of two silences (`prisms`) meet at a place when both ships could be there for an
hour and more; the place is sought where that is longest, first with straight ways over places
between the four ends, then by water for what is left. The evidence: both silences deliberate
(`gap`), how much of the time that both silences leave unexplained the meeting fills, how well other
silent ships could have met either, courses towards the place, draughts, kinds of ship. What
nobody saw is never more than possible (`unseen_most`), unless draughts changed.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.coast import is_land
from ...geo.places import Places
from ...geo.sphere import angle_between_deg, bearing_deg, distance_m, wrap_lon
from ...ids.hulls import mmsi_of
from ...thresholds import follows
from ...units import MPS_PER_KN
from ..transfer.params import Params as TransferParams
from ..transfer.ship_kind import UNKNOWN
from .space_time_prism import Prisms

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a meeting of two silent ships; weights are log odds of our own choice, set on
    simulated months (docs/events.md)."""

    min_silence_h: float = 2.0  # as long as an encounter [pipe-encounters]: both must fit it in
    max_silence_h: float = 240.0  # beyond ten days a prism covers a sea
    one_deliberate: float = 0.2  # of the surer of both silences; own choice
    least_deliberate: float = 0.05  # where nobody is heard nothing speaks for it, nor against
    min_meeting_h: float = 1.0  # "possible" in docs/wording.md; own choice, half of an encounter
    most_pairs: int = 600  # tried by water; the least deliberate and shortest are left out
    grid: int = 7  # places a side, over the box around the four ends
    prior: float = -3.0
    deliberate: float = 0.5  # times the sum of both log odds
    deliberate_most: float = 3.0
    fills: float = 4.0  # times (share of the unexplained time that the meeting fills - 1/2)
    toward: float = 0.3  # each ship whose course before led to the place (against it: minus)
    opposite: float = 3.0  # draughts
    one_changed: float = 1.0
    unchanged: float = -0.7
    same_kind: float = 0.5
    mixed_kind: float = -1.0
    port: float = -3.0  # of the meeting's place: berths explain silence
    inshore: float = -0.5
    unseen_most: float = 0.45  # what nobody saw stays below a call, unless draughts changed
    min_change_m: float = follows(TransferParams, "min_change_small_m")


def meetings(
    silences: pl.DataFrame, prisms: Prisms, params: Params, places: Places
) -> pl.DataFrame:
    """Return one row a pair of silences that could have met, with the parts (`w_…`).

    `silences` are SILENCES with `deliberate`, `kind`, `draught_change_m`, in the prisms' order,
    those that are long and deliberate enough.
    """
    hull = silences["hull"].to_numpy()
    sure = silences["deliberate"].to_numpy() >= params.one_deliberate
    found = _best_places(prisms, _pairs(hull, sure, prisms, params), params)
    if found.is_empty():
        return found
    found = _likeliest(found, silences, params)
    return _weigh(_by_water(found, prisms, params), silences, prisms, params, places)


def _likeliest(found: pl.DataFrame, silences: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return at most `most_pairs`: both deliberate, and the meeting long beside both silences.

    The way by water is dear; a month of a sea gives some hundred pairs, years of the world more.
    """
    if found.height <= params.most_pairs:
        return found
    i, j = found["i"].to_numpy(), found["j"].to_numpy()
    sure = silences["deliberate"].to_numpy()
    hours = silences["duration_h"].to_numpy()
    share = (found["end_h"] - found["begin_h"]).to_numpy() / np.maximum(hours[i], hours[j])
    worth = pl.Series(sure[i] * sure[j] * share)
    best = found.with_columns(worth=worth).sort("worth", "i", "j", descending=[True, False, False])
    return best.head(params.most_pairs).drop("worth").sort("i", "j")


def _pairs(hulls: Ints, sure: NDArray[np.bool_], prisms: Prisms, params: Params) -> Ints:
    """Return the pairs (i < j) of silences that pass the straight test, shape (n, 2), in order.

    In order of their starts, those that begin during a silence lie together behind it: years of
    silences are then no more work than as many months.
    """
    order = np.argsort(prisms.start_h, kind="stable")
    starts = prisms.start_h[order]
    until = np.searchsorted(starts, prisms.end_h[order] - params.min_meeting_h, side="right")
    found = []
    for place, i in enumerate(order.tolist()):
        j = _could_meet(hulls, sure, prisms, i, order[place + 1 : until[place]], params)
        found.append(np.column_stack([np.minimum(i, j), np.maximum(i, j)]))
    pairs = np.concatenate(found) if found else np.zeros((0, 2), np.int64)
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])


def _could_meet(
    hulls: Ints, sure: NDArray[np.bool_], prisms: Prisms, i: int, j: Ints, params: Params
) -> Ints:
    """Return those of `j` that pass the straight test with `i`: necessary, not enough."""
    low = np.maximum(prisms.start_h[i], prisms.start_h[j])
    high = np.minimum(prisms.end_h[i], prisms.end_h[j])
    keep = (sure[j] | sure[i]) & (high - low >= params.min_meeting_h)
    keep &= mmsi_of(hulls[j]) != mmsi_of(hulls[i])
    j, low, high = j[keep], low[keep], high[keep]
    if not j.size:
        return j
    one, two = prisms.at(np.full(j.size, i)), prisms.at(j)

    def apart(a: Prisms, b: Prisms, sides: tuple[str, str]) -> Floats:
        at = [getattr(p, f"{s}_{c}") for p, s in ((a, sides[0]), (b, sides[1]))
              for c in ("lat", "lon")]  # fmt: skip
        return np.asarray(np.nan_to_num(distance_m(*at)) / (MPS_PER_KN * 3600))

    reach = one.speed_kn * (high - one.start_h), two.speed_kn * (high - two.start_h)
    back = one.speed_kn * (one.end_h - low), two.speed_kn * (two.end_h - low)
    can = apart(one, two, ("start", "start")) <= reach[0] + reach[1]
    can &= apart(one, two, ("end", "end")) <= back[0] + back[1]
    # From where one came to where the other went: the most at one end of the common time.
    for a, b in ((one, two), (two, one)):
        most = [a.speed_kn * (t - a.start_h) + b.speed_kn * (b.end_h - t) for t in (low, high)]
        can &= apart(a, b, ("start", "end")) <= np.maximum(*most)
    return np.asarray(j[can])


def _best_places(prisms: Prisms, pairs: Ints, params: Params) -> pl.DataFrame:
    """Return the pairs with the place on water where they could lie together longest."""
    rows = []
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs[start : start + _AT_ONCE]
        tried = [_places(prisms.at(pair), params.grid) for pair in some]
        ends = np.cumsum([lat.size for lat, _ in tried])
        every = [np.concatenate([t[k] for t in tried]) for k in (0, 1)]
        water = np.split(~is_land(*every), ends[:-1])
        for (i, j), (lat, lon), wet in zip(some.tolist(), tried, water, strict=True):
            y, x = lat[wet], lon[wet]
            if y.size == 0:
                continue
            arrive, leave = prisms.at(np.array([i, j])).window(y, x)
            begin, end = arrive.max(axis=0), leave.min(axis=0)
            best = int(np.argmax(end - begin))
            if end[best] - begin[best] >= params.min_meeting_h:
                rows.append((i, j, float(y[best]), float(x[best]), float(begin[best]),
                             float(end[best])))  # fmt: skip
    return pl.DataFrame(
        rows, orient="row",
        schema={"i": pl.Int64, "j": pl.Int64, "lat_deg": pl.Float64, "lon_deg": pl.Float64,
                "begin_h": pl.Float64, "end_h": pl.Float64},
    )  # fmt: skip


_AT_ONCE = 2_000
"""Pairs whose places are held against the coast in one call."""


def _places(both: Prisms, grid: int) -> tuple[Floats, Floats]:
    """Return places to try: a grid over the four ends, and the ends' own middles."""
    lat = np.concatenate([both.start_lat, both.end_lat])
    lon = np.concatenate([both.start_lon, both.end_lon])
    known = np.isfinite(lat)
    lat, lon = lat[known], lon[0] + np.asarray(wrap_lon(lon[known] - lon[0]))
    part = np.linspace(-0.1, 1.1, grid)
    y, x = np.meshgrid(lat.min() + part * np.ptp(lat), lon.min() + part * np.ptp(lon))
    y = np.concatenate([y.ravel(), lat, [lat.mean()]])
    x = np.asarray(wrap_lon(np.concatenate([x.ravel(), lon, [lon.mean()]])))
    return np.clip(y, -89.9, 89.9), x


def _by_water(found: pl.DataFrame, prisms: Prisms, params: Params) -> pl.DataFrame:
    """Return the pairs whose meeting is long enough by water too, with its new times."""
    spans = []
    for i, j, lat, lon in found.select("i", "j", "lat_deg", "lon_deg").iter_rows():
        one, two = prisms.by_water(i, lat, lon), prisms.by_water(j, lat, lon)
        spans.append((max(one[0], two[0]), min(one[1], two[1])))
    begin, end = (pl.Series([s[k] for s in spans], dtype=pl.Float64) for k in (0, 1))
    found = found.with_columns(begin_h=begin, end_h=end)
    return found.filter(pl.col("end_h") - pl.col("begin_h") >= params.min_meeting_h)


def _weigh(
    found: pl.DataFrame, silences: pl.DataFrame, prisms: Prisms, params: Params, places: Places
) -> pl.DataFrame:
    """Return the pairs with the log odds of each part."""
    i, j = found["i"].to_numpy(), found["j"].to_numpy()
    lat, lon = found["lat_deg"].to_numpy(), found["lon_deg"].to_numpy()
    window = (found["end_h"] - found["begin_h"]).to_numpy()
    slack = prisms.slack_h()
    fills = window / np.maximum(np.maximum(slack[i], slack[j]), 1e-9)
    odds = np.log(silences["deliberate"].to_numpy().clip(0.01, 0.99))
    odds = odds - np.log1p(-silences["deliberate"].to_numpy().clip(0.01, 0.99))
    meets = np.bincount(np.concatenate([i, j]), minlength=silences.height)
    toward = _toward(silences, prisms, i, lat, lon) + _toward(silences, prisms, j, lat, lon)
    kind = silences["kind"].to_numpy()
    known = (kind[i] != UNKNOWN) & (kind[j] != UNKNOWN)
    place = places.kind(lat, lon)
    change = silences["draught_change_m"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    moved = np.abs(change) >= params.min_change_m - 1e-6
    draught = np.where(moved[i] ^ moved[j], params.one_changed, 0.0)
    draught = np.where(moved[i] & moved[j] & (change[i] * change[j] < 0), params.opposite, draught)
    both_known = np.isfinite(change[i]) & np.isfinite(change[j]) & ~moved[i] & ~moved[j]
    weighed = found.with_columns(
        window_h=pl.Series(window),
        slack_h=pl.Series(np.maximum(slack[i], slack[j])),
        fills=pl.Series(np.minimum(fills, 1.0)),
        rivals=pl.Series(np.maximum(meets[i], meets[j]) - 1),
        place=pl.Series(place.tolist(), dtype=pl.String),
        w_prior=pl.lit(params.prior),
        w_deliberate=pl.Series(np.clip(params.deliberate * (odds[i] + odds[j]),
                                       -params.deliberate_most, params.deliberate_most)),
        w_fills=pl.Series(params.fills * (np.minimum(fills, 1.0) - 0.5)),
        w_toward=pl.Series(params.toward * toward),
        w_draught=pl.Series(np.where(both_known, params.unchanged, draught)),
        w_kind=pl.Series(np.where(known, np.where(kind[i] == kind[j], params.same_kind,
                                                  params.mixed_kind), 0.0)),
        w_place=pl.Series(np.where(np.isin(place, ("port", "anchorage")), params.port,
                                   np.where(place == "inshore", params.inshore, 0.0))),
    )  # fmt: skip
    return weighed.with_columns(w_rivals=_rivals(weighed, i, j, silences.height))


def _rivals(weighed: pl.DataFrame, i: Ints, j: Ints, n: int) -> pl.Series:
    """Return what other meetings of either ship take from each pair, log odds.

    One silence hides one meeting: of pairs that share a silence at most one is true, so that the
    odds of all the others stand against each, -ln(1 + their sum). `n` is the number of silences.
    """
    odds = np.exp(weighed.select(pl.sum_horizontal(pl.col("^w_.*$"))).to_series().to_numpy())
    of_one = np.bincount(i, odds, minlength=n) + np.bincount(j, odds, minlength=n)
    others = np.maximum(of_one[i] + of_one[j] - 2.0 * odds, 0.0)
    return pl.Series(-np.log1p(others))


def _toward(silences: pl.DataFrame, prisms: Prisms, side: Ints, lat: Floats, lon: Floats) -> Floats:
    """Return +1 where the course before led towards the place, -1 where away, else 0."""
    course = silences["start_cog_deg"].cast(pl.Float64).fill_null(np.nan).to_numpy()[side]
    speed = silences["start_sog_kn"].cast(pl.Float64).fill_null(0.0).to_numpy()[side]
    to = bearing_deg(prisms.start_lat[side], prisms.start_lon[side], lat, lon)
    off = np.nan_to_num(angle_between_deg(course, to), nan=90.0)
    far = distance_m(prisms.start_lat[side], prisms.start_lon[side], lat, lon) > 2000.0
    known = (speed >= 2.0) & far
    return np.where(known & (off <= 45.0), 1.0, np.where(known & (off >= 120.0), -1.0, 0.0))
