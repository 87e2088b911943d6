"""How leads count: the weight of each part of the surface, and how it spreads and fades."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Own choices, first guesses that `learn` moves with experience."""

    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "silent": 0.25,
            "open": 0.15,
            "past": 0.25,
            "loitering": 0.08,
            "found": 0.30,
            "dark": 0.10,
            "lanes": 0.04,
            "shelter": 0.03,
            "crew": 0.30,
            "background": 0.10,
        }
    )
    place_nm: float = 20.0  # nm, bandwidth of a past meeting's place
    season_days: float = 45.0  # days, bandwidth of the time of year
    hour_h: float = 4.0  # h, bandwidth of the hour of day
    recent_days: float = 120.0  # days, a past event counts half after that
    found_days: float = 10.0  # days, a place where a crew found a transfer counts half after that
    find_share: float = 0.12  # of all that goes on, what one place in use holds
    moved: float = 0.25  # share of it that lies around, for those who saw the aircraft and moved
    moved_nm: float = 80.0  # nm, how far around
    max_silent_h: float = 240.0  # h, a ship silent longer than that is no lead
    half_life_h: float = 72.0  # h, a silent ship's weight halves in that time
    ship_kn: float = 11.0  # kn, how fast a small tanker or bulker can go
    drift_kn: float = 1.5  # kn, spread of ships that drift or lie alongside
    lane_nm: float = 15.0  # nm, distance from a lane at which it counts most
    wave_m: float = 1.5  # m, wave height that makes a transfer about a third as likely
