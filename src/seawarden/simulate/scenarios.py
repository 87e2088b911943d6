"""Scenarios: which waters, which behaviours, and how many of each per 1,000 vessel-days."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .behaviours import BEHAVIOURS
from .movement.ocean_crossing import Ocean
from .movement.voyages import Coast
from .waters.harbours import HARBOURS, Harbour
from .waters.sites import OPEN_SEA

_HARD = tuple(name for name, module in BEHAVIOURS.items() if module.HARD_CASE)
_TOGETHER = (
    "tow", "barge_alongside", "twin_transponder", "bunkering_at_anchor", "bunkering_at_sea",
    "standby", "class_b_boat", "fog", "tidal_anchorage",
)  # fmt: skip
_ALIBIS = ("sts_decoy", "sts_clone", "sts_identity_change")
_HEARD_BADLY = ("ferry", "garbled_statics", "name_toggle", "sts_satellite_bursts", "feed_outage")
_ALL = tuple(n for n in BEHAVIOURS if n not in (*_TOGETHER, *_ALIBIS, *_HEARD_BADLY))
"""What the scenarios of everything hold; the rest has scenarios of its own, so that a seed of
theirs names the same traffic from release to release."""
_YELLOW_SEA: tuple[Harbour, ...] = tuple(
    h for h in HARBOURS if h.position[0] > 33.0 and h.position[1] < 127.0
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario. Every behaviour named takes place at least `at_least` times, if it fits."""

    name: str
    title: str
    waters: str  # "coast", "yellow sea" or "ocean"
    per_1000_vessel_days: Mapping[str, float]
    at_least: int = 1

    def count(self, behaviour: str, vessel_days: float) -> int:
        """Return how many times a behaviour takes the stage."""
        rate = self.per_1000_vessel_days[behaviour]
        return max(self.at_least, round(rate * vessel_days / 1000.0))

    def region(self, until_s: float) -> Coast | Ocean:
        """Return fresh waters; they keep count of berths, so each run needs new ones."""
        if self.waters == "ocean":
            return Ocean(until_s=until_s)
        if self.waters == "yellow sea":
            return Coast(_YELLOW_SEA, tuple(s for s in OPEN_SEA if s.south > 33.0), until_s)
        return Coast(until_s=until_s)


def _rates(names: tuple[str, ...], rate: float) -> Mapping[str, float]:
    return MappingProxyType(dict.fromkeys(names, rate))


SCENARIOS: dict[str, Scenario] = {
    s.name: s
    for s in (
        Scenario("east_china_sea", "everything, from the Bohai to the Taiwan Strait", "coast",
                 _rates(_ALL, 0.5)),
        Scenario("yellow_sea", "everything, Yellow Sea and Bohai only", "yellow sea",
                 _rates(_ALL, 0.5)),
        Scenario("transfers_only", "many transfers between two visible ships", "coast",
                 MappingProxyType({
                     "sts_tanker": 20.0, "sts_coal": 14.0, "sts_midnight": 6.0,
                     "sts_strong_tide": 6.0, "sts_raft": 2.0, "sts_mother": 2.0,
                     "sts_lawful": 6.0,
                 })),
        Scenario("hard_cases_only", "the ten hard cases and ordinary traffic; no breach", "coast",
                 _rates(_HARD, 3.0)),
        Scenario("side_by_side", "ships that lie or travel together for innocent reasons", "coast",
                 _rates(_TOGETHER, 10.0)),
        Scenario("alibis", "transfers under a decoy, a clone or a change of identity", "coast",
                 _rates(_ALIBIS, 12.0)),
        Scenario("heard_badly", "ferries, damaged messages, two names, bursts, outages", "coast",
                 _rates(_HEARD_BADLY, 8.0)),
        Scenario("quiet", "ordinary traffic; no breach and no hard case", "coast",
                 MappingProxyType({})),
        Scenario("antimeridian", "North Pacific, transfers across 180 degrees", "ocean",
                 _rates(("sts_tanker", "sts_midnight", "silent_pair", "clone_passing"), 4.0)),
    )
}  # fmt: skip
"""Every scenario by name."""
