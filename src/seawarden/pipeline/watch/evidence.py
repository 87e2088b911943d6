"""From archive rows back to source files and lines: what every event rests on."""

from typing import Any

import polars as pl

from ...detect.contract import EVENT_ROWS
from ...schema import EVENTS, EVIDENCE, conform
from ...store.archive import Archive
from ...store.kept import Kept
from ...visible import visible
from .growth.kept_lines import lines_of

_SIDES = (("mmsi", "first_row", "last_row"), ("other_mmsi", "other_first_row", "other_last_row"))


def resolve(
    events: pl.DataFrame, archive: Archive, inputs: list[dict[str, Any]], kept: Kept = Kept(None)
) -> pl.DataFrame:
    """Return EVENTS with `evidence`: per ship and file, the range of lines it rests on.

    `events` carries the detectors' `EVENT_ROWS`; an event without rows has no evidence here. An
    event of an area names its ships in `detail` (`mmsis`) and rests on the rows of each.
    """
    spans = pl.concat(
        [
            events.select(
                "event_id",
                pl.col(mmsi).alias("mmsi"),
                pl.col(first).alias("first_row"),
                pl.col(last).alias("last_row"),
            ).drop_nulls()
            for mmsi, first, last in _SIDES
        ]
        + [_of_areas(events)]
    )
    plain = conform(events.drop(EVENT_ROWS), EVENTS)
    if spans.is_empty():
        return plain
    found = lines_of(archive, kept, spans["first_row"], spans["last_row"], spans["mmsi"])
    files = pl.DataFrame(
        {"file": [visible(i["path"]) for i in inputs], "sha256": [i["sha256"] for i in inputs]},
        schema={"file": pl.String, "sha256": pl.String},
    )
    at = found["file_id"].cast(pl.Int64)
    lines = found.select(
        spans["event_id"].gather(found["span"]),
        files["file"].gather(at),
        files["sha256"].gather(at),
        pl.col("first_line", "last_line").cast(pl.UInt32),
        spans["mmsi"].gather(found["span"]).cast(pl.UInt32),
    )
    rests = lines.group_by("event_id", maintain_order=True).agg(
        pl.struct("file", "sha256", "first_line", "last_line", "mmsi")
        .cast(EVIDENCE.inner)
        .alias("evidence")
    )
    return conform(
        plain.drop("evidence").join(rests, on="event_id", how="left", maintain_order="left"), EVENTS
    )


def _of_areas(events: pl.DataFrame) -> pl.DataFrame:
    """Return `event_id`, `mmsi`, `first_row`, `last_row`: one row a ship of each area's event."""
    ships = pl.col("detail").str.json_path_match("$.mmsis").str.json_decode(pl.List(pl.Int64))
    of_area = events.filter(pl.col("mmsi").is_null() & pl.col("first_row").is_not_null())
    return (
        of_area.select("event_id", ships.alias("mmsi"), "first_row", "last_row")
        .explode("mmsi")
        .drop_nulls()
        .cast({"mmsi": events.schema["mmsi"]})
    )
