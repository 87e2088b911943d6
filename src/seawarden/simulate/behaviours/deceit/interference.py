"""Interference: for an hour and a half every ship around a place is shown at one inland place."""

from ...waters.sites import INLAND
from ...world import Jam, Rng, World

NAME, HARD_CASE = "interference", None

_RADIUS_NM = 40.0  # own choice


def stage(world: World, rng: Rng) -> None:
    """Add one event of the area; it accuses no ship."""
    start = world.when(rng, 2.0)
    place = world.site(rng).point(rng)
    target = INLAND[rng.integers(len(INLAND))]
    world.jams.append(Jam(start, start + 5400.0, *place, _RADIUS_NM, target))
    world.record_truth(
        "spoofing",
        NAME,
        None,
        None,
        (start, start + 5400.0),
        place,
        radius_nm=_RADIUS_NM,
        shown_at=list(target),
    )
