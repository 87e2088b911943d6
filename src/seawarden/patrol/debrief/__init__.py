"""What a flight brought home: contacts, area searched, lessons for the next plan."""

from .summary import Debrief, count_transfers, coverage_lines, debrief, tally

__all__ = ["Debrief", "count_transfers", "coverage_lines", "debrief", "tally"]
