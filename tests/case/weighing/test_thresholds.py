"""What a threshold or a weight of the case room does: moved, it shows in a case."""

import pytest

from ..world import (
    DPRK,
    PANAMA,
    TOGO,
    build,
    claim,
    claims,
    event,
    events,
    hulls,
    only,
    sts,
)  # fmt: skip


def opposite(a: int, b: int, change_m: float):
    """Claims in which one ship rose and the other sank by `change_m`."""
    return claims(
        claim(a, -40, -1, draught_m=7.0), claim(a, 6, 40, draught_m=7.0 - change_m),
        claim(b, -40, -1, draught_m=6.0), claim(b, 6, 40, draught_m=6.0 + change_m),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("length_m", "change_m", "confirms"),
    [
        (100, 0.6, True),  # half a metre is enough for a coaster
        (100, 0.4, False),
        (180, 0.6, False),  # a ship twice as long moves so much by her bunkers
        (180, 1.1, True),
    ],
)
def test_how_far_a_draught_must_change_depends_on_the_ships_length(
    length_m: int, change_m: float, confirms: bool
) -> None:
    known = hulls(**{f"of_{m}": {"length_m": length_m} for m in (DPRK, PANAMA)})
    case = only(build(
        events(sts(confidence=0.7)), known=known, said=opposite(DPRK, PANAMA, change_m),
    ))  # fmt: skip
    weights = [p["weight"] for p in case["evidence_for"] if p["what"] == "draught change"]
    assert bool(weights) == confirms
    assert all(w > 0 for w in weights)


def test_opposite_changes_say_more_than_the_change_of_one() -> None:
    both = opposite(DPRK, PANAMA, 2.0)
    one = claims(
        claim(DPRK, -40, -1, draught_m=7.0), claim(DPRK, 6, 40, draught_m=5.0),
        claim(PANAMA, -40, 40, draught_m=6.0),
    )  # fmt: skip
    confidence = [
        only(build(events(sts(confidence=0.7)), said=said))["confidence"]
        for said in (None, one, both)
    ]
    assert confidence == sorted(confidence)
    assert confidence[0] < confidence[1] < confidence[2]


GRAVEST_FIRST = (
    ("sts", {}), ("encounter", {}), ("gap", {}), ("spoofing", {}), ("loitering", {}),
)  # fmt: skip


def test_the_graver_the_conduct_the_sooner_it_is_read() -> None:
    """Equal ships and confidence: a transfer, a meeting, a silence, a false position, a drift."""
    order = []
    for kind, more in GRAVEST_FIRST:
        other = TOGO if kind in ("sts", "encounter") else None
        row = event(kind, DPRK, other, confidence=0.95, end=30.0, **more)
        case = only(build(events(row)))
        order.append(case["priority"] / case["confidence"])
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == len(order)
    assert order[0] == pytest.approx(max(order))


def test_a_silence_before_the_meeting_is_added_and_one_of_another_week_is_not() -> None:
    def confidence(*more: dict) -> float:
        cases = build(events(sts(confidence=0.7), *more))
        return float(cases.filter(kind="sts")["confidence"].item())

    alone = confidence()
    assert confidence(event("gap", PANAMA, start=-9, end=-3, confidence=0.8)) > alone
    assert confidence(event("gap", PANAMA, start=-9, end=-3, confidence=0.3)) == alone  # no call
    assert confidence(event("gap", PANAMA, start=-190, end=-184, confidence=0.8)) == alone
