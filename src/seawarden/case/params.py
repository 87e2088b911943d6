"""Every threshold of the case room, in one frozen place, with unit and source."""

from dataclasses import dataclass

from ..detect.transfer.params import Params as TransferParams
from ..thresholds import follows


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Thresholds of fusing, opening, weighing and grading.

    [pipe-encounters] as in `facts.params`. 'judged': own choice, tested by the made cases of
    `tests/case`, not measured on traffic.
    Calls and confidences are probabilities.
    """

    false_a_day: float = 2.0  # false cases a day that the docket's cut keeps to; judged

    # Fusing
    join_h: float = 4.0  # contacts of one pair less than this apart are one case [pipe-encounters]
    hole_h: float = 24.0  # a longer hole in what was heard is two meetings; judged
    hole_share: float = 0.8  # of the hole that one silence covers; judged
    hole_drift_kn: float = 2.0  # a pair lies together adrift meanwhile [miller2018: below 2 kn]
    hole_slack_m: float = 2_000.0  # beside that: both events' places are middles; judged
    sighting_m: float = 2_000.0  # a ship without AIS seen so near lay with them; judged
    context_h: float = 24.0  # a ship's other events this close in time belong to the case; judged
    series_h: float = 96.0  # transfers of one hull this close in time are linked; judged

    # Opening
    call: float = 0.5  # confidence of a call [docs/events.md]
    party_call: float = (
        0.2  # asked of a transfer with a DPRK-flagged, listed or unknown side; judged
    )
    both_dark_rivals: int = 3  # so many other meetings at most; judged
    home_waters_m: float = 22_224.0  # 12 nm off a DPRK coast, its territorial sea [UNCLOS art. 3]
    alone_call: float = 0.9  # asked of a single ship's event with nothing behind it; judged
    alone_gap_h: float = 6.0  # and its silence lasts this long; judged

    # Could it have called at a DPRK port?
    reach_kn: float = 10.0  # service speed of a coaster; judged
    reach_stop_h: float = 1.0  # the least a call takes; judged

    # Draught: the change that confirms a transfer, as `sts` has it
    draught_after_h: float = follows(TransferParams, "draught_after_h")
    draught_large_m: float = follows(TransferParams, "min_change_m")
    draught_small_m: float = follows(TransferParams, "min_change_small_m")
    small_ship_m: float = follows(TransferParams, "small_length_m")

    # Rivals
    port_m: float = 10_000.0  # inside this an STS needs stronger evidence [pipe-encounters]
    coast_m: float = 3_000.0  # as close to a coast as berths and roads lie; judged
    barge_m: float = 110.0  # harbour bunker barges are 60 to 110 m long; judged
    drifters: int = 5  # so many others adrift at once speak for the weather; judged
    drift_radius_m: float = 92_600.0  # within 50 nm; judged
    one_hull_m: float = 20.0  # two antennas of one small hull; judged
    max_inferred_share: float = 0.5  # more than this inferred: reception is poor; judged

    # Grading (docs/wording.md)
    alongside_h: float = 1.0  # half of an encounter [pipe-encounters]; judged
    probable_h: float = 2.0  # [pipe-encounters] min_duration
    alongside_m: float = 100.0  # hull to hull, as `detect.transfer`; judged for antennas
    alongside_share: float = 0.5  # of the looks, weighed by position error; judged
    seen_confidence: float = 0.7  # judged
    probable_confidence: float = 0.7  # judged
