"""The mark by which everything that knows how to read can tell simulated traffic from real.

Where the mark stands, format by format:

| format | mark |
|---|---|
| every file | the file's name starts with `SIMULATED_` |
| NMEA | first line `# SIMULATED ...`; every tag block names a station `s:SIMULATED-...` |
| Danish CSV | column `Data source type` holds `SIMULATED` in every row |
| MarineCadastre CSV | first row is a virtual aid to navigation named `SIMULATED TRAFFIC` |
| Parquet | column `receiver` holds `SIMULATED-...` in every row |
| sightings CSV | column `scene_id` starts with `SIMULATED-` |

The MarineCadastre layout has no column for a source, so its rows alone cannot carry the mark.
"""

from pathlib import PurePath

MARK = "SIMULATED"
"""The word that marks it."""

MARKER_NAME = f"{MARK} TRAFFIC"
"""Name of the virtual aid to navigation that opens a MarineCadastre file."""

MARKER_MMSI = 992999999
"""Its MMSI: 99 (aid to navigation), a MID that ITU has not allocated, 9 (virtual)."""


def is_marked(text: str | None) -> bool:
    """Return True if a receiver, station, source, name or comment says SIMULATED.

    None and the empty text are not marked. The mark must stand at the beginning (a comment sign
    and blanks aside), so that a ship whose destination merely contains the word is not marked.
    """
    return bool(text) and str(text).lstrip("#\\ ").removeprefix("s:").startswith(MARK)


def is_marked_file(path: str | PurePath) -> bool:
    """Return True if the file's name says SIMULATED."""
    return PurePath(path).name.startswith(MARK)
