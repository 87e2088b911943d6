"""Thresholds of the transfer detector, each with its unit and source."""

from dataclasses import dataclass, field

from ...facts.params import Params as FactParams
from ...thresholds import follows
from . import alongside, own_track, purpose, travelled
from .weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a transfer.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    min_duration_h: float = 0.6  # below 1 h nothing is called; margin for the 10-minute grid
    max_hole_h: float = 4.0  # [pipe-encounters] min_hours_between_encounters
    port_m: float = 10_000.0  # [pipe-encounters] distance from port
    max_sog_kn: float = 3.0  # 2 kn of [pipe-encounters], and a tide; own choice, docs/accuracy.md
    sailing_kn: float = 2.8  # faster than a tide carries a hull; slow tows go so; own choice
    aligned_deg: float = 20.0  # hulls with fenders between lie parallel; own choice
    draught_before_h: float = 6.0  # own choice: entered on leaving the last berth or before
    draught_after_h: float = 48.0  # own choice: crews enter it late (docs/events.md)
    draught_in_force_h: float = 42.0  # a draught not sent since then is not known; own choice
    min_change_m: float = 1.0  # own choice: ten steps of AIS's 0.1 m, more than fuel and water
    min_change_small_m: float = 0.5  # the same below 10,000 DWT (`small_length_m`)
    small_length_m: float = 125.0  # about 10,000 DWT: product tankers and handy bulkers
    neighbours_h: float = 24.0  # before and after, in which a pair may be neighbours; own choice
    spacing_h: float = 24.0  # between two transfers of one run, the better one first; own choice
    support_m: float = 500.0  # antennas further apart than that by two sigma are not alongside
    crowd_m: float = 500.0  # another hull so near lies beside them; `facts.moored_radius_m`
    crowd_share: float = 0.5  # of the time together
    between_share: tuple[float, float] = (0.2, 0.8)  # of the way to the other ship; own choice
    between_gap_m: float = 4.0  # hulls nearer than that leave room for no ship; own choice
    between_crowd: int = 6  # other hulls beside them, of which that is asked; rafts are of 3 to 5
    min_confidence: float = 0.05  # weaker pairs are not reported
    min_contact: float = 0.5  # unless they lay alongside more likely than not
    slot_min: float = follows(FactParams, "slot_min")
    heard_max_h: float = follows(FactParams, "heard_max_h")
    nearness: alongside.Params = field(default_factory=alongside.Params)
    track: own_track.Params = field(default_factory=own_track.Params)
    weights: Weights = field(default_factory=Weights)
    courses: travelled.Params = field(default_factory=travelled.Params)
    reasons: purpose.Weights = field(default_factory=purpose.Weights)
