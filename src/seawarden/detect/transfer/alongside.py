"""How well a run of contacts supports "alongside" against its rivals.

A slot's position has an error (`sigma_m`), so a slot near the other ship is no proof and a slot
200 m off no disproof: each is weighed. Three things can put two slow ships near each other:

    alongside    hull against hull: the gap is 0, give or take antenna and dimension errors
    independent  each goes its own way: any place within 1 km is as likely as another
    neighbours   anchored, moored or stationed apart: a fixed place, more than `alongside_m` off

Against *independent*, slot by slot: the density of the seen position if alongside (gap 0 blurred
by the error) over that of a uniform disc of 1 km; a share of `outlier` of slots may be anywhere.
Slots between the same two reports are one look, not many (`meetings.look_weight`). The stretch of
the run with the largest sum is the time alongside (`stretches`).
Against *neighbours*, once for the stretch, over the ground and in the first ship's own frame:
their mean place has the small error that many looks
leave (smaller still where they scatter less than expected), and is set against a place anywhere
within 1 km but more than `alongside_m` apart. That is what tells 300 m from 50 m when every
single slot is 200 m unsure.

Gap: exact between the two hulls (`rectangles`) where dimensions and headings are known; with
dimensions alone, the antennas of ships alongside can be `reach` apart; without, a typical ship's.
Blind spot: ships moored to one buoy or one jetty are alongside by every measure here.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ...facts.params import Params as FactParams
from ...normal import probability_below
from ...thresholds import follows
from ..contacts.runs import Ints, look_weight
from ..contract.columns import Floats, floats
from .hull_geometry import Rectangles, gap_m, overlap_share


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How near is alongside, and how sure a position is.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    alongside_m: float = 100.0  # hull to hull; own choice, measured in docs/accuracy.md
    hull_error_m: float = 15.0  # antenna offsets, dimensions, clocks: GNSS 10-15 m; own choice
    unknown_length_m: float = 120.0  # a coaster or small tanker; own choice
    unknown_beam_m: float = 18.0  # the same
    unknown_error_m: float = 60.0  # added where a ship's dimensions are not known; own choice
    calms: tuple[tuple[float, float], ...] = ((1.0, 0.5), (0.5, 0.3), (0.25, 0.2))  # own choice
    sharp_m: float = 28.3  # two positions of 20 m, `facts.Params.position_sigma_m`
    shared_drift: float = 0.5  # of a slot's drift error; the rest two ships in one water share
    radius_m: float = follows(FactParams, "contact_radius_m")
    outlier: float = 0.05  # share of slots that may be anywhere; own choice
    slot_min: float = follows(FactParams, "slot_min")
    turning_looks: float = 5.0  # looks that a kept distance needs: fourth moments of few are noise


@dataclass(frozen=True, slots=True)
class Pair:
    """Both hulls as they lie in each contact; NaN where not known."""

    first: Rectangles
    other: Rectangles

    def all(self) -> tuple[Floats, ...]:
        """Return the dimensions of both."""
        a, b = self.first, self.other
        return (a.bow_m, a.stern_m, a.port_m, a.starboard_m,
                b.bow_m, b.stern_m, b.port_m, b.starboard_m)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looks:
    """Per contact: gap, share beside, log likelihood ratio against independent, weight, error."""

    gap_m: Floats
    overlap: Floats
    score: Floats
    weight: Floats
    sigma_m: Floats

    def at(self, row: Ints) -> "Looks":
        """Return the looks of some contacts."""
        return Looks(self.gap_m[row], self.overlap[row], self.score[row], self.weight[row],
                     self.sigma_m[row])  # fmt: skip


def looks(contacts: pl.DataFrame, pair: Pair, params: Params, calm: float | Floats = 1.0) -> Looks:
    """Return what each contact says by itself; shape (n,).

    `calm` scales the drift error, of all or of each: 1 is the tide that SLOTS allow for, less is
    calmer water.
    """
    sigma = pair_sigma_m(contacts, params, calm)
    gap, overlap, area, edge, extra = _geometry(
        pair, floats(contacts["east_m"]), floats(contacts["north_m"]), params
    )
    density = _density(gap, np.hypot(sigma, extra), area, edge)
    disc = np.pi * params.radius_m**2
    score = np.log((1 - params.outlier) * density * disc + params.outlier)
    # Calm water makes a look surer, not more looks of one.
    loose = pair_sigma_m(contacts, params)
    weight = look_weight(loose, floats(contacts["gap_s"]), params.slot_min * 60, params.sharp_m)
    return Looks(gap, overlap, score, weight, sigma)


def against_neighbours(
    contacts: pl.DataFrame, pair: Pair, seen: Looks, group: tuple[Ints, Ints], params: Params
) -> tuple[Floats, Floats, Floats]:
    """Return per stretch (log likelihood ratio against neighbours, gap at the mean place, share
    of the shorter hull beside the other there, at the most that the error allows; may be NaN).

    Neighbours keep a place over the ground (ships at anchor) or to each other (ships in
    formation, a tow); the two frames are tried, and the one that speaks more for neighbours
    counts. A pair alongside is alongside in both.
    `contacts`, `pair`, `seen` cover the stretches end to end; `group` is (first, stretch of
    each contact).
    """
    e, n = floats(contacts["east_m"]), floats(contacts["north_m"])
    ground = _against_fixed(pair, (e, n), seen, group, params)
    heading = pair.first.heading_deg
    at = np.radians(np.nan_to_num(heading))
    abeam, ahead = e * np.cos(at) - n * np.sin(at), e * np.sin(at) + n * np.cos(at)
    turned = Pair(_turned(pair.first, heading), _turned(pair.other, heading))
    ship = _against_fixed(turned, (abeam, ahead), seen, group, params)
    known = np.minimum.reduceat(np.isfinite(heading), group[0])
    worse = known & (ship[0] < ground[0])
    return (np.where(worse, ship[0], ground[0]), np.where(worse, ship[1], ground[1]), ground[2])


def _turned(hull: Rectangles, by_deg: Floats) -> Rectangles:
    """Return a hull as it lies when the first ship's bow is up."""
    return Rectangles(
        hull.bow_m, hull.stern_m, hull.port_m, hull.starboard_m, (hull.heading_deg - by_deg) % 360
    )


def _against_fixed(
    pair: Pair, place: tuple[Floats, Floats], seen: Looks, group: tuple[Ints, Ints],
    params: Params,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Return the same for a place that is fixed in the frame of `place` (right, up), metres.

    A pair that turns without a known heading and keeps its distance has a mean place in its own
    middle: there the distance that it kept stands for the mean place.
    """
    first, stretch = group
    e, n = place
    sigma, weight = seen.sigma_m, seen.weight
    share = weight / sigma**2
    total = np.add.reduceat(share, first)
    east = np.add.reduceat(share * e, first) / total
    north = np.add.reduceat(share * n, first) / total
    scatter = ((e - east[stretch]) ** 2 + (n - north[stretch]) ** 2) / (2 * sigma**2)
    looked = np.add.reduceat(weight, first)
    # Two looks' worth of "as expected" keep few looks from claiming a perfect steadiness.
    own = (2.0 + np.add.reduceat(weight * scatter, first)) / (2.0 + looked)
    total /= np.clip(own, 0.25, 1.0)
    middle = _mean_pair(pair, share, first, stretch)
    kept = _steady_distance_m(np.hypot(e, n), share, first)
    kept = np.where(looked >= params.turning_looks, kept, 0.0)
    far = np.maximum(kept / np.maximum(np.hypot(east, north), 1e-9), 1.0)
    east, north = east * far, north * far
    gap, overlap, area, edge, extra = _geometry(middle, east, north, params)
    error = np.hypot(1.0 / np.sqrt(total), extra)
    ratio = _density(gap, error, area, edge) * np.pi * params.radius_m**2
    apart = np.maximum(probability_below((gap - params.alongside_m) / error), 0.02)
    shorter = np.minimum(middle.first.half_m()[0], middle.other.half_m()[0]) * 2
    # Where the pair turned, the mean place has no ahead and abeam: the looks' own shares, then.
    known = np.where(np.isfinite(seen.overlap), share, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.add.reduceat(known * np.nan_to_num(seen.overlap), first)
        overlap = np.where(np.isnan(overlap), each / np.add.reduceat(known, first), overlap)
    beside = np.minimum(overlap + error / np.maximum(shorter, 1.0), 1.0)
    return np.log(np.maximum(ratio, 1e-12) / apart), gap, beside


def _steady_distance_m(distance: Floats, share: Floats, first: Ints) -> Floats:
    """Return the distance that each pair kept whatever its bearing, 0 where it kept none.

    Positions with a Gaussian error about a place R away, in any direction, have E r^2 = R^2 +
    2 s^2 and E r^4 = R^4 + 8 R^2 s^2 + 8 s^4, so R^4 = 2 (E r^2)^2 - E r^4 whatever the error s
    [rice1944]: errors alone, however large, keep no distance. Stray looks lower it.

    [rice1944] S. O. Rice, Bell System Technical Journal 23 (1944), 282; moments of r.
    """
    total = np.add.reduceat(share, first)
    r2 = (distance / 1000.0) ** 2
    second = np.add.reduceat(share * r2, first) / total
    fourth = np.add.reduceat(share * r2**2, first) / total
    return np.asarray(1000.0 * np.maximum(2 * second**2 - fourth, 0.0) ** 0.25)


def pair_sigma_m(contacts: pl.DataFrame, params: Params, calm: float | Floats = 1.0) -> Floats:
    """Return the 1-sigma error of the relative position of two ships in the same water.

    CONTACTS adds the two ships' errors as if independent; between reports most of the error is
    the bow of the drift, which two ships side by side share in part.
    """
    sigma2 = floats(contacts["sigma_m"]) ** 2
    drift2 = np.maximum(sigma2 - params.sharp_m**2, 0.0) * (params.shared_drift * calm) ** 2
    return np.sqrt(np.minimum(sigma2, params.sharp_m**2) + drift2)


def probability_alongside(gap: Floats, sigma: Floats, params: Params) -> Floats:
    """Return the chance that the true gap is at most `alongside_m`, from one look alone."""
    return np.asarray(
        probability_below((params.alongside_m - gap) / np.hypot(sigma, params.hull_error_m))
    )


def _geometry(
    pair: Pair, east: Floats, north: Floats, params: Params
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return (gap, overlap, area, edge, error) for each relative position.

    `area` and `edge` (perimeter) describe the places of the other antenna in which the two hulls
    would touch; `error` is what position error does not hold.
    """
    known = np.isfinite(np.sum(pair.all(), axis=0))
    length = [_or(r.bow_m + r.stern_m, params.unknown_length_m) for r in (pair.first, pair.other)]
    beam = [_or(r.port_m + r.starboard_m, params.unknown_beam_m) for r in (pair.first, pair.other)]
    lengths, beams = length[0] + length[1], beam[0] + beam[1]
    reach = beams / 2 + 0.4 * lengths
    exact = gap_m(pair.first, pair.other, east, north)
    overlap = overlap_share(pair.first, pair.other, east, north)
    is_exact = np.isfinite(exact)
    gap = np.where(is_exact, exact, np.maximum(np.hypot(east, north) - reach, 0.0))
    area = np.where(is_exact, lengths * beams, np.pi * reach**2)
    edge = np.where(is_exact, 2 * (lengths + beams), 2 * np.pi * reach)
    error = np.where(
        known, params.hull_error_m, np.hypot(params.hull_error_m, params.unknown_error_m)
    )
    return gap, overlap, area, edge, error


def _density(gap: Floats, error: Floats, area: Floats, edge: Floats) -> Floats:
    """Return the density per m2 of a place `gap` outside a patch blurred by `error`.

    The patch of `area` and `edge` with a Gaussian rim integrates to area + edge * error *
    sqrt(pi / 2) + 2 pi error^2 (Steiner's formula with Gaussian weight).
    """
    whole = area + edge * error * np.sqrt(np.pi / 2) + 2 * np.pi * error**2
    return np.asarray(np.exp(-0.5 * (gap / error) ** 2) / whole)


def _mean_pair(pair: Pair, share: Floats, first: Ints, stretch: Ints) -> Pair:
    """Return both hulls at their mean heading; NaN heading where they turned (or it is unknown)."""
    out = []
    for r in (pair.first, pair.other):
        heading = np.radians(r.heading_deg)
        known = np.where(np.isfinite(heading), share, 0.0)
        total = np.maximum(np.add.reduceat(known, first), 1e-300)
        sin = np.add.reduceat(known * np.nan_to_num(np.sin(heading)), first) / total
        cos = np.add.reduceat(known * np.nan_to_num(np.cos(heading)), first) / total
        steady = np.hypot(sin, cos) >= 0.9  # spread of about 25 deg
        mean = np.where(steady, np.degrees(np.arctan2(sin, cos)), np.nan)
        out.append(Rectangles(r.bow_m[first], r.stern_m[first], r.port_m[first],
                              r.starboard_m[first], mean))  # fmt: skip
    return Pair(out[0], out[1])


def _or(values: Floats, instead: float) -> Floats:
    return np.where(np.isfinite(values), values, instead)
