"""What each part of a transfer's evidence weighs, in log odds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Sizes of the parts, natural log odds.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    prior: float = -2.1  # of two slow cargo ships within 1 km for an hour, few lie alongside
    proximity_max: float = 5.0  # position alone proves contact, not what was done
    proximity_min: float = -8.0
    duration_h: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)  # design: 1 h possible, 2 h probable
    duration: tuple[float, ...] = (-5.0, -2.2, 0.3, 1.0, 1.3)
    looks: tuple[float, ...] = (1.0, 1.3, 1.6, 2.2)  # independent looks at the pair
    looks_weight: tuple[float, ...] = (-3.5, -1.2, -0.4, 0.0)
    heading_aligned: float = 0.5  # within 20 deg of parallel or opposite; so are anchored ships
    heading_crossed: float = -2.5
    moving_apart: float = -3.0  # relative speed above 0.5 kn
    too_fast: float = -3.0  # above 3 kn
    trawling: float = -2.0  # a type not known at the speed of a trawl, hour after hour
    trawling_kn: tuple[float, float] = (1.5, 2.5)  # not at all, wholly; trawls are towed at 2.5-4
    not_beside: float = -3.5  # one behind the other: a tow, a line at anchor
    neighbours: float = -3.0  # within reach far longer than alongside: neighbours at anchor
    neighbours_ratio: tuple[float, float] = (0.7, 2.5)  # hours outside the stretch over inside
    open_sea: float = 0.0
    inshore: float = -1.5  # berths and roads that no list holds
    moored: float = -4.0  # inshore, and held on the spot as no anchor or drift holds a ship
    moored_m: tuple[float, float] = (25.0, 60.0)  # held so near: wholly, not at all; 10 m GNSS
    fixed: float = -4.0  # at sea, where no quay is: a platform or buoy, and what serves it
    fixed_traders: float = -1.5  # both known to carry such cargo: on a buoy, positions rounded
    fixed_unknown: float = -2.0  # neither's type was ever sent
    fixed_m: tuple[float, float] = (12.0, 25.0)  # at sea: no more than the noise of GNSS
    fixed_h: tuple[float, float] = (3.0, 6.0)  # at sea: the tide turns a ship at anchor in 6 h
    anchorage: float = -4.6  # bunkering, stores, lightering in the open are usual there
    port: float = -5.0  # the same, and moored side by side
    crowd: tuple[float, ...] = (0.0, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0)  # other hulls beside them
    crowd_inshore: tuple[float, ...] = (0.0, -1.5, -2.5, -3.5, -4.0, -4.0, -4.0)  # a harbour
    # One is a raft, more a road. Ships at anchor swing on 200 m and more of chain and hull, so that
    # 500 m hold a dozen of them: more, far from the coast, are no road but small craft or decoys.
    crowd_at_sea: tuple[float, ...] = (0.0, 0.0, -1.5, -2.5, -4.0, -4.0, 0.0)
    same_trade: float = 0.5  # tanker with tanker, cargo ship with cargo ship
    mixed_trade: float = -1.2  # tanker with cargo ship: bunkering is the usual reason
    not_known: float = 0.0  # a type that was never sent
    small_craft: float = -1.5  # a hull below 30 m is a launch or tender more often than not
    small_craft_m: float = 30.0
    launch: float = -3.0  # below 20 m crew, stores or fish: no hold for what a transfer moves
    launch_m: float = 20.0
    draughts_opposite: float = 4.5  # one rose, one sank: cargo moved
    draught_one: float = 1.5
    draughts_alike: float = -0.5
    draughts_alike_beside: float = -4.0  # another hull lay there: both took from it, or gave to it
    one_hull: float = -6.0  # antennas nearer than two hulls side by side allow: one ship, two sets
    unknown_apart_m: float = 10.0  # the least for hulls of unknown beam: two coasters of 10 m
    between: float = -8.0  # a third hull between them: they cannot touch
    outermost: float = -2.0  # of three pairs the one furthest apart: four times in five
    teleport: float = -5.0  # a hull that came or left by a jump was perhaps never there
    decoy: float = 0.5  # her MMSI sent from elsewhere too: an alibi, or a number used twice
