"""Each part of the evidence for a transfer, on worked examples, one thing changed at a time."""

import polars as pl
import pytest

from seawarden.detect.transfer.evidence import Weights, contact_parts, purpose_parts
from seawarden.schema.kinds.sts import KIND

TRANSFER: dict[str, object] = {
    "proximity": 3.0, "median_gap_m": 12.0, "mean_place_gap_m": 9.0, "share_alongside": 0.93,
    "together_h": 4.0, "observed_h": 3.5, "inferred_h": 0.5, "looks": 3.0, "share_aligned": 0.9,
    "relative_kn": 0.12, "share_slow": 1.0, "median_sog_kn": 0.6, "kind_a": "tanker",
    "kind_b": "tanker", "overlap": 0.9, "outside_h": 0.0, "outside_apart": 1.0,
    "outside_gap_m": None, "place": "open sea", "port_km": 88.27, "crowd": 0, "is_other": False,
    "other_is_other": False, "spread_m": 300.0, "length_m": 110, "other_length_m": 180,
    "change_m": None, "other_change_m": None, "least_change_m": 0.5, "other_least_change_m": 1.0,
    "port_m": 8, "starboard_m": 8, "other_port_m": 15, "other_starboard_m": 15,
    "median_distance_m": 31.0, "by_jump": False, "shares_mmsi": False, "between": False,
    "outermost": False,
}  # fmt: skip
"""Four hours hull to hull in the open sea, two tankers of beams 16 m and 30 m."""

SCHEMA = {
    **dict.fromkeys(("length_m", "other_length_m", "port_m", "starboard_m", "other_port_m",
                     "other_starboard_m"), pl.UInt16),
    **dict.fromkeys(("change_m", "other_change_m", "outside_gap_m", "share_aligned", "overlap",
                     "median_gap_m", "relative_kn", "median_sog_kn"), pl.Float64),
}  # fmt: skip


def weighed(weights: Weights = Weights(), **changed: object) -> dict[str, tuple[object, ...]]:
    """Part: (value, weight, words) of the transfer with some measures changed."""
    frame = pl.DataFrame([{**TRANSFER, **changed}], schema_overrides=SCHEMA)
    out = {}
    for what, value, weight, words in (*contact_parts(weights), *purpose_parts(weights)):
        row = frame.select(value=value, weight=pl.lit(0.0) + weight, words=words).row(0)
        out[str(what)] = row
    return out


def test_every_part_that_the_kind_declares_is_weighed_and_no_other() -> None:
    of_purposes = ["other purposes", "cargo moved"]  # `purpose` weighs these two
    assert sorted([*weighed(), *of_purposes]) == sorted(str(p) for p in KIND.parts)


INNOCENT_OF = {
    "prior": -2.1, "alongside": 3.0, "duration": 1.0, "seen": 0.0, "heading": 0.5,
    "motion": 0.0, "under way": 0.0, "between": 0.0,
    "beside": 0.0, "neighbours": 0.0, "place": 0.0, "crowd": 0.0, "moored": 0.0, "trade": 0.5,
    "draught": 0.0, "two hulls": 0.0, "identity": 0.0,
}  # fmt: skip


def test_a_plain_transfer_is_even_where_nothing_speaks_against_it() -> None:
    assert {k: v[1] for k, v in weighed().items()} == pytest.approx(INNOCENT_OF)


@pytest.mark.parametrize(
    ("part", "changed", "weight"),
    [
        # Position alone proves contact and no more; far apart it disproves, within bounds.
        ("alongside", {"proximity": 40.0}, 5.0),
        ("alongside", {"proximity": -40.0}, -8.0),
        ("alongside", {"proximity": -2.5}, -2.5),
        # Time together: one hour speaks against, two are about even, eight are the most.
        ("duration", {"together_h": 0.25}, -5.0),
        ("duration", {"together_h": 1.0}, -2.2),
        ("duration", {"together_h": 1.5}, -0.95),
        ("duration", {"together_h": 2.0}, 0.3),
        ("duration", {"together_h": 6.0}, 1.15),
        ("duration", {"together_h": 30.0}, 1.3),
        # One look is a chance, two are enough.
        ("seen", {"looks": 0.4}, -3.5),
        ("seen", {"looks": 1.0}, -3.5),
        ("seen", {"looks": 1.15}, -2.35),
        ("seen", {"looks": 1.6}, -0.4),
        ("seen", {"looks": 9.0}, 0.0),
        # Headings: never aligned, half aligned, not known.
        ("heading", {"share_aligned": 0.0}, -2.5),
        ("heading", {"share_aligned": 0.4}, -2.5),
        ("heading", {"share_aligned": 0.6}, -1.0),
        ("heading", {"share_aligned": 1.0}, 0.5),
        ("heading", {"share_aligned": None}, 0.0),
        # Hull to hull two ships neither part nor run; a trawl is towed for hours.
        ("motion", {"relative_kn": 0.5}, 0.0),
        ("motion", {"relative_kn": 0.75}, -1.5),
        ("motion", {"relative_kn": 3.0}, -3.0),
        ("motion", {"relative_kn": None}, 0.0),
        ("motion", {"share_slow": 0.8}, 0.0),
        ("motion", {"share_slow": 0.55}, -1.5),
        ("motion", {"share_slow": 0.0}, -3.0),
        ("under way", {"median_sog_kn": 2.8}, 0.0),  # two tankers do not trawl
        ("under way", {"median_sog_kn": 2.8, "kind_a": "unknown"}, -2.0),
        ("under way", {"median_sog_kn": 2.0, "kind_b": "unknown"}, -1.0),
        ("under way", {"median_sog_kn": 1.5, "kind_b": "unknown"}, 0.0),
        ("under way", {"median_sog_kn": None, "kind_b": "unknown"}, 0.0),
        ("motion", {"relative_kn": 2.0, "share_slow": 0.1}, -6.0),
        ("between", {"between": True}, -8.0),
        # One behind the other is a tow or a line at anchor.
        ("beside", {"overlap": 0.0}, -3.5),
        ("beside", {"overlap": 0.15}, -1.75),
        ("beside", {"overlap": 0.3}, 0.0),
        ("beside", {"overlap": None}, 0.0),
        # Neighbours at anchor stay near each other far longer than alongside.
        ("neighbours", {"outside_h": 2.8}, 0.0),
        ("neighbours", {"outside_h": 6.4}, -1.5),
        ("neighbours", {"outside_h": 40.0}, -3.0),
        ("neighbours", {"outside_h": 40.0, "outside_apart": 0.25}, -0.75),
        # Where it is.
        ("place", {"place": "inshore"}, -1.5),
        ("place", {"place": "anchorage"}, -4.6),
        ("place", {"place": "port"}, -5.0),
        # A third hull at sea is a raft; near a coast it is a harbour that no list holds.
        ("crowd", {"crowd": 1}, 0.0),
        ("crowd", {"crowd": 2}, -1.5),
        ("crowd", {"crowd": 3}, -2.5),
        ("crowd", {"crowd": 9}, -4.0),
        ("crowd", {"crowd": 1, "place": "inshore"}, -1.5),
        ("crowd", {"crowd": 2, "place": "inshore"}, -2.5),
        ("crowd", {"crowd": 3, "place": "inshore"}, -3.5),
        ("crowd", {"crowd": 6, "place": "inshore"}, -4.0),
        ("crowd", {"crowd": 6, "place": "port"}, 0.0),  # the place says it already
        # Inshore a quay holds a ship; at sea a platform, and only for hours.
        ("moored", {"place": "inshore", "spread_m": 10.0}, -4.0),
        ("moored", {"place": "inshore", "spread_m": 42.5}, -2.0),
        ("moored", {"place": "inshore", "spread_m": 60.0}, 0.0),
        ("moored", {"spread_m": 10.0, "together_h": 9.0}, -1.5),  # two of one trade
        ("moored", {"spread_m": 18.5, "together_h": 9.0}, -0.75),
        ("moored", {"spread_m": 10.0, "together_h": 4.5}, -0.75),
        ("moored", {"spread_m": 10.0, "together_h": 3.0}, 0.0),
        ("moored", {"spread_m": 10.0, "together_h": 9.0, "kind_b": "cargo"}, -4.0),
        ("moored", {"spread_m": 10.0, "together_h": 9.0, "kind_b": "unknown"}, -4.0),
        ("moored", {"spread_m": 10.0, "together_h": 9.0, "kind_a": "unknown",
                    "kind_b": "unknown"}, -2.0),
        ("moored", {"spread_m": 10.0, "together_h": 9.0, "is_other": True}, -4.0),
        ("moored", {"spread_m": 10.0, "together_h": 9.0, "kind_a": "unknown",
                    "kind_b": "unknown", "other_is_other": True}, -4.0),
        ("moored", {"spread_m": 10.0, "together_h": 9.0, "place": "port"}, 0.0),
        # Who trades with whom, and whether she has a hold.
        ("trade", {"kind_b": "cargo"}, -1.2),
        ("trade", {"kind_b": "unknown"}, 0.0),
        ("trade", {"kind_a": "unknown"}, 0.0),
        ("trade", {"length_m": 30}, 0.5),
        ("trade", {"length_m": 29}, 0.5 - 1.5 - 0.15),
        ("trade", {"other_length_m": 25}, 0.5 - 2.25),
        ("trade", {"other_length_m": 12}, 0.5 - 3.0),
        ("trade", {"length_m": None, "other_length_m": None}, 0.5),
        # Draughts: one rose, one sank; each held against what her size asks for.
        ("draught", {"change_m": 0.5, "other_change_m": -1.0}, 4.5),
        ("draught", {"change_m": -2.0, "other_change_m": 2.0}, 4.5),
        ("draught", {"change_m": 0.5, "other_change_m": 1.0}, -0.5),
        # Beside a third hull both took from it; of two trades one draught alone says nothing.
        ("draught", {"change_m": 0.5, "other_change_m": 1.0, "crowd": 1}, -4.0),
        ("draught", {"change_m": 0.4, "other_change_m": -1.0, "kind_b": "cargo"}, 0.0),
        ("draught", {"change_m": 0.5, "other_change_m": -0.9}, 1.5),
        ("draught", {"change_m": 0.4, "other_change_m": -1.0}, 1.5),
        ("draught", {"change_m": 0.4, "other_change_m": -0.9}, 0.0),
        ("draught", {"change_m": 0.9, "other_change_m": None}, 1.5),
        # Beams of 16 m and 30 m keep the antennas 11.5 m apart, half of each 0.4 of the way.
        ("two hulls", {"median_distance_m": 11.5}, 0.0),
        ("two hulls", {"median_distance_m": 8.05}, -3.0),
        ("two hulls", {"median_distance_m": 4.0}, -6.0),
        ("two hulls", {"median_distance_m": 7.0, "port_m": None}, -3.0),  # 10 m where not known
        ("two hulls", {"median_distance_m": 7.0, "other_port_m": None}, -3.0),
        ("two hulls", {"median_distance_m": 7.0, "starboard_m": None}, -3.0),
        ("two hulls", {"median_distance_m": 11.0, "port_m": None}, 0.0),
        # A hull shown by a jump alone was perhaps never here; a decoy elsewhere acquits nobody.
        ("identity", {"by_jump": True}, -5.0),
        ("identity", {"by_jump": True, "shares_mmsi": True}, -5.0),
        ("identity", {"shares_mmsi": True}, 0.5),
    ],
)  # fmt: skip
def test_what_a_measure_weighs(part: str, changed: dict[str, object], weight: float) -> None:
    """Worked by hand from the ramps of the docstring and docs/events.md."""
    found = weighed(**changed)
    assert found[part][1] == pytest.approx(weight)


@pytest.mark.parametrize(
    ("part", "changed", "value", "words"),
    [
        ("prior", {}, None, "two ships slow within 1 km for an hour: few lie alongside"),
        ("alongside", {}, 12.0,
         "hulls 12.0 m apart (median of the looks), 9.0 m by their mean place; 0.93 of the looks "
         "within 100 m, weighed by position error"),
        ("duration", {}, 4.0, "4.0 h, holes counted half: 3.5 h observed, 0.5 h inferred"),
        ("seen", {}, 3.0, "3.0 independent looks at the pair"),
        ("heading", {}, 0.9, "0.9 of the looks within 20° of parallel or opposite"),
        ("heading", {"share_aligned": None}, None, "headings not known"),
        ("motion", {}, 0.12,
         "relative speed 0.12 kn; both at 3 kn or less in 1.0 of the looks"),
        ("under way", {}, 0.6, "0.6 kn over ground while together"),
        ("between", {}, None, "no hull between them"),
        ("between", {"between": True}, None,
         "a third hull lay between them: outer ships of a raft"),
        ("beside", {}, 0.9, "up to 0.9 of the shorter hull beside the other"),
        ("beside", {"overlap": None}, None, "not known whether side by side"),
        ("neighbours", {"outside_h": 5.04, "outside_gap_m": 410.4}, 5.04,
         "5.0 h near each other within a day before and after, 410.0 m apart"),
        ("place", {}, 88.27, "open sea, 88.3 km from the nearest port"),
        ("crowd", {"crowd": 2}, 2.0, "2 other hulls beside them for half the time"),
        ("moored", {}, 300.0, "four fifths of the time within 300.0 m of one spot"),
        ("trade", {}, 110.0, "tanker with tanker; the shorter 110 m long"),
        ("trade", {"length_m": None, "other_length_m": None}, None,
         "tanker with tanker; the shorter not known how many m long"),
        ("draught", {"change_m": 1.25, "other_change_m": -0.5}, 1.25,
         "draught +1.25 m and -0.5 m"),
        ("draught", {}, None, "draught not known m and not known m"),
        ("two hulls", {}, 31.0,
         "antennas 31.0 m apart (median); two hulls side by side keep them 12.0 m apart"),
        ("identity", {}, None, "no jump"),
        ("identity", {"by_jump": True}, None,
         "one of them came or left by an impossible move"),
        ("identity", {"shares_mmsi": True}, None,
         "the MMSI of one of them was sent from elsewhere too meanwhile; she came and left on her "
         "own track"),
    ],
)  # fmt: skip
def test_what_an_officer_reads_of_a_part(
    part: str, changed: dict[str, object], value: float | None, words: str
) -> None:
    found = weighed(**changed)[part]
    assert (found[0], found[2]) == (value, words)


def test_a_weight_given_is_the_weight_taken() -> None:
    """Somebody who argues with a weight changes that part and no other."""
    before, after = weighed(by_jump=True), weighed(Weights(teleport=-1.0), by_jump=True)
    assert after["identity"][1] == -1.0
    assert {k for k in before if before[k] != after[k]} == {"identity"}
