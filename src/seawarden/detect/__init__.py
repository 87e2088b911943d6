"""Detectors: one behaviour a file, each a function from fact tables to EVENTS.

contract      what a detector is; the shape of its findings
encounter     two ships near each other, slow, away from port
sts           two ships alongside as for a transfer of cargo
loitering     a ship drifts or waits where ships do not stop
port_visit    a ship stops in a port or anchorage
gap           a ship falls silent where it would have been heard
"""

from . import encounter, gap, loitering, port_visit, sts
from .contract import EVENT_ROWS, Detector

ALL: tuple[Detector, ...] = (encounter, sts, loitering, port_visit, gap)
"""Every detector; `detector.detect(*(tables[t.name] for t in detector.READS))` runs one."""

__all__ = ["ALL", "EVENT_ROWS", "Detector", "encounter", "gap", "loitering", "port_visit", "sts"]
