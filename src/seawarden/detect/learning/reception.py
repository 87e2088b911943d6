"""Reception: the sums of who was heard and who was there, and what they say of silent ships.

Method: ships present are those heard (COVERAGE) and those silent (SILENCES, along their likeliest
ways); who was silent on purpose was not there to be heard, so each round knows better than the one
before (`prior`). What the sums say is `silence.reception`.
"""

import numpy as np

from ...units import MS_PER_H
from ..contract.columns import Floats, floats
from ..silence import history
from ..silence.expected_reports import Asked, Known, least_share, promised, there
from ..silence.reception import Sums, modelled
from .bursts import shapes
from .coverage_sums import Counted, Present, summed


def learn(asked: Asked, seen: Counted, deliberate: Floats | None = None) -> tuple[Sums, Known]:
    """Return the sums, and what is then known of reception, history and bursts.

    `deliberate`, (n,): the probability of each silence that it was on purpose.
    """
    silences, params = asked.silences, asked.params
    on = there(silences, deliberate, params)
    sums = summed(seen, _present(asked, on), between_ms(asked), params.reception)
    heard = modelled(sums, params.reception)
    reports = promised(asked, heard, on).mean(0)
    past = history.of_silences(silences, reports, params)
    after = past.share(silences, reports, params) * reports
    shape = shapes(asked, seen, after, after * least_share(silences, params))
    return sums, Known(heard, past, shape)


def _present(asked: Asked, there: Floats) -> Present:
    """Return the silent ships along their likeliest ways, as surely as they were there."""
    at, track = asked.at, asked.tried[0]
    ms = np.rint(there[at.of] * at.hours * MS_PER_H)
    return Present(track.lat, track.lon, at.hour, asked.is_b[at.of], ms)


def between_ms(asked: Asked) -> Floats:
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
