"""Files that Seawarden wrote itself and that are not AIS: the truth of a simulation, a docket.

A folder of simulated AIS holds its truth beside it. Read as AIS, the truth would show every ship
that the simulation hid, so it is told by its columns and passed over.
"""

import pyarrow.parquet as pq
from pyarrow import ArrowException

from ....errors import InputError
from ....read.input.source import Source
from ....store import kept

_PARQUET = (
    ({"behaviour", "is_breach"}, "the truth of a simulation"),
    ({"is_dark", "ship"}, "the true tracks of a simulation"),
    ({"is_dark", "mmsis"}, "the truth of simulated sightings"),
    ({"event_id", "kind", "confidence"}, "events of a docket"),
    ({"case_id", "rank", "grade"}, "cases of a docket"),
    ({"query_id", "listing_id", "score"}, "matches of a docket"),
    ({"file_id", "line", "reason"}, "rejects of a docket"),
    ({"file_id", "lat_aisu", "lon_aisu"}, "the archive of a docket"),
    ({"file_id", "line", "call_sign", "msg_type"}, "the archive of a docket"),
)
_SIGHTINGS = {b"scene_id", b"lat_deg", b"sensor"}


def what(source: Source) -> str | None:
    """Return what file of ours `source` is, or None when it is none."""
    path = source.path
    if path is not None and (path.parent.name, path.suffix) == (kept.FOLDER, kept.SUFFIX):
        return "what a docket keeps for its next run"
    if path is None or source.member is not None:
        return None
    try:
        head = source.head()
    except InputError:
        return None  # the reader will say why
    source.release()
    if head.startswith(b"PAR1"):
        return _of_parquet(source)
    header = head.split(b"\n", 1)[0].strip().split(b",")
    return "sightings, which go to --sightings" if set(header) >= _SIGHTINGS else None


def _of_parquet(source: Source) -> str | None:
    try:
        with source.seekable() as file:  # a pipe is read once only
            columns = set(pq.read_schema(file).names)
    except (ArrowException, OSError, InputError):
        return None
    return next((name for wanted, name in _PARQUET if wanted <= columns), None)
