"""`live`: a feed in, a docket that grows."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..files import lock
from ..files.streams import read_once
from ..pipeline import settings_file
from ..pipeline.front import arguments
from ..pipeline.front.arguments import Pathlike
from ..pipeline.front.docket import Docket
from ..pipeline.read_lists import read_lists
from ..pipeline.watch import context_file, default_params
from ..pipeline.watch.docket_folder import claim_docket
from .docket import Publisher
from .params import Params
from .run import Feed
from .sources.source import Secrets, sources_of

Alert = Callable[[dict[str, Any]], None]


def live(
    sources: str | Iterable[str],
    *,
    out: Pathlike,
    lists: Pathlike | None = None,
    config: Pathlike | None = None,
    context: Pathlike | None = None,
    publish_s: float | None = None,
    stop_after_s: float | None = None,
    key_file: Pathlike | None = None,
    metrics: str | None = None,
    alert: Alert | None = None,
) -> Docket:
    """Watch a feed: log what comes, find who meets whom, write the docket as it grows.

    Method: every line is on the disk before it is used; reports are cut into short spans of time
    whose facts combine, and the steps of `watch` find events and cases. Returns when it is stopped
    (SIGINT, SIGTERM) or every source has ended; the same command goes on from there.

    sources       tcp://, udp://, ws(s)://, mqtt(s)://, http://, serial://, '-', growing files
    out           folder for the docket, made if need be; `feed/` in it is the log
    lists         folder of sanctions lists; without it, the register that ships with Seawarden
    config        TOML file with thresholds, the table [live] among them, see docs/live.md
    context       `context.parquet` of an earlier docket: what it learnt is taken
    publish_s     a generation of the docket is written so often, seconds
    stop_after_s  stop when no source has sent anything for so many seconds
    key_file      file with the key of the service (AISStream) or the password of the broker
    metrics       host:port at which health and rates are served as Prometheus metrics
    alert         called with each thing that happens, as a dict: what `--json` prints

    Raises UsageError for an argument, InputError for a file, OutputError for a folder that cannot
    be used, each in one line.

        docket = sw.live("tcp://127.0.0.1:4001", lists="lists/", out="docket/", stop_after_s=60)
        print(docket.cases.select("rank", "grade", "title"))
    """
    given = (sources,) if isinstance(sources, str) else tuple(sources)
    defaults = {**default_params.defaults(), "live": Params()}
    params = settings_file.load(arguments.path(config), defaults)
    if publish_s is not None:
        params["live"] = replace(params["live"], publish_s=publish_s)
    for name, value in (("--publish-s", publish_s), ("--stop-after-s", stop_after_s)):
        if value is not None and value <= 0:
            raise UsageError(f"{name} {value:g}: expected a number of seconds above 0")
    found = sources_of(given, _secrets(arguments.path(key_file)))
    listings = read_lists(arguments.path(lists))
    known = context_file.read(arguments.path(context))
    folder = Path(out)
    files = [text.partition("#")[0] for text in given if "://" not in text and text != "-"]
    claim_docket(folder, files, [arguments.path(p) for p in (lists, config, context)])
    stop = threading.Event()
    publisher = Publisher(folder, params, listings, known, ("live", *given, "--out", str(out)))
    emit = _one_at_a_time(alert or (lambda _record: None))
    with lock.writer(folder), _stopped_by_signals(stop):
        Feed(folder, found, params["live"], publisher, emit, stop, stop_after_s, metrics).run()
    return Docket(out)


def _one_at_a_time(alert: Alert) -> Alert:
    """Return `alert` for several threads: sources, the watch and the writer of the docket speak."""
    held = threading.Lock()

    def emit(record: dict[str, Any]) -> None:
        with held:
            alert(record)

    return emit


def _secrets(path: Path | None) -> Secrets:
    """Return the key: from a file, or from SEAWARDEN_FEED_KEY, never from the command line."""
    if path is not None:
        text = read_once(path).decode("utf-8", "replace").strip()
    else:
        text = os.environ.get("SEAWARDEN_FEED_KEY", "")
    return Secrets(key=text, password=text)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let SIGINT and SIGTERM end the watch in order; a second one ends it at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def asked(number: int, _frame: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {n: signal.signal(n, asked) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
