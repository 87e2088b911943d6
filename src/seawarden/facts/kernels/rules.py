"""The thresholds of the pass in the units of the kernels."""

import math
from typing import NamedTuple

from ...units import AIS_UNITS_PER_DEG, M_PER_DEG_LAT, MPS_PER_KN, MS_PER_H
from ..params import Params

_M_PER_AISU = M_PER_DEG_LAT / AIS_UNITS_PER_DEG
_NO_BOX = -1.0  # aisu: no report lies within it


class Rules(NamedTuple):
    """`Params` in milliseconds, knots, metres and AIS units; see there."""

    slot_ms: int
    slot_max_ms: int
    slot_max_sog_kn: float
    position_sigma_m: float
    drift_mps2: float
    drift_sigma_mps: float
    path_sigma_mps: float
    path_common_share: float
    path_change_share: float
    bend_change_mps: float
    bend_common_mps: float
    bend_max_s: float
    bend_held_m: float
    stay_max_sog_kn: float
    stay_min_ms: int
    stay_max_ms: int
    stopped_sog_kn: float
    silence_ms: int
    heard_ms: int
    reach_min_kn: float
    reach_unknown_kn: float
    reach_max_kn: float
    slack_m: float
    memory_ms: int
    contacts_only: bool
    box_aisu: float  # within this box, after no time, a ship can have moved whatever her speed
    box_aisu_per_ms: float  # and what the box grows by


def rules(params: Params, *, contacts_only: bool = False) -> Rules:
    """Return `params` in the units of the kernels.

    `contacts_only`: no fact but contacts is asked for, so a report within the box needs no
    distance.
    """
    return Rules(
        slot_ms=params.slot_ms,
        slot_max_ms=round(params.slot_max_interval_h * MS_PER_H),
        slot_max_sog_kn=params.slot_max_sog_kn,
        position_sigma_m=params.position_sigma_m,
        drift_mps2=params.drift_acceleration_mps2,
        drift_sigma_mps=params.drift_sigma_mps,
        path_sigma_mps=params.path_sigma_mps,
        path_common_share=params.path_common_share,
        path_change_share=params.path_change_share,
        bend_change_mps=params.bend_change_mps,
        bend_common_mps=params.bend_common_mps,
        bend_max_s=params.bend_max_h * 3600.0,
        bend_held_m=params.bend_held_m,
        stay_max_sog_kn=params.stay_max_sog_kn,
        stay_min_ms=round(params.stay_min_h * MS_PER_H),
        stay_max_ms=round(params.stay_max_interval_h * MS_PER_H),
        stopped_sog_kn=params.stopped_sog_kn,
        silence_ms=round(params.silence_min_h * MS_PER_H),
        heard_ms=round(params.heard_max_h * MS_PER_H),
        reach_min_kn=params.reach_min_kn,
        reach_unknown_kn=params.reach_unknown_kn,
        reach_max_kn=params.reach_max_kn,
        slack_m=params.reach_slack_m,
        memory_ms=round(params.track_memory_h * MS_PER_H),
        contacts_only=contacts_only,
        box_aisu=_box_aisu(params.reach_slack_m) if contacts_only else _NO_BOX,
        box_aisu_per_ms=(
            _box_aisu(params.reach_min_kn * MPS_PER_KN * 1e-3) if contacts_only else 0.0
        ),
    )


def _box_aisu(metres: float) -> float:
    """Return the half side of a square whose corners lie within `metres` at any latitude."""
    return metres / math.sqrt(2) / _M_PER_AISU
