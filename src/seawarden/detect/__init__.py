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

from importlib import import_module
from pkgutil import iter_modules

from ..schema.kinds import all_kinds
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
)
from .contract import EVENT_ROWS, Detector


def _found() -> list[Detector]:
    """Return the modules of this folder that are detectors, in the order of their kinds."""
    modules = [import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)]
    by_name: dict[str, Detector] = {m.NAME: m for m in modules if hasattr(m, "detect")}
    return [by_name[kind.name] for kind in all_kinds() if kind.name in by_name]


ALL: list[Detector] = _found()
"""Every detector; `detector.detect(*(tables[t.name] for t in detector.READS))` runs one. A file of
this folder with `NAME`, `READS` and `detect` is found; one that lives elsewhere is appended."""

__all__ = [
    "ALL", "EVENT_ROWS", "Detector", "dark_ship", "dark_sts", "encounter", "gap", "identity",
    "loitering", "port_visit", "spoofing", "sts",
]  # fmt: skip
