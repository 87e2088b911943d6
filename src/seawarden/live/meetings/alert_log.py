"""`alerts.jsonl`: every alert, on the disk before it is shown, one JSON object a line.

What stands there was announced: a watch that was killed between writing and showing does not show
it again, and one that was killed before does. Half a line at the end was never shown: it is cut.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import OutputError
from ...files.atomic import cause
from .stages import STAGES

NAME = "alerts.jsonl"


class AlertLog:
    """The alerts of one docket's folder."""

    def __init__(self, folder: Path) -> None:
        """Open what is there. Raises OutputError when it cannot be written."""
        self._path = folder / NAME
        try:
            text = self._path.read_bytes() if self._path.exists() else b""
            whole = text.rfind(b"\n") + 1
            if whole < len(text):
                os.truncate(self._path, whole)
        except OSError as error:
            raise OutputError(f"{self._path}: cannot be written: {cause(error)}") from error
        self._size = whole

    def write(self, records: list[dict[str, Any]]) -> None:
        """Append alerts and flush them to the disk.

        Raises OutputError when there is no room; nothing is appended then.
        """
        text = "".join(json.dumps(record) + "\n" for record in records).encode()
        try:
            with self._path.open("ab") as file:
                try:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    os.ftruncate(file.fileno(), self._size)
                    raise
        except OSError as error:
            raise OutputError(f"{self._path}: cannot be written: {cause(error)}") from error
        self._size += len(text)

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield every alert that was written."""
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    record = json.loads(line)
                except ValueError:
                    continue
                if isinstance(record, dict) and record.get("stage") in STAGES:
                    yield record
