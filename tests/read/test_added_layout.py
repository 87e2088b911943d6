"""A new AIS table layout takes one module and its name in `read.published.LAYOUTS`.

The header below holds no column name that the general recogniser knows, so the file can be read
only through the layout; without it, reading must fail.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from seawarden.errors import FormatError
from seawarden.read import format_of, open_and_read, published, sources
from seawarden.read.table.layout import Layout
from seawarden.read.table.times import Clock

HEADER = "kennung;zeitpunkt;breite;laenge;fahrt;schiffsname"
ROWS = (
    "445123000;05.03.2024 06:07:08;38.25;124.5;10.5;TOY STAR",
    "445123000;05.03.2024 06:17:08;91;181;102.3;TOY STAR",
    "445123000;no time;38.25;124.5;10.5;TOY STAR",
)


class ToyLayout:
    """Stands for a new module in `read/published/`: all it must offer is `layout_of`."""

    def layout_of(self, names: Sequence[str]) -> Layout | None:
        if "kennung" not in names:
            return None
        return Layout(
            format="toy",
            columns={
                "mmsi": "kennung", "time": "zeitpunkt", "lat": "breite", "lon": "laenge",
                "sog": "fahrt", "name": "schiffsname",
            },
            clock=Clock("%d.%m.%Y %H:%M:%S"),
        )  # fmt: skip


@pytest.fixture
def toy_file(tmp_path: Path) -> str:
    path = tmp_path / "positions"
    path.write_text("\n".join((HEADER, *ROWS, "")))
    return str(path)


@pytest.fixture
def toy_layout() -> Iterator[None]:
    published.LAYOUTS.append(ToyLayout())
    yield
    published.LAYOUTS.pop()


def test_a_layout_that_is_registered_is_read_like_any_other(
    toy_file: str, toy_layout: None
) -> None:
    source = sources([toy_file])[0]
    assert format_of(source).name == "toy"
    batches = list(open_and_read(source, file_id=0))
    reports = pl.concat([b.reports for b in batches])
    statics = pl.concat([b.statics for b in batches])
    rejects = pl.concat([b.rejects for b in batches])
    assert reports["mmsi"].to_list() == [445123000]
    assert reports["time_utc"].to_list() == [datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC)]
    assert reports["line"].to_list() == [2]
    assert statics.select("line", "name").rows() == [(2, "TOY STAR"), (3, "TOY STAR")]
    assert rejects["line"].to_list() == [4]  # the row without a time keeps its place and reason


def test_the_same_file_is_refused_without_the_layout(toy_file: str) -> None:
    with pytest.raises(FormatError, match="kennung"):
        format_of(sources([toy_file])[0])
