"""Every threshold of `live`, with its unit and where it comes from: the table [live] of settings.

"Own choice" is our judgement; where a page is named, it holds the measurement.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How often what is done, how much is held, and when something is said."""

    acknowledge_s: float = 0.2
    """What came in so long is written and flushed to the disk together; own choice."""
    tick_s: float = 2.0
    """Open meetings are looked at so often; own choice, well below the minutes a flight takes."""
    publish_s: float = 300.0
    """A generation of the docket is written so often, while something came; own choice."""
    publish_share: float = 0.2
    """Share of the time that may go into writing generations: a large docket is written less
    often. Own choice."""
    settle_s: float = 20.0
    """Reports later than this behind the newest re-make a span that was closed; own choice, more
    than the delay of terrestrial networks between two receivers."""
    span_min: float = 10.0
    """A span is closed after so long; own choice, the grid of the pass."""
    span_reports: int = 400_000
    """... or after so many reports, which are scanned in a twentieth of a second; own choice."""
    archive_reports: int = 1_000_000
    """So many reports wait for the archive at most: what bounds the memory; own choice."""
    day_segments: int = 24
    """A day that lies in more files than this is written together when it is over; own choice."""
    log_segment_mb: float = 256.0
    """A file of the log is closed at this size; own choice."""
    log_keep_days: float = 0.0
    """Closed files of the log that are in the archive are removed after so long; 0: never, for
    evidence names their lines."""
    queue_mb: float = 256.0
    """Bytes that may wait to be logged; sources that can be held back are, beyond it."""
    lateness_s: float = 120.0
    """How late a source's messages may come where nothing else is set for it; own choice. It
    says when a source without time stamps cannot be used, and what is counted as late."""
    silent_min_s: float = 60.0
    """A connected source is called silent after so long without a line at the least; own choice."""
    silent_times_usual: float = 20.0
    """... and after so many of its usual intervals between lines; own choice, as a receiver with
    one ship in range has intervals of seconds to minutes."""
    reconnect_first_s: float = 1.0
    """Wait before the first reconnection; doubled each time. Own choice."""
    reconnect_most_s: float = 60.0
    """The longest wait between reconnections; own choice."""
    disk_full_retry_s: float = 2.0
    """A full disk is tried again so often; own choice."""
