"""Looks at open meetings at every tick and announces what is new, on disk before it is shown."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from ...detect.transfer.ship_kind import UNKNOWN, ship_kind
from ...geo.places import Places
from ..session import Session
from ..spans import Node
from .alert_log import AlertLog
from .stages import PARTED, Meetings, Params

_CODES = range(256)
_KINDS = dict(
    zip(_CODES, pl.DataFrame({"code": _CODES}).select(ship_kind(pl.col("code"))).to_series(),
        strict=True)
)  # fmt: skip


@dataclass(slots=True)
class Watchkeeper:
    """The open meetings of a session, and what was announced of them."""

    meetings: Meetings
    log: AlertLog
    listed: dict[int, str] = field(default_factory=dict)  # MMSI of a listed ship, and her listing
    latencies_s: list[float] = field(default_factory=list)
    n_alerts: int = 0

    @classmethod
    def of(cls, folder: Path, params: dict[str, Any], nodes: list[Node]) -> "Watchkeeper":
        """Take up what was announced, and the meetings that go on in the spans at hand."""
        meetings = Meetings(Params(), params["facts"])
        log = AlertLog(folder)
        meetings.announce(log.records())
        for node in nodes:
            meetings.add(node.span)
        return cls(meetings, log)

    def look(
        self, session: Session, closed: list[Node], places: Places, oldest_ms: int
    ) -> list[dict[str, Any]]:
        """Return the alerts of this tick, written to the log.

        `closed` are the spans that were closed since the last look, `oldest_ms` is when the first
        line since then came. Raises OutputError when they cannot be written: they come again.
        """
        self.meetings.places = places
        for node in closed:
            self.meetings.add(node.span)
        last = session.spans.peek()
        kinds = {mmsi: _KINDS.get(code, UNKNOWN) for mmsi, code in session.ship_types.items()}
        now_ms = time.time_ns() // 1_000_000
        found = self.meetings.look(last.span if last else None, kinds, now_ms)
        if not found:
            return []
        latency_s = round(max(time.time_ns() / 1e6 - oldest_ms, 0.0) / 1000, 3)
        out = [self._alert(record, session, latency_s) for record in found]
        self.log.write(out)
        self.meetings.announce(out)
        self.n_alerts += len(out)
        self.latencies_s += [latency_s] * len(out)
        return out

    def _alert(
        self, record: dict[str, Any], session: Session, latency_s: float
    ) -> dict[str, Any]:  # fmt: skip
        pair = (record["mmsi"], record["other_mmsi"])
        names = [session.names.get(mmsi) for mmsi in pair]
        listed = [self.listed[mmsi] for mmsi in pair if mmsi in self.listed]
        who = " and ".join(
            f"{name} ({mmsi})" if name else str(mmsi)
            for name, mmsi in zip(names, pair, strict=True)
        )
        share = record["came_true"]
        words = (
            f"{record['at_utc']} {record['stage']}: {who}, {record['lat_deg']:.3f} "
            f"{record['lon_deg']:.3f}, {record['distance_m']} m, since {record['since_utc']}"
        )
        if listed:
            words += f"; LISTED: {', '.join(listed)}"
        if record["stage"] != PARTED:
            words += f"; such alerts came true {share:.0%} of the time (simulated seas)"
        return {
            "type": "alert", **record, "name": names[0], "other_name": names[1],
            "listed": listed, "latency_s": latency_s, "text": words,
        }  # fmt: skip


def listed_of(matches: pl.DataFrame) -> dict[int, str]:
    """Return the MMSIs of ships that screening takes for listed ones, and what they are there."""
    rows = matches.filter(
        (pl.col("verdict") == "match") & pl.col("delisted_on").is_null()
    ).drop_nulls("mmsi")
    names = rows.select(pl.col("mmsi"), pl.format("{} ({})", "listed_name", "list_code"))
    return {int(mmsi): str(name) for mmsi, name in names.iter_rows()}
