"""Simulated traffic with known truth, in the formats real traffic comes in.

`run` writes AIS, the truth behind it and radar sightings to a folder. Everything it writes says
SIMULATED (`mark` says where); the ships that carry the name and IMO number of designated ships
do invented things.
"""

from ..ids.simulated_mark import MARK, MARKER_NAME, is_marked, is_marked_file
from .run import FORMATS, START_UTC, Summary, run
from .scenarios import SCENARIOS, Scenario

__all__ = [
    "FORMATS", "MARK", "MARKER_NAME", "SCENARIOS", "START_UTC", "Scenario", "Summary",
    "is_marked", "is_marked_file", "run",
]  # fmt: skip
