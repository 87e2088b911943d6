"""Every threshold of the one pass, with its unit and where it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Thresholds of the pass; `docs/facts.md` tells how each was chosen."""

    slot_min: float = 10.0
    """Grid of SLOTS [GFW pipe-encounters: RESAMPLE_INCREMENT_MINUTES]."""
    slot_max_interval_h: float = 8.0
    """Longest interval between two reports that is filled with slots; `sigma_m` tells how far
    off they may be (design section 4: beyond 60 min a position is a region). Reports an hour
    apart on average lie more than 5 h apart once in a hundred and fifty, which cuts one transfer
    of ten hours in eight; 12 h found no more than 8 h."""
    slot_max_sog_kn: float = 3.5
    """A slot needs a slow ship: 3 kn of the transfer definition and half a knot of noise."""
    position_sigma_m: float = 20.0
    """1-sigma of a reported position: 10-15 m GNSS, 0.18 m AIS unit, antenna and clock."""
    drift_acceleration_mps2: float = 1.0e-4
    """1-sigma change of a drifting ship's velocity: a 2.5 kn tide that turns in 3 h. No interval
    between two slow reports is surer than that; the next three can make it less sure."""
    drift_sigma_mps: float = 0.15
    """1-sigma error of a slow ship's own velocity (0.1 kn units, unsteady course)."""
    way_sigma_mps: float = 0.05
    """Between two slow reports with velocities: 1-sigma error for each second of after * before /
    interval. Fitted with the next five to real fishing vessels (`benchmarks/truth/real_slots`)."""
    way_odd_share: float = 0.4
    """The same, of what both velocities have in common that the way does not show."""
    way_turn_share: float = 0.15
    """The same, of their difference."""
    bend_turn_mps: float = 0.3
    """Velocities that differ by so much are half believed: a moored ship's differ by 0.1."""
    bend_odd_mps: float = 1.5
    """Velocities that miss the way by so much are half believed."""
    bend_max_h: float = 6.0
    """So far apart they are half believed: the tide has turned meanwhile."""
    bend_held_m: float = 30.0
    """Who is so near to where she was is half believed: no drift brings a ship back, a chain and a
    platform never let go, and their velocities are noise."""
    contact_radius_m: float = 1000.0
    """Two slots nearer than this are a contact (1 km rule of design section 4)."""
    moored_radius_m: float = 500.0
    """The same where both lie still: ships at berths and anchors are neighbours by the
    hundred, and the antenna distance of a transfer is at most this."""
    moored_sog_kn: float = 0.3
    """A ship at or below this speed lies still."""
    stay_max_sog_kn: float = 2.5
    """A leg belongs to a stay at or below this speed: 2 kn drift [miller2018], tide and noise."""
    stay_max_interval_h: float = 24.0
    """Two slow reports further apart are no stay: nobody knows where the ship was between."""
    stay_min_h: float = 0.5
    """Shorter stays are not kept."""
    stopped_sog_kn: float = 0.5
    """Stopped [GFW anchorages: stop end 0.5 kn]."""
    silence_min_h: float = 1.0
    """Shorter intervals are never a silence."""
    silence_times_usual: float = 4.0
    """A silence is at least this many times the hull's usual interval between reports."""
    heard_max_h: float = 1.0
    """A ship counts as heard throughout an interval up to this (design section 4)."""
    reach_min_kn: float = 30.0
    """Any ship may have moved at this speed between two reports."""
    reach_unknown_kn: float = 40.0
    """The same where neither report carries a speed."""
    reach_max_kn: float = 50.0
    """No ship that concerns us is faster [RadianceFleet, AISdb: 50 kn]."""
    reach_slack_m: float = 300.0
    """Position noise and clock skew that is never a jump."""
    track_memory_h: float = 48.0
    """A track that is not its MMSI's newest can be continued for so long."""
    glitch_max_m: float = 5000.0
    """Farthest slip of position or clock: 5 min at 30 kn is 4.6 km."""
    glitch_min_sog_kn: float = 2.0
    """Slower ships have no course to compare."""
    glitch_max_sog_kn: float = 2.0
    """Two reports of one ship made minutes apart differ by no more."""
    glitch_max_turn_deg: float = 45.0
    """The same for the course."""
    glitch_share: float = 0.8
    """At so many of the jumps between two tracks."""
