"""The verb on real lines: the docket of a feed that ended is that of a watch of its log."""

import json
import os
import socket
import threading
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import seawarden as sw
from seawarden.errors import OutputError, UsageError

from .feeds import lines_of


def test_a_feed_from_a_server_gives_the_docket_of_a_watch(
    small_docket: Path, tmp_path: Path
) -> None:
    """Over TCP, in pieces that cut lines, the server closing in the middle: digest for digest."""
    lines = lines_of(small_docket / "ais")
    data = b"".join(lines)
    cut = data.index(b"\n", len(data) // 2) + 1  # the server closes between two lines
    said: list[dict[str, Any]] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for part in (data[:cut], data[cut:]):
                line, _ = server.accept()
                with line:
                    for i in range(0, len(part), 30_011):
                        line.sendall(part[i : i + 30_011])

        threading.Thread(target=serve, daemon=True).start()
        port = server.getsockname()[1]
        config = tmp_path / "c.toml"
        config.write_text("[live]\nreconnect_first_s = 0.1\n")
        docket = sw.live(
            f"tcp://127.0.0.1:{port}#name=busan", out=tmp_path / "live", stop_after_s=1.5,
            publish_s=0.3, config=config, alert=said.append,
        )  # fmt: skip
    kinds = {record["type"] for record in said}
    assert kinds >= {"acknowledged", "generation", "note"}
    assert any("connecting again" in r["text"] for r in said if r["type"] == "note")
    assert all(json.dumps(r) for r in said)
    assert docket.run["inputs"][0]["source"] == "busan"
    assert docket.run["complete"] and docket.events.height
    (logged,) = (tmp_path / "live" / "feed" / "lines").iterdir()
    assert logged.read_bytes() == data
    sw.watch(logged.parent, out=tmp_path / "watch")
    assert sw.digest(tmp_path / "live", tmp_path / "watch").is_equal


def test_a_growing_file_goes_on_where_it_was(small_docket: Path, tmp_path: Path) -> None:
    lines = lines_of(small_docket / "ais")
    feed = tmp_path / "SIMULATED_feed.nmea"
    out = tmp_path / "live"
    feed.write_bytes(b"".join(lines[:250]) + lines[250][:20])
    sw.live(str(feed), out=out, stop_after_s=0.8)
    with feed.open("ab") as file:
        file.write(lines[250][20:] + b"".join(lines[251:450]))
    docket = sw.live(str(feed), out=out, stop_after_s=0.8)
    logged = sorted((out / "feed" / "lines").iterdir())
    assert b"".join(path.read_bytes() for path in logged) == b"".join(lines[:450])
    assert sum(i["lines"] for i in docket.run["inputs"]) == 450
    assert docket.run["generation"] == 2


def test_a_feed_that_was_out_makes_no_ship_silent(small_docket: Path, tmp_path: Path) -> None:
    """Four hours in which nothing came: no gap is called that is not called of the whole feed."""
    start = 1_772_409_600 + 5 * 3600
    kept, at = [], 0
    for line in lines_of(small_docket / "ais"):
        if b"c:" in line:
            at = int(line.split(b"c:", 1)[1][:10])
        if not start <= at < start + 4 * 3600:
            kept.append(line)
    feed = tmp_path / "SIMULATED_out.nmea"
    feed.write_bytes(b"".join(kept))
    context = small_docket / "docket" / "context.parquet"
    docket = sw.live(str(feed), out=tmp_path / "out", stop_after_s=0.8, context=context)

    def called(found: sw.Docket) -> set[int]:
        gaps = found.events.filter((pl.col("kind") == "gap") & (pl.col("confidence") >= 0.5))
        return set(gaps["mmsi"].to_list())

    assert called(docket) <= called(sw.open(small_docket / "docket"))


@pytest.mark.parametrize(
    "source",
    ["tcp://host", "gopher://x:1", "missing.nmea", "wss://x/#box=1,2", "mqtt://", "http://[x",
     "tcp://host:1#late_s=soon", "PIPE"],
)  # fmt: skip
def test_a_source_that_is_not_understood_is_named(source: str, tmp_path: Path) -> None:
    if source == "PIPE":
        source = str(tmp_path / "pipe")
        os.mkfifo(source)
    with pytest.raises(UsageError, match=r"source '|expected"):
        sw.live(source, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"thesis\.txt"):
        sw.live("tcp://127.0.0.1:9", out=tmp_path)
