"""The archive: every report and static message in day files of Parquet, in time order.

archive     what is at rest, opened: pieces in time order, tables, lines of a row
writer      inputs into segments, anew or onto an archive
manifest    which files count, and in which order of inputs
dayfile     one day of one segment, written in exact row groups
runs        rows of any order into time order with bounded memory
pieces      what is read at once; order: the order of rows; rows: (segment, row) in a number
rejects     lines that could not be read; trace: from rows back to lines
"""

from .archive import Archive

__all__ = ["Archive"]
