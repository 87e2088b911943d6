"""A simulated ship: what it is, what it says of itself and when, how it moves, when it hides."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from .movement.motion import Piece
from .radio.false_positions import Falsification

Floats = NDArray[np.float64]

GARBLED_S = 1e15
"""`from_s` of a claim that nobody made: what the feed makes of one damaged message."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a ship broadcasts of itself from `from_s` on."""

    from_s: float
    mmsi: int
    imo: int  # 0 when it has none
    name: str
    call_sign: str
    ship_type: int
    draught_m: float
    destination: str
    antenna_m: tuple[int, int, int, int] | None = None  # said instead of the hull's; 0 not known


@dataclass(frozen=True, slots=True)
class Hull:
    """The ship as built; the antenna's place follows from the four distances."""

    kind: str  # tanker, bulk, general, container, fishing, tug, pilot, passenger, service
    flag: str  # ISO 3166 alpha-2
    ais_class: int  # 1 class A, 2 class B
    bow_m: int
    stern_m: int
    port_m: int
    starboard_m: int
    cruise_kn: float
    antenna_height_m: float

    @property
    def length_m(self) -> int:
        """Bow to stern."""
        return self.bow_m + self.stern_m

    @property
    def beam_m(self) -> int:
        """Side to side."""
        return self.port_m + self.starboard_m

    @property
    def forward_m(self) -> float:
        """The antenna's distance forward of the hull's centre."""
        return self.length_m / 2 - self.bow_m

    @property
    def right_m(self) -> float:
        """The antenna's distance to starboard of the hull's centre."""
        return self.beam_m / 2 - self.starboard_m


@dataclass(frozen=True, slots=True)
class Dirt:
    """Faults of the feed, not of the ship."""

    duplicate_share: float = 0.0  # the same second again, by another receiver
    shuffle_s: float = 0.0  # packets arrive up to this much out of order
    late_from_s: float = 0.0  # packets of this span arrive `late_s` later
    late_to_s: float = 0.0
    late_s: float = 0.0


@dataclass(slots=True)
class Ship:
    """One ship of the scenario; `no` is its number and the number of its random stream."""

    no: int
    hull: Hull
    claims: list[Claim]
    pieces: list[Piece] = field(default_factory=list)
    silences: list[tuple[float, float]] = field(default_factory=list)
    falsifications: list[Falsification] = field(default_factory=list)
    noise_m: float = 5.0  # 1-sigma of its GNSS position, each axis; typical of open sky
    dirt: Dirt | None = None
    bursts: list[tuple[float, float]] = field(default_factory=list)  # heard in these spans alone
    unheard: list[tuple[float, float]] = field(default_factory=list)  # on the air, nobody listens

    @property
    def first(self) -> Claim:
        """What it says of itself at the start."""
        return self.claims[0]

    @property
    def mmsi(self) -> int:
        """The MMSI at the start."""
        return self.claims[0].mmsi

    def mmsi_at(self, t: float) -> int:
        """Return the MMSI on the air at a time."""
        return [c for c in self.claims if c.from_s <= t or c is self.claims[0]][-1].mmsi

    def garbles(self, **changes: object) -> None:
        """Let one static message reach the feed with other bits than were sent."""
        self.claims.append(replace(self.claims[0], from_s=GARBLED_S, **changes))  # type: ignore[arg-type]

    def says(self, from_s: float, **changes: object) -> None:
        """Add a claim: as the last one, with changes, from `from_s` on."""
        self.claims.append(replace(self.claims[-1], from_s=from_s, **changes))  # type: ignore[arg-type]

    def goes_dark(self, start_s: float, end_s: float) -> None:
        """Switch the transponder off from `start_s` to `end_s`."""
        self.silences.append((start_s, end_s))

    def dark_h(self, start_s: float, end_s: float) -> float:
        """Return the hours between two times for which the transponder is off."""
        spans = [(max(a, start_s), min(b, end_s)) for a, b in self.silences]
        return sum(b - a for a, b in spans if b > a) / 3600.0
