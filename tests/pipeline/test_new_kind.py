"""A kind of event that no file of Seawarden names: it opens a case and stands in the report."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from seawarden.detect import ALL
from seawarden.detect.contract import SCHEMA, Needs, as_events, detail_json
from seawarden.detect.learning.context import Context
from seawarden.geo.places import Places
from seawarden.pipeline.watch import Options, watch
from seawarden.schema import HULLS
from seawarden.schema.kinds import register, unregister
from seawarden.schema.kinds.detail import Detail, described
from seawarden.schema.kinds.kind import Kind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class LongWatchDetail(Detail):
    """How long a ship was heard."""

    heard_h: float | None = described("h", "time in which it was heard")


KIND = Kind(
    name="long_watch", number=77, detail=LongWatchDetail, role=Role.OTHER, precedence=7,
    opens_alone=True, head="Heard for long", conduct="a long watch", gravity=0.3, rivals=(),
    did=lambda detail, hours: f"was heard for {detail.heard_h:.1f} h of {hours:.1f} h",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """No threshold."""


def detect(
    hulls: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return the hull that was heard longest."""
    ships = hulls.filter(pl.col("station") == "ship").sort("heard_h", "hull").tail(1)
    if ships.is_empty():
        return SCHEMA.to_frame()
    found = ships.with_columns(
        pl.col("mmsi").cast(pl.Int64), is_open=pl.lit(value=False), lat_deg="end_lat_deg",
        lon_deg="end_lon_deg", confidence=pl.lit(0.97), observed_h="heard_h",
        inferred_h=pl.lit(0.0), detail=detail_json(KIND, None, heard_h="heard_h"),
    )  # fmt: skip
    return as_events(found, KIND.name)


@pytest.fixture
def new_kind() -> Iterator[None]:
    toy = types.SimpleNamespace(
        NAME=KIND.name,
        READS=(HULLS,),
        SPLIT_BY=(),
        NEEDS=Needs(before_h=0.0, after_h=0.0, metres=0.0),
        Params=Params,
        detect=detect,
    )
    register(KIND)
    ALL.append(toy)
    yield
    ALL.remove(toy)
    unregister(KIND.name)


def test_a_new_kind_opens_a_case_and_stands_in_the_report(new_kind: None, tmp_path: Path) -> None:
    """Nine strings once spread over the case room made a new kind open no case and say nothing."""
    rows = ["mmsi,time,lat,lon,sog"]
    for i in range(48):
        at = datetime(2024, 5, 3, tzinfo=UTC) + timedelta(minutes=10 * i)
        rows.append(f"412333000,{at:%Y-%m-%dT%H:%M:%SZ},{32 + 0.02 * i:.4f},124.6,8.0")
    feed = tmp_path / "feed.csv"
    feed.write_text("\n".join(rows) + "\n", encoding="utf-8")
    result = watch(Options(inputs=(str(feed),), out=tmp_path / "docket"))
    assert result.run["events"][KIND.name] == 1
    (case,) = result.cases.filter(pl.col("kind") == KIND.name).to_dicts()
    assert case["title"].startswith("Heard for long (probable): MMSI 412333000")
    assert "was heard for 7.8 h of 7.8 h" in case["what_happened"]
    assert "A long watch is probable, with probability 0.97" in case["what_happened"]
    page = (result.out / "report.html").read_text(encoding="utf-8")
    assert case["title"] in page
    assert case["what_happened"] in page
    assert KIND.name in page
    events = pl.read_parquet(result.out / "events.parquet").filter(pl.col("kind") == KIND.name)
    assert events["detail"].to_list() == ['{"heard_h":7.833333333333333}']
    assert events["detail_version"].to_list() == [1]
