"""What the watch of a feed does, turn by turn.

Each turn: take what came, log it, acknowledge it, decode it; now and then close spans and look at
open meetings; now and then write a generation of the docket, in a thread of its own, while the feed
goes on. When it is stopped, or every source has ended, the last generation is written and it ends.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..files.atomic import write_text
from ..geo.places import Places
from ..store.archive import Archive
from . import metrics
from .docket import Publisher
from .inbox import Inbox
from .log import DiskFullError
from .meetings.watchkeeper import Watchkeeper, listed_of
from .params import Params
from .session import Session
from .sources.channel import Channel
from .sources.source import Source
from .spans import Node, Whole

Emit = Callable[[dict[str, Any]], None]
"""Takes a record of what happened: `type` says what, `text` says it in words."""
_AT_ONCE_BYTES = 8 << 20
_FIRST_S = 30.0


@dataclass(slots=True)
class Feed:
    """One run over some sources."""

    out: Path
    sources: list[Source]
    params: Params
    publisher: Publisher
    emit: Emit
    stop: threading.Event
    idle_stop_s: float | None = None  # stop when no source sent anything for so long
    metrics_at: str | None = None  # host:port
    channels: list[Channel] = field(default_factory=list)
    generation: int | None = None
    _published_at: float = 0.0
    _publish_took_s: float = 0.0
    _job: Future[Any] | None = None
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _published_lines: int = -1
    _ticked_at: float = 0.0
    _watch: Watchkeeper | None = None
    _closed: list[Node] = field(default_factory=list)  # since the last look at the meetings
    _oldest_ms: int = 0  # when the first line since then came
    _health: str = ""
    _is_full: bool = False

    def run(self) -> None:
        """Watch until the stop is asked for or every source has ended; write the docket."""
        inbox = Inbox(round(self.params.queue_mb * 1e6), self.stop)
        server = metrics.serve(self.metrics_at, lambda: self._health) if self.metrics_at else None
        try:
            self._run(inbox)
        finally:
            self.stop.set()
            if server is not None:
                server.shutdown()

    def _run(self, inbox: Inbox) -> None:
        session = self._session()
        threads = [self._start(source, inbox, session) for source in self.sources]
        self._ticked_at = time.monotonic()
        # The first generation comes soon: which ships are listed is known from it.
        self._published_at = self._ticked_at - max(0.0, self.params.publish_s - _FIRST_S)
        while True:
            session = self._turn(session, inbox)
            if self._is_ended(inbox, threads):
                break
        self.stop.set()
        for thread in threads:
            thread.join(timeout=5.0)
        while arrivals := inbox.take(0.0, _AT_ONCE_BYTES):
            self._until_there_is_room(partial(session.receive, arrivals), session)
        self._tick(session, inbox)
        self._end(session)
        self._measure(session, inbox)

    def _start(self, source: Source, inbox: Inbox, session: Session) -> threading.Thread:
        def take(name: str, data: bytes, position: int, acknowledge: Any) -> None:
            inbox.put(name, data, position, acknowledge, can_wait=source.reads.can_wait)

        channel = Channel(
            source.name, self.params, self.stop, take, self._say,
            resume_at=session.intake.position(source.name),
        )  # fmt: skip
        self.channels.append(channel)
        return source.start(channel)

    def _say(self, text: str, **more: Any) -> None:
        self.emit({"type": "note", "text": text, **more})

    def _session(self) -> Session:
        late = [s.name for s in self.sources if (s.late_s or 0) > self.params.lateness_s]
        session = Session(
            self.out, self.params, self.publisher.params["facts"], late=late,
            n_sources=len(self.sources),
        )  # fmt: skip
        for note in session.log.notes:
            self._say(note)
        self._watch = Watchkeeper.of(self.out, self.publisher.params, session.spans.nodes)
        self._closed.clear()
        return session

    def _turn(self, session: Session, inbox: Inbox) -> Session:
        arrivals = inbox.take(self.params.acknowledge_s, _AT_ONCE_BYTES)
        try:
            if arrivals:
                self._oldest_ms = self._oldest_ms or arrivals[0].received_ms
                self._until_there_is_room(partial(session.receive, arrivals), session)
                self._acknowledged(session)
            now = time.monotonic()
            if now - self._ticked_at >= self.params.tick_s:
                self._ticked_at = now
                self._tick(session, inbox)
            if session.archive.n_waiting > self.params.archive_reports:
                session.flush()
            self._publish_when_due(session)
        except DiskFullError:
            raise  # the log itself is held back, until the stop
        except OutputError as error:
            session = self._again(session, error)
        return session

    def _acknowledged(self, session: Session) -> None:
        sizes = {s.source: s.size for s in session.log.segments}
        self.emit({"type": "acknowledged", "lines": session.lines, "log_bytes": sizes})

    def _until_there_is_room(self, work: Callable[[], None], session: Session) -> None:
        """Do what needs the disk; while it is full, say so and hold everything back."""
        is_announced = False
        while True:
            try:
                work()
            except DiskFullError as error:
                if not is_announced:
                    self._say(f"{error}; held back, nothing is lost: waiting for room", full=True)
                    is_announced = self._is_full = True
                if self.stop.wait(self.params.disk_full_retry_s):
                    raise
                work = session.retry
                continue
            if is_announced:
                self._is_full = False
                self._say("there is room on the disk again", full=False)
            return

    def _again(self, session: Session, error: OutputError) -> Session:
        """Go on after the archive could not be written: what waits is read from the log again."""
        self._say(f"{error}; held back, nothing is lost: it is in the log", full=True)
        session.archive.abandon()
        while True:
            if self.stop.wait(self.params.disk_full_retry_s):
                raise error
            try:
                session = self._session()
            except OutputError as still:
                error = still
            else:
                self._say("the log was read again; the archive goes on", full=False)
                return session

    def _tick(self, session: Session, inbox: Inbox) -> None:
        self._closed += session.spans.settle()
        for channel in self.channels:
            channel.look()
        if self._oldest_ms and self._watch is not None:
            learnt = self.publisher.given or self.publisher.learnt
            places = Places() if learnt is None else learnt.places
            closed, self._closed = self._closed, []
            try:
                for alert in self._watch.look(session, closed, places, self._oldest_ms):
                    self.emit(alert)
            except OutputError as error:
                self._say(f"{error}; the alerts come again when there is room", full=True)
            self._oldest_ms = 0
        self._measure(session, inbox)

    def _measure(self, session: Session, inbox: Inbox) -> None:
        """Write the metrics; a disk that is full must not stop the watch for them."""
        latencies = sorted(self._watch.latencies_s[-1000:]) if self._watch else []
        health = {
            **session.health, "queue_bytes": inbox.waiting_bytes, "queue_waits_total": inbox.waits,
            "alerts_total": self._watch.n_alerts if self._watch else 0,
            "alert_latency_p50_seconds": latencies[len(latencies) // 2] if latencies else 0.0,
            "alert_latency_p99_seconds": latencies[len(latencies) * 99 // 100] if latencies else 0,
            "generation": self.generation or 0, "publish_seconds": round(self._publish_took_s, 3),
            "disk_full": self._is_full,
        }  # fmt: skip
        self._health = metrics.text_of(metrics.rows_of(health, self.channels))
        with suppress(OutputError):
            write_text(self.out / metrics.NAME, self._health)

    def _publish_when_due(self, session: Session) -> None:
        now = time.monotonic()
        if self._job is not None:
            if not self._job.done():
                return
            job, self._job = self._job, None
            self._published_at, self._publish_took_s = now, job.result()
        wait_s = max(self.params.publish_s, self._publish_took_s / self.params.publish_share)
        if now - self._published_at < wait_s or session.lines == self._published_lines:
            return
        session.flush()
        session.tidy()
        archive, whole = session.archive.archive, self._whole(session)
        if archive is None or whole is None:
            return
        self._published_lines = session.lines
        self._job = self._pool.submit(self._publish, archive, whole, is_ended=False)

    def _whole(self, session: Session) -> Whole | None:
        nodes = [*session.spans.nodes]
        if (last := session.spans.peek()) is not None:
            nodes.append(last)
        return Whole.of(nodes, self.publisher.params["facts"])

    def _publish(self, archive: Archive, whole: Whole, *, is_ended: bool) -> float:
        start = time.monotonic()
        result = self.publisher.publish(archive, whole, is_ended=is_ended)
        took_s = time.monotonic() - start
        self.generation = result.run["generation"]
        if self._watch is not None:
            self._watch.listed = listed_of(result.matches)
        self.emit(
            {
                "type": "generation", "generation": self.generation, "seconds": round(took_s, 3),
                "reports": archive.n_reports, "events": result.run["events"],
                "cases": result.run["cases"],
                "text": f"generation {self.generation}: {archive.n_reports:,} reports, "
                f"{sum(result.run['events'].values()):,} events, {result.run['cases']:,} cases",
            }
        )  # fmt: skip
        return took_s

    def _is_ended(self, inbox: Inbox, threads: list[threading.Thread]) -> bool:
        if self.stop.is_set():
            return True
        if inbox.waiting_bytes:
            return False
        if self.idle_stop_s is not None and all(
            c.quiet_s() > self.idle_stop_s for c in self.channels
        ):
            return True
        return not any(thread.is_alive() for thread in threads)

    def _end(self, session: Session) -> None:
        """Write the last generation: everything that came, and what a watch of it would say."""
        if self._job is not None:
            with suppress(OutputError):  # the last one, below, says what is wrong
                self._job.result()
        session.end()
        archive = session.flush()
        whole = self._whole(session)
        if archive is not None and whole is not None:
            self._publish(archive, whole, is_ended=True)
        self._pool.shutdown()
