"""The law of the feed: cut anywhere, late or not, its facts are those of one pass over it all."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import seawarden as sw
from seawarden.errors import OutputError
from seawarden.live.archive import GrowingArchive
from seawarden.live.params import Params
from seawarden.live.session import Session
from seawarden.live.spans import Spans
from tests.conftest import MadeOnce
from tests.facts.traffic import EPOCH_MS, random_traffic, reports

from .feeds import arrival, batch_facts, fed, late, lines_of, live_facts, pieces

CUTTINGS = int(os.environ.get("SEAWARDEN_LIVE_CUTTINGS", "4"))


@pytest.fixture(scope="module")
def sea(made_once: MadeOnce) -> list[bytes]:
    def fill(folder: Path) -> None:
        sw.simulate(out=folder / "ais", seed=11, hours=14, vessels=8)

    return lines_of(made_once("live-sea", fill) / "ais")


@settings(max_examples=CUTTINGS)
@given(seed=st.integers(0, 10**6))
def test_a_feed_cut_anywhere_and_late_has_the_facts_of_one_pass(
    sea: list[bytes], tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Live = batch: pieces, latenesses up to hours, outages, all drawn anew; exactly equal."""
    out = tmp_path_factory.mktemp("law")
    start = seed % len(sea)
    heard = sea[: start // 2] + sea[start // 2 + seed % 300 :]  # an outage
    order = late(heard, seed, most=(0, 20, 400, len(heard))[seed % 4])
    params = Params(
        settle_s=(5.0, 60.0, 1800.0)[seed % 3], span_min=(1.0, 10.0, 60.0)[seed // 3 % 3]
    )
    session = fed(out, pieces(order, seed, 12), params, flush_every=1 + seed % 4)
    mine = live_facts(session)
    archive = session.flush()
    assert archive is not None
    theirs = batch_facts(archive)
    for name, frame in theirs.items():
        assert frame.equals(mine[name]), name
    assert session.spans.nodes


def test_only_the_span_of_a_late_report_is_made_anew(tmp_path: Path, sea: list[bytes]) -> None:
    session = fed(tmp_path, pieces(sea, 1, 30), Params(settle_s=5.0, span_min=10.0))
    before = {node.start_ms: node.span for node in session.spans.nodes}
    assert len(before) > 1
    again = sea[5].replace(b"c:", b"c:")
    session.receive([arrival("b", [again])])
    assert session.spans.is_late
    session.flush()
    assert session.spans.n_remade == 1
    changed = [n for n in session.spans.nodes if before.get(n.start_ms) is not n.span]
    assert len(changed) == 1


def test_a_session_that_was_stopped_goes_on(tmp_path: Path, sea: list[bytes]) -> None:
    """What the log holds and the archive does not is decoded again, once."""
    half = len(sea) // 2
    first = Session(tmp_path, Params())
    first.receive([arrival("a", sea[: half // 2])])
    first.flush()
    first.receive([arrival("a", sea[half // 2 : half])])
    del first  # nothing is closed, as after `kill -9`
    second = Session(tmp_path, Params())
    second.receive([arrival("a", sea[half:])])
    second.end()
    mine = live_facts(second)
    straight = fed(tmp_path / "straight", [sea])
    straight.end()
    theirs = live_facts(straight)
    for name, frame in theirs.items():
        assert frame.equals(mine[name]), name
    a, b = second.flush(), straight.flush()
    assert a is not None and b is not None
    assert a.n_reports == b.n_reports
    assert a.statics().drop("file_id").equals(b.statics().drop("file_id"))


def test_memory_and_work_do_not_grow_with_a_clock_that_is_wrong() -> None:
    """One report from the year to come must not make every other one late."""
    spans = Spans(Params(settle_s=10.0))
    now = EPOCH_MS + 100 * 3_600_000
    wild = reports({"t": [EPOCH_MS + 10**11], "mmsi": [1], "lat": [1.0], "lon": [2.0]})
    spans.add(wild, now)
    spans.add(random_traffic(1, 500, 5), now)
    spans.settle()
    spans.add(reports({"t": [now - 1], "mmsi": [2], "lat": [1.0], "lon": [2.0]}), now)
    assert spans.n_late == 0


def test_nothing_in_is_nothing_out() -> None:
    spans = Spans()
    assert spans.settle() == [] and spans.close_all() == [] and spans.peek() is None


def test_an_archive_without_room_holds_nothing_back_from_the_sender(
    tmp_path: Path, sea: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the log is acknowledged, once, though the archive fails; the next goes on."""
    acknowledged: list[int] = []
    first = Session(tmp_path, Params())
    with monkeypatch.context() as patch:

        def full(archive: GrowingArchive, batch: object) -> None:
            raise OutputError(f"{batch}: cannot be written: No space left on device")

        patch.setattr(GrowingArchive, "add", full)
        came = replace(arrival("a", sea), acknowledge=lambda: acknowledged.append(1))
        with pytest.raises(OutputError, match="No space left"):
            first.receive([came])
        with pytest.raises(OutputError, match="No space left"):
            Session(tmp_path, Params())
    assert acknowledged == [1]
    second = Session(tmp_path, Params())
    second.end()
    mine = live_facts(second)
    straight = fed(tmp_path / "straight", [sea])
    straight.end()
    for name, frame in live_facts(straight).items():
        assert frame.equals(mine[name]), name
