"""Port calls that matter: a designated ship in a foreign port, a foreign ship in a DPRK port.

The rows of truth come from the ships' stays, as for every ship (see `truth.port_visits`).
"""

from ...movement.voyages import Coast
from ...waters.lanes import harbour
from ...world import DoesNotFit, Rng, World

NAME, HARD_CASE = "port_calls", None


def stage(world: World, rng: Rng) -> None:
    """Add one call of each kind."""
    coast = world.region
    if not isinstance(coast, Coast):
        raise DoesNotFit("no harbours in these waters")
    listed = world.cast(rng, "bulk", flag="KH", length_m=(90, 140), listed=True)
    listed.pieces = coast.roam(listed, rng)
    guest = world.cast(rng, "general", flag="TG", length_m=(80, 120))
    port = harbour(str(rng.choice(["KPNAM", "KPCHO", "KPWON"])))
    start = -float(rng.uniform(2.0, 12.0)) * 3600.0
    guest.pieces = coast.onward(guest, rng, port, start)
