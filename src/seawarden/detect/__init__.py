"""Detectors: one behaviour a file, each a function from fact tables to EVENTS.

contract      what a detector is; the shape of its findings
encounter     two ships near each other, slow, away from port
sts           two ships alongside as for a transfer of cargo
dark_sts      the same with one side, or both, not sending
dark_ship     a sensor saw a ship where none was sending
loitering     a ship drifts or waits where ships do not stop
port_visit    a ship stops in a port or anchorage
gap           a ship falls silent where it would have been heard
spoofing      positions that cannot be true, of a ship or of an area
identity      one identity on several ships, one ship under several, claims that do not hold
"""

from . import (
    dark_ship,
    dark_sts,
    encounter,
    gap,
    identity,
    loitering,
    port_visit,
    spoofing,
    sts,
)  # fmt: skip
from .contract import EVENT_ROWS, Detector

ALL: tuple[Detector, ...] = (
    encounter, sts, dark_sts, dark_ship, loitering, port_visit, gap, spoofing, identity,
)  # fmt: skip
"""Every detector; `detector.detect(*(tables[t.name] for t in detector.READS))` runs one."""

__all__ = [
    "ALL", "EVENT_ROWS", "Detector", "dark_ship", "dark_sts", "encounter", "gap", "identity",
    "loitering", "port_visit", "spoofing", "sts",
]  # fmt: skip
