"""`learn(facts) -> Context`: every part of CONTEXT, from the facts of days that are closed.

Method: facts that reach beyond `until_utc` (a midnight UTC, the end of the last closed day) are cut
there (`detect.time_span`); then anchorages are learnt from where ships lay, and with them as places
reception, bursts, history and the prior from who fell silent; usual intervals from the silences;
shared MMSIs from jumps and claims that come back.

Blind spot: a context learnt from few days knows few waters; of the others detectors expect nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import polars as pl

from ...errors import InputError
from ...facts.shared_mmsi import senders, speakers
from ...geo import anchorages
from ...geo.places import Places
from ...schema import CLAIMS, COVERAGE, HULLS, JUMPS, SILENCES, STAYS, TIME, require
from ...units import MS_PER_H
from .. import gap
from ..calibration.calibrate import vessel_days
from ..silence.history import History
from ..time_span.cut import cut
from . import prior
from .context import HISTORY, IDENTITIES, SHARED, USUAL, Context

READS = (SILENCES, COVERAGE, HULLS, JUMPS, STAYS, CLAIMS)
"""The tables that are learnt from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The thresholds of the parts, each where it stands."""

    silence: gap.Params = field(default_factory=gap.Params)
    places: anchorages.Params = field(default_factory=anchorages.Params)
    shared: senders.Params = field(default_factory=senders.Params)

    @classmethod
    def of(cls, rooms: Mapping[str, Any]) -> "Params":
        """Return those of a run's thresholds, by room."""
        return cls(silence=rooms["gap"], places=rooms["anchorages"], shared=rooms["senders"])


def learn(
    facts: Mapping[str, pl.DataFrame], params: Params = Params(),
    until_utc: datetime | None = None, shared: pl.DataFrame | None = None,
) -> Context:  # fmt: skip
    """Return what `facts` (tables by name, those of `READS`) teach; rows may come in any order.

    `until_utc`: the end of the last closed day; None when the data are finished, so that every
    day is. `shared`: the MMSIs that were chosen as shared before their ships were told apart.
    Raises SchemaError if a table lacks a column, InputError when `until_utc` is no midnight.
    """
    if until_utc is not None and until_utc.time() != time():
        raise InputError(f"learn: until_utc is {until_utc:%Y-%m-%d %H:%M}, expected a midnight UTC")
    made = {t.name: require(facts[t.name], t) for t in READS}
    if until_utc is not None:
        made = cut(made, until_utc=until_utc)
    hulls, jumps, claims = (made[n] for n in ("HULLS", "JUMPS", "CLAIMS"))
    found = anchorages.learn(made["STAYS"], vessel_days(hulls), params.places)
    sums, known, odds = prior.learn(
        made["SILENCES"], made["COVERAGE"], hulls, jumps, params.silence, Places(found)
    )
    if shared is None:
        shared = senders.contested(hulls, jumps, claims, params.shared)
    return Context(
        days=_days(made["COVERAGE"]),
        reception=sums,
        shape=known.shape,
        prior=odds,
        usual=_usual(made["SILENCES"], hulls),
        history=_history(known.history),
        shared=shared.cast(SHARED),
        identities=_identities(claims, shared),
        anchorages=found,
    )


def _days(coverage: pl.DataFrame) -> tuple[date, ...]:
    return tuple(coverage["hour_utc"].dt.date().unique().sort().to_list())


def _usual(silences: pl.DataFrame, hulls: pl.DataFrame) -> pl.DataFrame:
    """Return `USUAL`: a hull's interval is the same in all her silences."""
    each = silences.group_by("hull").agg(
        interval_s=pl.col("mean_interval_s").sort_by("start_utc").first()
    )
    known = hulls.select("hull", pl.col("n_reports").cast(pl.Float64)).unique("hull", keep="any")
    return known.join(each, on="hull", how="full", coalesce=True).select(USUAL.names()).sort("hull")


def _history(known: History) -> pl.DataFrame:
    day = pl.Series(known.day * 24 * MS_PER_H).cast(pl.Int64).cast(TIME)
    return pl.DataFrame(
        {"hull": known.hull, "day_utc": day, "heard": known.heard, "expected": known.expected},
        schema=HISTORY,
    )


def _identities(claims: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    """Return `IDENTITIES`: what was claimed under each shared MMSI, surest first word."""
    claimed = claims.join(shared.select("mmsi"), on="mmsi", how="semi").select(
        "mmsi", identity=speakers.CLAIMED_IDENTITY
    )
    return claimed.drop_nulls().unique().sort("mmsi", "identity").cast(IDENTITIES)
