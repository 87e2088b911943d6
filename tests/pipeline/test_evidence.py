"""Every finding leads back to lines of the input, an area's findings to those of each ship."""

from types import SimpleNamespace

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from seawarden.detect.contract import SCHEMA
from seawarden.pipeline.watch.evidence import resolve
from seawarden.store.archive.trace import LINES

INPUTS = [{"path": "a.nmea", "sha256": "00"}]


def lines_of(first: ArrayLike, last: ArrayLike, mmsi: ArrayLike) -> pl.DataFrame:
    """An archive in which row n came from line n + 1 of the only file."""
    spans = np.arange(np.size(mmsi))
    rows = {"span": spans, "file_id": 0 * spans, "first_line": np.asarray(first) + 1,
            "last_line": np.asarray(last) + 1, "n_reports": 0 * spans + 1}  # fmt: skip
    return pl.DataFrame(rows, schema=LINES)


def event(mmsi: int | None, detail: str, rows: tuple[int, int] | None) -> pl.DataFrame:
    first, last = rows or (None, None)
    row = {"event_id": f"e-{mmsi}", "version": 1, "kind": "spoofing", "mmsi": mmsi,
           "start_utc": 0, "end_utc": 0, "is_open": False, "lat_deg": 0.0, "lon_deg": 0.0,
           "confidence": 0.9, "observed_h": 0.0, "inferred_h": 0.0, "detail": detail,
           "first_row": first, "last_row": last}  # fmt: skip
    missing = {name: None for name in SCHEMA if name not in row}
    return pl.DataFrame([{**row, **missing}], schema=SCHEMA)


def evidence(*events: pl.DataFrame) -> dict[str, list[dict[str, object]]]:
    day = SimpleNamespace(first_row=0, rows=1000)
    archive = SimpleNamespace(lines_of=lines_of, days=[day], contents_of=lambda *_: [])
    out = resolve(pl.concat(events), archive, INPUTS)  # type: ignore[arg-type]
    return {r["event_id"]: r["evidence"] or [] for r in out.iter_rows(named=True)}


def test_an_area_rests_on_the_rows_of_each_ship_it_names() -> None:
    found = evidence(event(None, '{"mmsis":[412000001,412000002]}', (4, 9)))["e-None"]
    assert [(e["mmsi"], e["first_line"], e["last_line"]) for e in found] == [
        (412000001, 5, 10), (412000002, 5, 10),
    ]  # fmt: skip


def test_a_ships_own_event_rests_on_her_rows_alone() -> None:
    ship = event(412000003, '{"mmsis":[412000001]}', (2, 3))
    assert [e["mmsi"] for e in evidence(ship)["e-412000003"]] == [412000003]


def test_an_event_without_rows_has_no_evidence() -> None:
    assert evidence(event(None, "{}", None))["e-None"] == []
    assert evidence(event(None, "{}", (1, 2)))["e-None"] == []
