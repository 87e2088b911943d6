"""Every threshold of the one pass, with its unit and where it comes from.

[pipe-encounters] Global Fishing Watch, github.com/GlobalFishingWatch/pipe-encounters, README and
    `transforms/resample.py`: 10 min grid, 1 h between reports, 500 m, 2 h, 2 kn, 10 km.
[anchorages] Global Fishing Watch, github.com/GlobalFishingWatch/anchorages_pipeline: a stop ends
    at 0.5 kn.
[miller2018] N. A. Miller et al., "Identifying Global Patterns of Transshipment Behavior", Front.
    Mar. Sci. 5 (2018), 240: loitering below 2 kn.
[radiancefleet] github.com/RadianceFleet/RadianceFleet, `mmsi_cloning_detector.py`: no ship above
    50 kn; AISdb, `track_gen.split_tracks`, cuts at the same speed.
[m1371] ITU-R M.1371-5: positions in 1/10000 min (0.18 m), speeds in 0.1 kn; accuracy flag at 10 m.

"Own choice" is our judgement; where a page is named, it holds the measurement.
"""

from dataclasses import dataclass

_MS_PER_MIN = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Thresholds of the pass; `docs/facts.md` says how each is used.

    Fields without a source: fitted to real fishing vessels, docs/accuracy-real.md.
    """

    slot_min: float = 10.0
    """Grid of SLOTS [pipe-encounters]. Every count of slots or contacts is turned into hours by
    it: the detectors' `slot_min` follow this one."""
    slot_max_interval_h: float = 8.0
    """Longest interval between two reports that is filled with slots; `sigma_m` says how far off
    they may be. Own choice, measured in docs/facts.md, "Slots and contacts": reports an hour apart
    on average lie more than 5 h apart once in a hundred and fifty, which cuts one transfer of ten
    hours in eight; 12 h found no more than 8 h."""
    slot_max_sog_kn: float = 3.5
    """A slot needs a slow ship: 3 kn, the most at which `sts` takes two ships to lie alongside,
    and half a knot of noise; own choice."""
    position_sigma_m: float = 20.0
    """1-sigma of a reported position: 10-15 m GNSS, 0.18 m AIS unit [m1371], antenna and clock;
    own choice."""
    drift_acceleration_mps2: float = 1.0e-4
    """1-sigma change of a drifting ship's velocity: a 2.5 kn tide that turns in 3 h; own choice.
    No interval between two slow reports is surer than that; the next three can make it less
    sure."""
    drift_sigma_mps: float = 0.15
    """1-sigma error of a slow ship's own velocity: 0.1 kn units [m1371], unsteady course; own
    choice."""
    path_sigma_mps: float = 0.05
    """Between two slow reports with velocities: 1-sigma error for each second of after * before /
    interval. Fitted with the next five to real fishing vessels (docs/accuracy-real.md)."""
    path_common_share: float = 0.4
    """The same, of what both velocities have in common that the straight line does not show."""
    path_change_share: float = 0.15
    """The same, of their difference."""
    bend_change_mps: float = 0.3
    """Velocities that differ by so much are half believed: a moored ship's differ by 0.1."""
    bend_common_mps: float = 1.5
    """Velocities that both miss the straight line by so much are half believed."""
    bend_max_h: float = 6.0
    """So far apart they are half believed: the tide has turned meanwhile."""
    bend_held_m: float = 30.0
    """A ship this close to where she was is half believed: no drift brings a ship back, a chain
    and a platform never let go, and their velocities are noise. Own choice."""
    contact_radius_m: float = 1000.0
    """Two slots closer than this are a contact: twice the 500 m of [pipe-encounters], because
    `sigma_m` after an hour without reports is some hundred metres; own choice."""
    moored_radius_m: float = 500.0
    """The same where both lie still: ships at berths and anchors are neighbours by the
    hundred, and two antennas are at most so far apart in an encounter [pipe-encounters]."""
    moored_sog_kn: float = 0.3
    """A ship at or below this speed lies still; own choice, three of AIS's steps [m1371]."""
    contact_most: int = 64
    """In a crowd a ship's contacts at one time are those with the nearest so many others. Own
    choice, measured in docs/hostile-growth.md: n ships at one point are n^2 / 2 pairs."""
    stay_max_sog_kn: float = 2.5
    """A leg belongs to a stay at or below this speed: 2 kn drift [miller2018], tide and noise."""
    stay_max_interval_h: float = 24.0
    """Two slow reports further apart are no stay: nobody knows where the ship was between; own
    choice."""
    stay_min_h: float = 0.5
    """Shorter stays are not kept; own choice, half of the shortest that a detector asks for."""
    stopped_sog_kn: float = 0.5
    """Stopped [anchorages]."""
    silence_min_h: float = 1.0
    """Shorter intervals are never a silence: ships are taken to be heard between reports so close
    [pipe-encounters]. The `gap` detector follows this."""
    silence_times_usual: float = 4.0
    """A silence is at least this many times the hull's usual interval between reports; own choice
    (docs/facts.md, "Silences"). The `gap` detector follows this."""
    heard_max_h: float = 1.0
    """A ship counts as heard throughout an interval up to this [pipe-encounters]."""
    reach_min_kn: float = 30.0
    """Any ship may have moved at this speed between two reports; own choice: faster than any
    cargo ship, so that a faulty speed opens no track."""
    reach_unknown_kn: float = 40.0
    """The same where neither report carries a speed; own choice."""
    reach_max_kn: float = 50.0
    """No ship that concerns us is faster [radiancefleet]."""
    reach_slack_m: float = 300.0
    """Position noise and clock skew that is never a jump; own choice: 30 s at 20 kn."""
    track_memory_h: float = 48.0
    """A track that is not its MMSI's newest can be continued for so long; own choice."""
    glitch_max_m: float = 5000.0
    """Farthest slip of position or clock: 5 min at 30 kn is 4.6 km; own choice."""
    glitch_min_sog_kn: float = 2.0
    """Slower ships have no course to compare; own choice."""
    glitch_max_sog_kn: float = 2.0
    """Speeds of one ship's two reports made minutes apart differ by no more; own choice."""
    glitch_max_turn_deg: float = 45.0
    """The same for the course; own choice."""
    glitch_share: float = 0.8
    """At so many of the jumps between two tracks; own choice."""

    @property
    def slot_ms(self) -> int:
        """The grid of SLOTS in milliseconds."""
        return round(self.slot_min * _MS_PER_MIN)
