"""Save how files were read, for `--reading`."""

from collections.abc import Iterable
from pathlib import Path

from ..errors import FormatError, InputError, OutputError
from ..files.atomic import write_text
from ..read import Options, format_of, saved_reading
from ..read.input.source import Source


def keep_reading(path: Path, sources: Iterable[Source], options: Options) -> None:
    """Write the saved reading of every source that can be read.

    Raises OutputError when the file cannot be written.
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
    text = saved_reading.written(readings)
    if path.exists() and not path.read_bytes().startswith(b"format = "):
        raise OutputError(f"--save-reading {path}: a file that is no saved reading stands there")
    write_text(path, text)
