"""How often a silent ship would have been heard, and the chance that she was not.

Method: her ways (`silent_ways`) through the rates of `reception`, times her own factor, in two
parts: her usual interval against that of ships heard around there, and what her other silences of
the days around say: reports heard over reports expected (a weak transponder among strong ones is
silent again and again). The chance of hearing none is that of a negative binomial (gamma-Poisson),
averaged over the ways. Its shape is the harmonic sum of what the data allow everywhere and of how
many looks lie behind the rates. Everywhere: the shape with which the intervals that were sent hold
as many silences amid usual reception as there are. Reception needs to know who was there unheard,
and that depends on who was silent on purpose: two rounds, the second without those whom the first
thinks deliberate.

Blind spots: COVERAGE does not tell moving from still ships; a second deliberate silence within a
day makes the first look like weakness, until the second round.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...facts.params import Params as FactParams
from ...thresholds import follows
from ...units import MS_PER_H
from ..columns import Floats, floats
from .candidate_tracks import Moments, Way, moments, ways
from .candidate_tracks import Params as WayParams
from .reception import Counted, Present, Reception, counted, reception
from .reception import Params as ReceptionParams

Bools = NDArray[np.bool_]
_CLASS_B = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How much is expected of one ship; own choice, on seeds below 1000."""

    own_reports: float = 30.0  # reports that outweigh "heard as others are"
    least_own: float = 0.02  # weaker ships than this are not told apart
    history_reports: float = 4.0  # expected reports that outweigh "no weaker than others"
    history_h: float = 48.0  # other silences count less with time between (1/e)
    history_most: float = 6.0  # reports in a row that count: near a coast all ships are heard
    history_usual_s: float = 300.0  # of a ship heard so often; of others, as many more
    least_share: float = 0.2  # of what a stretch without silences promises, of what it holds
    history_silences: int = 6  # other silences looked at, to either side
    still: float = 0.6  # a ship at anchor sends a twentieth; feeds thin both alike
    still_kn: float = 0.5  # stopped
    open_presence: float = 0.3  # who fell silent for good may have left
    first_presence: float = 0.5  # before it is known who was silent on purpose
    shape: tuple[float, float] = (0.5, 50.0)  # of the negative binomial, least and most
    prior_own: float = 0.5  # looks at her own rate that are always there
    own_looks: float = 0.5  # looks that each report of hers is
    prior_looks: float = 0.1  # looks at the rate that are always there
    tails: tuple[float, ...] = (0.1, 0.01, 0.001)  # shares of the silences that are counted
    least_reports: float = 1.0  # silences with less expected say nothing of bursts
    dark_every_h: float = 500.0  # ship-hours that hold one deliberate silence, at most
    silence_min_h: float = follows(FactParams, "silence_min_h")
    silence_times_usual: float = follows(FactParams, "silence_times_usual")
    reception: ReceptionParams = field(default_factory=ReceptionParams)
    ways: WayParams = field(default_factory=WayParams)


@dataclass(frozen=True, slots=True)
class Expected:
    """One value a silence, each of shape (n,)."""

    reports: Floats
    """Reports that would have been heard."""
    chance: Floats
    """Of hearing none by reception alone."""
    chance_least: Floats
    """The same for the shortest silence of hers that is kept: how rare being here at all is."""
    shape: Floats
    own: Floats
    """Her own factor, 0 to 1."""
    factor: Floats
    """Mean factor of the hours: receivers alive, satellites overhead; 1 as usual."""
    looks: Floats
    """Independent looks behind the rates."""
    others: Floats
    """Reports of others heard within her 1 deg blocks in her hours."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What both rounds need: the silences, who was heard, and the ways they may have gone."""

    silences: pl.DataFrame
    seen: Counted
    at: Moments
    tried: list[Way]
    is_b: Bools
    record: Floats
    """Reports of the hull, of which there may be too few to know her by."""
    params: Params


def ask(silences: pl.DataFrame, coverage: pl.DataFrame, hulls: pl.DataFrame,
        params: Params = Params()) -> Asked:  # fmt: skip
    """Return what `expect` needs of SILENCES (sorted by hull and start), COVERAGE and HULLS."""
    at = moments(silences, params.ways)
    is_b = silences["ais_class"].to_numpy() == _CLASS_B
    known = silences.select("hull", "n_before_12h").join(
        hulls.select("hull", "n_reports"), on="hull", how="left", maintain_order="left"
    )
    record = floats(known.select(pl.coalesce("n_reports", "n_before_12h")).to_series())
    return Asked(silences, counted(coverage), at, ways(silences, at, params.ways), is_b, record,
                 params)  # fmt: skip


def expect(asked: Asked, deliberate: Floats | None = None) -> Expected:
    """Return what was expected of each silence, rows as in `asked.silences`.

    `deliberate`, (n,): the probability of each that it was on purpose, from the first round.
    """
    silences, params, tried = asked.silences, asked.params, asked.tried
    there = _there(silences, deliberate, params)
    heard = reception(asked.seen, _present(asked, there), _between(asked), params.reception)
    own = _weakness(asked, heard)
    each = [_along(way, asked, heard, there, own) for way in tried]
    shares = [way.share for way in tried]
    reports, looks, factor, others = (
        sum((s * e[i] for s, e in zip(shares, each, strict=True)), np.zeros(silences.height))
        for i in range(4)
    )
    past = _history(silences, reports, params)
    look_own = params.prior_own + params.own_looks * asked.record
    least = np.minimum(_least_h(silences, params) / np.maximum(hours_of(silences), 1e-9), 1.0)
    everywhere = _shapes(asked, past * reports, past * reports * least)
    chance, chance_least, shape = np.zeros((3, silences.height))
    for share, (n, look, _, _) in zip(shares, each, strict=True):
        k = 1.0 / (1.0 / everywhere + 1.0 / (look + params.prior_looks) + 1.0 / look_own)
        chance += share * (1.0 + past * n / k) ** -k
        chance_least += share * (1.0 + past * n * least / k) ** -k
        shape += share * k
    return Expected(past * reports, np.clip(chance, 1e-99, 1.0), np.clip(chance_least, 1e-99, 1.0),
                    shape, past * own, factor, looks, others)  # fmt: skip


def hours_of(silences: pl.DataFrame) -> Floats:
    """Return the durations in hours."""
    return floats(silences["duration_h"])


def _there(silences: pl.DataFrame, deliberate: Floats | None, params: Params) -> Floats:
    """Return how surely each silent ship was there with her transponder on."""
    on = params.first_presence if deliberate is None else 1.0 - deliberate
    return np.where(silences["is_open"].to_numpy(), params.open_presence, 1.0) * on


def _present(asked: Asked, there: Floats) -> Present:
    at, way = asked.at, asked.tried[0]
    ms = np.rint(there[at.of] * at.hours * MS_PER_H)
    return Present(way.lat, way.lon, at.hour, asked.is_b[at.of], ms)


def _between(asked: Asked) -> Floats:
    """Return ms a report that ships of class A and B spend unheard in less than a silence.

    For exponential intervals of mean u: those longer than `heard_h` counts and shorter than a
    silence hold u ((1 + a) e^-a - (1 + b) e^-b), a and b being the limits over u.
    """
    out, params = np.zeros(2), asked.params
    usual_h = floats(asked.silences["mean_interval_s"]) / 3600
    for of, mine in ((0, usual_h[~asked.is_b]), (1, usual_h[asked.is_b])):
        if mine.size:
            u = max(float(np.median(mine)), 1e-3)
            a, b = 1.0 / u, max(params.silence_min_h / u, params.silence_times_usual)
            out[of] = u * ((1 + a) * np.exp(-a) - (1 + b) * np.exp(-b)) * MS_PER_H
    return out


def _weakness(asked: Asked, heard: Reception) -> Floats:
    """Return her rate while heard over that of ships heard around there, at most 1."""
    silences, params = asked.silences, asked.params
    lat, lon = floats(silences["start_lat_deg"]), floats(silences["start_lon_deg"])
    around = heard.usual(lat, lon, asked.is_b)
    usual = 3600.0 / np.maximum(floats(silences["mean_interval_s"]), 1.0)
    ratio = np.where(around > 0, usual / np.maximum(around, 1e-9), 1.0)
    n = floats(silences["n_before_12h"])
    weak = np.clip(ratio, params.least_own, 1.0) ** (n / (n + params.own_reports))
    stopped = floats(silences["start_sog_kn"]) <= params.still_kn
    return np.asarray(weak * np.where(stopped, params.still, 1.0))


def _along(way: Way, asked: Asked, heard: Reception, there: Floats,
           own: Floats) -> tuple[Floats, Floats, Floats, Floats]:  # fmt: skip
    """Return (expected reports, looks, hour factor, others heard) of each silence on one way."""
    n, at = own.size, asked.at
    mine = np.minimum(there[at.of] * at.hours, 1.5)
    is_open = asked.silences["is_open"].to_numpy()[at.of]
    rate, look, factor, others = heard.at(
        way.lat, way.lon, at.hour, asked.is_b[at.of], mine, is_open
    )
    whole = np.maximum(np.bincount(at.of, at.hours, minlength=n), 1e-9)
    total = np.bincount(at.of, rate * at.hours, minlength=n)
    looks = np.bincount(at.of, look * rate * at.hours, minlength=n) / np.maximum(total, 1e-9)
    alive = np.bincount(at.of, factor * at.hours, minlength=n) / whole
    heard_there = np.bincount(at.of, others * at.hours, minlength=n).astype(np.float64)
    return own * total, looks, alive, heard_there


def _history(silences: pl.DataFrame, reports: Floats, params: Params) -> Floats:
    """Return reports heard over expected in the days around, at most 1.

    Expected are those heard, and those missing in her other silences; not in one still open, for
    a ship that has left is not weak.
    """
    missing = np.where(silences["is_open"].to_numpy(), 0.0, reports)
    hull = silences["hull"].to_numpy()
    start = silences["start_utc"].to_physical().to_numpy() / MS_PER_H
    end = start + hours_of(silences)
    usual = floats(silences["mean_interval_s"]) / params.history_usual_s
    most = params.history_most * np.maximum(usual, 1.0)
    n = np.minimum(floats(silences["n_before_12h"]), most)
    # A stretch without a silence holds more reports than its hours promise: it has no long waits.
    rate = reports / np.maximum(hours_of(silences), 1e-9)
    promised = n * np.clip(floats(silences["mean_interval_s"]) / 3600 * rate, params.least_share, 1)
    heard, expected = n.copy(), promised.copy()
    for lag in range(1, min(params.history_silences, hull.size - 1) + 1):
        same = hull[lag:] == hull[:-lag]
        near = np.exp(-np.maximum(start[lag:] - end[:-lag], 0.0) / params.history_h) * same
        expected[lag:] += near * (missing + promised)[:-lag]
        heard[lag:] += near * n[:-lag]
        expected[:-lag] += near * (missing + promised)[lag:]
        heard[:-lag] += near * n[lag:]
    # Her last silence is followed by reports that no later silence counts.
    last = np.append(hull[1:] != hull[:-1], True) & ~silences["is_open"].to_numpy()
    heard += np.where(last, n, 0.0)
    expected += np.where(last, promised, 0.0)
    k = params.history_reports
    return np.clip((heard + k) / (expected + k), params.least_own, 1.0)


def _least_h(silences: pl.DataFrame, params: Params) -> Floats:
    """Return the shortest silence of each hull that SILENCES keeps."""
    usual_h = floats(silences["mean_interval_s"]) / 3600
    return np.maximum(params.silence_min_h, params.silence_times_usual * usual_h)


def _shapes(asked: Asked, reports: Floats, least: Floats) -> Floats:
    """Return the shape for each silence: one for those that ended, one for those still open.

    Ships leave the waters of the data, many at once where those are cut out of a larger sea: that
    is no wonder for the next that does not come back, and says nothing of those that did.
    """
    is_open = asked.silences["is_open"].to_numpy()
    ended = _shape(asked, reports, least, ~is_open)
    return np.where(is_open, min(ended, _shape(asked, reports, least, is_open)), ended)


def _shape(asked: Asked, reports: Floats, least: Floats, of: Bools) -> float:
    """Return the largest shape of the negative binomial under which the silences are no wonder.

    Of silences that are kept from `least` expected reports on, a share q should have a chance of
    q or less of being so long, for each q of `tails`. More may, as many as are deliberate by
    `dark_every_h`; more than that say that ships differ and silences come in bursts. But however
    many of few silences are deliberate: a shape by which the intervals that were sent would hold
    more silences than there are is too small. `of` are the silences that are counted.
    """
    silences, params = asked.silences, asked.params
    counts = (least > params.least_reports) & of
    after, before = reports[counts], least[counts]
    whole_h = float(asked.seen.ms.sum()) / MS_PER_H + float(np.sort(hours_of(silences)).sum())
    dark = whole_h / params.dark_every_h + 2.0
    usual_h = np.maximum(floats(silences["mean_interval_s"]) / 3600, 1e-3)
    promised = np.sort(_least_h(silences, params) / usual_h)
    sent = float(asked.seen.n.sum())

    def no_wonder(k: float) -> bool:
        log_chance = -k * (np.log1p(after / k) - np.log1p(before / k))
        return all((log_chance < np.log(q)).sum() <= q * after.size + dark for q in params.tails)

    def too_small(k: float) -> bool:
        return bool(sent * np.mean((1.0 + promised / k) ** -k) > silences.height + 1.0)

    return max(_largest(no_wonder, params.shape), _largest(too_small, params.shape))


def _largest(holds: Callable[[float], bool], within: tuple[float, float]) -> float:
    """Return the largest value at which something still holds that holds for small values."""
    low, high = (float(np.log(k)) for k in within)
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(float(np.exp(middle))) else (low, middle)
    return float(np.exp(low))
