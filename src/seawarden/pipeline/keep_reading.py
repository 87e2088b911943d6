"""Save how files were read, for `--reading`."""

from collections.abc import Iterable
from pathlib import Path

from ..errors import FormatError, InputError
from ..files import output_file
from ..read import Options, format_of, saved_reading
from ..read.input.source import Source


def keep_reading(path: Path, sources: Iterable[Source], options: Options) -> None:
    """Write the saved reading of every source that can be read.

    Raises OutputError when the file cannot be written, or another than a saved reading lies there.
    """
    readings = []
    for source in sources:
        try:
            found = format_of(source, options)
        except (FormatError, InputError):
            continue  # named where it is read
        given = options.choices(source.place)
        rows = str(given.skip_rows) if given.skip_rows else None
        texts = {
            "time_zone": given.time_zone, "date_order": given.date_order,
            "encoding": given.encoding, "skip_rows": rows,
        }  # fmt: skip
        readings.append((source.place, found, texts))
    output_file.write(path, saved_reading.written(readings))
