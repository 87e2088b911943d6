"""The context of an earlier run, from the file that it left: nothing is learnt anew."""

import io
from pathlib import Path

import polars as pl

from ...detect.learning import context
from ...errors import InputError, SchemaError
from ...files.streams import read_once


def read(path: Path | None) -> context.Context | None:
    """Return what an earlier run learnt; None without a path.

    Raises InputError when the file is missing or holds no context.
    """
    if path is None:
        return None
    try:
        return context.read(pl.read_parquet(io.BytesIO(read_once(path))))
    except (OSError, InputError, SchemaError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{path}: not a context of Seawarden: {error}") from error
