"""One writer a docket: a second one is refused and hears who holds it.

Method: an exclusive `flock` on `.lock` in the folder, which the system releases when the process
ends, however it ends; the file says who holds it. Readers need no lock. Blind spot: a network
drive that does not share locks between machines.
"""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import OutputError
from ..files.atomic import cause

NAME = ".lock"


@contextmanager
def writer(folder: Path) -> Iterator[None]:
    """Hold the docket in `folder` for writing until the block is left.

    Raises OutputError, naming the process that holds it, when another one does, or when the lock
    cannot be written.
    """
    path = folder / NAME
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {cause(error)}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(f"{folder}: {_holder(path)} writes to this docket") from None
        except OSError as error:
            raise OutputError(f"{path}: cannot be locked: {cause(error)}") from error
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}) + "\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _holder(path: Path) -> str:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return f"process {int(held['pid'])} on {held['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
