"""Senders: which of the ships that share an MMSI sent each report.

The pass gives a report to the newest track that can have sent it. Where several ships send under
one MMSI within each other's reach that mixes them, and where one of them was long silent it cuts
her in two. Such MMSIs are *contested*: their tracks take turns, or the identities they claim
do (`contested`). Their reports, few, are shared out anew by `hypotheses`, which looks at many
sharings at once and also at the identity that each report's source gives; the pass is then run
with the result, under which a report can only follow one of the same sender.

Blind spots: two ships that share an MMSI and an identity, and never are out of each other's reach,
are not contested; ships that meet within the noise of their positions while nothing else
distinguishes them may leave as each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...ids.imo import check_digits_ok
from ...ids.mmsi import may_be_ship
from ...units import AIS_UNITS_PER_DEG, M_PER_NM, MPS_PER_KN
from ..batches import batches
from ..params import Params as PassParams
from .hypotheses import Odds, Reports, share_out
from .movement import likeliest

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Odds of the sharing, chosen on real fishing vessels merged two by two (docs/facts.md)."""

    returns: int = 2
    """An MMSI is contested when its reports came back to a hull, or to an identity, so often."""
    hypotheses: int = 20
    """Sharings kept; forty gain no more than noise."""
    ships: int = 16
    """Ships of one MMSI that a hypothesis follows at once; the longest silent gives way."""
    give_up: float = 30.0
    """A hypothesis so many nats behind the best is dropped."""
    birth: float = 45.0
    """Nats a further ship costs: the misfit of about five turns within each other's reach."""
    birth_identities: float = 20.0
    """The same where several identities were claimed under the MMSI."""
    birth_by_movement: float = 30.0
    """The same where a sharing by names is judged by movement alone (`movement`): more than a
    report pays that fits after days of silence (25), so that none is cheaper as a ship. Own
    choice, measured on ships that alternate names and on two ships in one harbour."""
    otherwise: float = 3.0
    """Nats for a report that claims another identity: sources mix up statics of one MMSI."""
    turn_min: float = 40.0
    """Time in which a course and speed are forgotten."""
    sigma_m: float = 100.0
    """Where a ship lies off her predicted position after no time: noise and antenna."""
    drift_kn: float = 1.0
    """What that grows by with time, for a ship under way."""
    moored_drift_kn: float = 0.1
    """The same for one that lies still at both reports, at or below `moored_kn`."""
    moored_kn: float = 0.5
    sigma_share: float = 0.15
    """Share of the speed and of its change that the error grows by besides."""
    sigma_max_nm: float = 32.0
    """Beyond that the prediction is worth nothing."""
    speed_scale_kn: float = 2.0
    """Mean change of speed between two reports of one ship, after no time ..."""
    speed_scale_kn_per_h: float = 2.0
    """... and what that grows by with time."""
    block: int = 2_000_000
    """Reports held before they are shared out: what bounds the memory."""


@dataclass(frozen=True, slots=True)
class Senders:
    """The sender (1 and up within an MMSI) of each contested report, by archive row in order."""

    rows: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    sender: Array = field(default_factory=lambda: np.zeros(0, np.uint16))

    def among(self, first_row: int, n: int) -> Array:
        """Return the senders of `n` rows from `first_row`, 0 not contested; empty when all are."""
        low, high = np.searchsorted(self.rows, (first_row, first_row + n))
        if low == high:
            return np.zeros(0, np.uint16)
        out = np.zeros(n, np.uint16)
        out[self.rows[low:high] - first_row] = self.sender[low:high]
        return out


def contested(
    hulls: pl.DataFrame, jumps: pl.DataFrame, claims: pl.DataFrame, params: Params = Params()
) -> pl.DataFrame:
    """Return `mmsi` and `several` of the contested MMSIs, from HULLS, JUMPS and CLAIMS.

    `several`: two identities took turns under the MMSI, however its reports moved.
    """
    moves = jumps.filter(pl.col("hull") != pl.col("other_hull"))
    by_track = _returns(moves.select("mmsi", "start_utc", what="other_hull"), params)
    valid = pl.Series(check_digits_ok(claims["imo"].fill_null(0)), dtype=pl.Boolean)
    who = pl.coalesce(pl.when(valid).then(pl.format("IMO {}", "imo")), "name")
    named = claims.select("mmsi", "start_utc", what=who).drop_nulls("what")
    by_claim = _returns(named.sort("mmsi", "start_utc", "what"), params)
    both = pl.concat([by_track, by_claim]).unique().sort("mmsi")
    ship = may_be_ship(both["mmsi"].to_numpy())
    known = hulls.select("mmsi").unique()
    return (
        both.filter(pl.Series(ship, dtype=pl.Boolean))
        .join(known, on="mmsi", how="semi")
        .select("mmsi", several=pl.col("mmsi").is_in(by_claim["mmsi"].implode()))
    )


def _returns(rows: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the MMSIs whose rows, in order, came back to two earlier `what` often enough.

    To one alone they come back after every wild position or misread name.
    """
    changed = rows.filter(
        (pl.col("what") != pl.col("what").shift().over("mmsi")).fill_null(value=True)
    )
    again = changed.filter(pl.int_range(pl.len()).over("mmsi", "what") > 0)
    often = again.group_by("mmsi").agg(pl.len(), pl.col("what").n_unique())
    return often.filter((pl.col("len") >= params.returns) & (pl.col("what") > 1)).select("mmsi")


def share(
    pieces: Iterable[pl.DataFrame], chosen: pl.DataFrame,
    params: Params = Params(), reach: PassParams = PassParams(),
) -> Senders:  # fmt: skip
    """Return the senders of the contested reports.

    `pieces` are the reports of the MMSIs in `chosen` (as `contested` returns them) in time order:
    `row`, `time_utc`, `mmsi`, `lat_aisu`, `lon_aisu`, `sog_kn`, `cog_deg`, and `claimed`, a number
    for the identity that the source gives to that report, null where it gives none. Memory holds
    `block` of them, and the result.
    """
    odds = {birth: _odds(params, reach, birth) for birth in (params.birth, params.birth_identities)}
    several = dict(chosen.iter_rows())
    states: dict[int, _State] = {}
    rows, senders = [np.zeros(0, np.int64)], [np.zeros(0, np.uint16)]
    for block in batches(pieces, params.block):
        for part in block.partition_by("mmsi", maintain_order=True):
            mmsi = int(part["mmsi"][0])
            state = states.setdefault(mmsi, _State())
            rows.append(part["row"].to_numpy())
            senders.append(state.share(part, several[mmsi], odds, params))
    order = np.argsort(np.concatenate(rows), kind="stable")
    return Senders(np.concatenate(rows)[order], np.concatenate(senders)[order])


def _odds(params: Params, reach: PassParams, birth: float) -> Odds:
    return Odds(
        hypotheses=params.hypotheses,
        ships=params.ships,
        give_up=params.give_up,
        birth=birth,
        birth_identities=min(birth, params.birth_identities),
        otherwise=params.otherwise,
        turn_s=params.turn_min * 60.0,
        sigma_m=params.sigma_m,
        sigma_mps=params.drift_kn * MPS_PER_KN,
        moored_mps=params.moored_drift_kn * MPS_PER_KN,
        moored_max_mps=params.moored_kn * MPS_PER_KN,
        sigma_max_m=params.sigma_max_nm * M_PER_NM,
        sigma_share=params.sigma_share,
        speed_scale_mps=params.speed_scale_kn * MPS_PER_KN,
        speed_scale_mps2=params.speed_scale_kn_per_h * MPS_PER_KN / 3600.0,
        slack_m=reach.reach_slack_m,
        reach_mps=reach.reach_min_kn * MPS_PER_KN,
        reach_unknown_mps=reach.reach_unknown_kn * MPS_PER_KN,
        reach_max_mps=reach.reach_max_kn * MPS_PER_KN,
    )


@dataclass(slots=True)
class _State:
    """The ships of one MMSI at the end of a block: their last reports and numbers."""

    columns: list[Array] = field(
        default_factory=lambda: [*(np.zeros(0) for _ in range(5)), np.zeros(0, np.int64)]
    )
    known: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    count: int = 0

    def share(
        self, part: pl.DataFrame, several: bool, odds: dict[float, Odds], params: Params
    ) -> Array:
        """Return the senders of the MMSI's next reports; `odds` by the price of a new ship."""
        pairs = zip(self.columns, _columns(part), strict=True)
        columns = [np.concatenate(pair) for pair in pairs]
        reports, dear = Reports(*columns), odds[params.birth]
        if several:
            nameless = reports._replace(claimed=np.full_like(reports.claimed, -1))
            tried = [
                share_out(reports, self.known, self.count, odds[params.birth_identities]),
                share_out(reports, self.known, self.count, dear),
                share_out(nameless, self.known, self.count, dear),
            ]
            sharings = [ship for ship, _ in tried]
            best = likeliest(reports, sharings, len(self.known), params.birth_by_movement, dear)
            ship, last = tried[best]
        else:
            ship, last = share_out(reports, self.known, self.count, dear)
        before = len(self.known)
        # In order of their last reports, as `share_out` wants them; the oldest gives way there.
        last = np.sort(last)
        self.columns, self.known = [c[last] for c in columns], ship[last]
        self.count = max(self.count, int(ship.max(initial=-1)) + 1)
        return np.asarray(np.minimum(ship[before:] + 1, 65_535).astype(np.uint16))


def _columns(part: pl.DataFrame) -> list[Array]:
    speed = part["sog_kn"].cast(pl.Float64).fill_null(float("nan")).to_numpy() * MPS_PER_KN
    course = np.radians(part["cog_deg"].cast(pl.Float64).fill_null(float("nan")).to_numpy())
    # A ship that lies still has a speed but no course.
    still = speed < 0.1 * MPS_PER_KN
    return [
        part["time_utc"].to_physical().to_numpy() / 1000.0,
        part["lat_aisu"].to_numpy() / AIS_UNITS_PER_DEG,
        part["lon_aisu"].to_numpy() / AIS_UNITS_PER_DEG,
        np.where(still, 0.0, speed * np.sin(course)),
        np.where(still, 0.0, speed * np.cos(course)),
        part["claimed"].cast(pl.Int64).fill_null(-1).to_numpy(),
    ]


__all__ = ["Params", "Senders", "contested", "share"]
