"""How often a silent ship would have been heard, and the chance that she was not.

Method: her likely tracks (`candidate_tracks`) through the rates of `reception`, times her factor,
in two parts: her usual interval against that of ships heard around there, and what her other
silences of the days around say: reports heard over reports expected (a weak transponder among
strong ones is silent again and again). The chance of hearing none is that of a negative binomial
(gamma-Poisson), averaged over the tracks. Its shape is the harmonic sum of what was learnt of
bursts everywhere (`learning.bursts`) and of how many looks lie behind the rates. Nothing is learnt
here: reception, shape and history come from CONTEXT. What she herself adds to the ships present
unheard is taken out again, for as surely as she was there with her transponder on.

Blind spots: COVERAGE does not tell moving from still ships; a second deliberate silence within a
day makes the first look like weakness.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...facts.params import Params as FactParams
from ...thresholds import follows
from ..contract.columns import Floats, floats
from .candidate_tracks import Moments, Track, moments, tracks
from .candidate_tracks import Params as TrackParams
from .history import History
from .reception import Params as ReceptionParams
from .reception import Reception

Bools = NDArray[np.bool_]
_CLASS_B = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How much is expected of one ship; own choice, on seeds below 1000.

    What has no unit in its name counts reports or looks, or is a share of 1.
    """

    own_reports: float = 30.0  # reports that outweigh "heard as others are"
    least_own: float = 0.02  # weaker ships than this are not told apart
    history_reports: float = 4.0  # expected reports that outweigh "no weaker than others"
    history_h: float = 48.0  # other silences count less with time between (1/e)
    history_most: float = 6.0  # reports in a row that count: near a coast all ships are heard
    history_usual_s: float = 300.0  # of a ship heard so often; of others, as many more
    least_share: float = 0.2  # of what a stretch without silences promises, of what it holds
    history_days: int = 4  # days looked at, to either side: e^-2 is left of the last
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
    ways: TrackParams = field(default_factory=TrackParams)


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
    """What every round needs: the silences, and the ways they may have gone."""

    silences: pl.DataFrame
    at: Moments
    tried: list[Track]
    is_b: Bools
    record: Floats
    """Reports of the hull, of which there may be too few to know her by."""
    params: Params


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beforehand, from CONTEXT."""

    reception: Reception
    history: History
    shape: tuple[float, float]
    """Of the negative binomial: silences that ended, and still open."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What ships promise to be heard, before their history: one entry a track, one value a silence.

    `each` holds (expected reports, looks, hour factor, others heard) of a track.
    """

    each: list[tuple[Floats, Floats, Floats, Floats]]
    shares: list[Floats]
    own: Floats

    def mean(self, i: int) -> Floats:
        """Return the mean of figure `i` over the ways."""
        none = np.zeros(self.own.size)
        return sum((s * e[i] for s, e in zip(self.shares, self.each, strict=True)), none)


def ask(silences: pl.DataFrame, hulls: pl.DataFrame, params: Params = Params(),
        usual: pl.DataFrame | None = None) -> Asked:  # fmt: skip
    """Return what `expect` needs of SILENCES (sorted by hull and start) and HULLS.

    `usual` (`learning.context.USUAL`) says of how many reports a hull is known, where it does.
    """
    at = moments(silences, params.ways)
    is_b = silences["ais_class"].to_numpy() == _CLASS_B
    known = silences.select("hull", "n_before_12h").join(
        hulls.select("hull", n_now="n_reports"), on="hull", how="left", maintain_order="left"
    )
    counted: list[str | pl.Expr] = ["n_now", "n_before_12h"]
    if usual is not None:
        learnt = usual.select("hull", "n_reports")
        known = known.join(learnt, on="hull", how="left", maintain_order="left")
        counted.insert(0, "n_reports")
    record = floats(known.select(pl.coalesce(counted)).to_series())
    return Asked(silences, at, tracks(silences, at, params.ways), is_b, record, params)


def expect(asked: Asked, known: Known, deliberate: Floats | None = None) -> Expected:
    """Return what was expected of each silence, rows as in `asked.silences`.

    `deliberate`, (n,): the probability of each that it was on purpose, from a round before.
    """
    silences, params = asked.silences, asked.params
    made = promised(asked, known.reception, there(silences, deliberate, params))
    reports = made.mean(0)
    past = known.history.share(silences, reports, params)
    look_own = params.prior_own + params.own_looks * asked.record
    least = least_share(silences, params)
    everywhere = np.where(silences["is_open"].to_numpy(), known.shape[1], known.shape[0])
    chance, chance_least, shape = np.zeros((3, silences.height))
    for share, (n, look, _, _) in zip(made.shares, made.each, strict=True):
        k = 1.0 / (1.0 / everywhere + 1.0 / (look + params.prior_looks) + 1.0 / look_own)
        chance += share * (1.0 + past * n / k) ** -k
        chance_least += share * (1.0 + past * n * least / k) ** -k
        shape += share * k
    return Expected(past * reports, np.clip(chance, 1e-99, 1.0), np.clip(chance_least, 1e-99, 1.0),
                    shape, past * made.own, made.mean(2), made.mean(1), made.mean(3))  # fmt: skip


def promised(asked: Asked, heard: Reception, there: Floats) -> Promised:
    """Return what each silent ship would have been heard, had she sent as others do."""
    own = _weakness(asked, heard)
    each = [_along(track, asked, heard, there, own) for track in asked.tried]
    return Promised(each, [track.share for track in asked.tried], own)


def hours_of(silences: pl.DataFrame) -> Floats:
    """Return the durations in hours."""
    return floats(silences["duration_h"])


def there(silences: pl.DataFrame, deliberate: Floats | None, params: Params) -> Floats:
    """Return how surely each silent ship was there with her transponder on."""
    on = params.first_presence if deliberate is None else 1.0 - deliberate
    return np.where(silences["is_open"].to_numpy(), params.open_presence, 1.0) * on


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


def _along(track: Track, asked: Asked, heard: Reception, there: Floats,
           own: Floats) -> tuple[Floats, Floats, Floats, Floats]:  # fmt: skip
    """Return (expected reports, looks, hour factor, others heard) of each silence on one track."""
    n, at = own.size, asked.at
    mine = np.minimum(there[at.of] * at.hours, 1.5)
    is_open = asked.silences["is_open"].to_numpy()[at.of]
    rate, look, factor, others = heard.at(
        track.lat, track.lon, at.hour, asked.is_b[at.of], mine, is_open
    )
    whole = np.maximum(np.bincount(at.of, at.hours, minlength=n), 1e-9)
    total = np.bincount(at.of, rate * at.hours, minlength=n)
    looks = np.bincount(at.of, look * rate * at.hours, minlength=n) / np.maximum(total, 1e-9)
    alive = np.bincount(at.of, factor * at.hours, minlength=n) / whole
    heard_there = np.bincount(at.of, others * at.hours, minlength=n).astype(np.float64)
    return own * total, looks, alive, heard_there


def least_h(silences: pl.DataFrame, params: Params) -> Floats:
    """Return the shortest silence of each hull that SILENCES keeps."""
    usual_h = floats(silences["mean_interval_s"]) / 3600
    return np.maximum(params.silence_min_h, params.silence_times_usual * usual_h)


def least_share(silences: pl.DataFrame, params: Params) -> Floats:
    """Return the share of each silence that the shortest one kept of its hull would be."""
    return np.minimum(least_h(silences, params) / np.maximum(hours_of(silences), 1e-9), 1.0)
