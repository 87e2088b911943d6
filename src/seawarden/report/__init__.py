"""Reports: the docket as a page, GeoJSON, KML, flat tables and lines on a terminal.

from seawarden import report
report.write_all(out, events=events, matches=matches, cases=cases, tracks=tracks, run=run)
"""

from .write import TRACKS, write_all

__all__ = ["TRACKS", "write_all"]
