"""How much to simulate: the small setting is for CI, the full one for the figures we stand by."""

from dataclasses import dataclass

TUNING_SEEDS = range(1000, 1040)
"""For fitting and for choosing: `calibrate_fit` uses these and no others."""

FIRST_TEST_SEED = 9000
"""Seeds from here on are for testing; nothing is fitted or chosen on them."""

INTERVALS_MIN = (1.0, 5.0, 10.0, 20.0, 40.0, 60.0, 90.0)
"""Mean report intervals, minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Sizes of the worlds of every part."""

    name: str
    seeds: int  # worlds of each kind, from FIRST_TEST_SEED
    vessels: int = 150
    hours: float = 72.0
    real: bool = False  # measure on real data too, where it is present

    def test_seeds(self, offset: int = 0) -> list[int]:
        """Return the seeds of one part; parts take offsets so that they share no world."""
        return [FIRST_TEST_SEED + offset + i for i in range(self.seeds)]


SMALL = Settings(name="small", seeds=1)
FULL = Settings(name="full", seeds=6)
