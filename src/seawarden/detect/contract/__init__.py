"""What all detectors share: their contract, and how findings become EVENTS.

detector      what a detector declares and takes
findings      findings as EVENTS: ids, order, `detail` and its parts
event_id      names of events that stay the same from run to run
columns       a column of a table as numbers for NumPy
"""

from .detector import ANYWHERE_M, Detector, Needs
from .findings import (
    EVENT_ROWS,
    SCHEMA,
    Part,
    as_events,
    detail_json,
    detail_text,
    probability,
    rounded,
    sorted_by_key,
    written_fields,
)

__all__ = [
    "ANYWHERE_M", "EVENT_ROWS", "SCHEMA", "Detector", "Needs", "Part", "as_events", "detail_json",
    "detail_text", "probability", "rounded", "sorted_by_key", "written_fields",
]  # fmt: skip
