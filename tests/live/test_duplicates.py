"""One transmission heard by two sources is one report, and every line is still accounted for."""

from pathlib import Path

from seawarden.live.params import Params
from seawarden.live.session import Session

from .feeds import arrival

BARE = b"!AIVDM,1,1,,A,181pDv@P1H93:U6EJEbpwG:@0000,0*74\n"
OTHER = b"!AIVDM,1,1,,B,16Kjc`0P1T9AvB6EU83FhUJH0000,0*1D\n"
T = 1_772_409_608_000


def test_copies_from_two_sources_are_one_report_of_the_first_station(tmp_path: Path) -> None:
    session = Session(tmp_path, Params(), n_sources=2)
    session.receive([arrival("busan", [BARE, OTHER], T)])
    session.receive([arrival("incheon", [BARE], T + 800)])
    archive = session.flush()
    assert archive is not None
    (_, reports), *_ = archive.scan()
    assert reports["receiver"].cast(str).to_list() == ["busan", "busan"]
    assert session.health["joined_copies_total"] == 1
    for record in archive.inputs:
        assert record["lines"] == sum(record[n] for n in ("reports", "statics", "other", "rejects"))
    assert sum(r["lines"] for r in archive.inputs) == 3


def test_what_one_source_sends_twice_stays(tmp_path: Path) -> None:
    """A ship at anchor sends the same again; only what others hand on is a copy."""
    session = Session(tmp_path, Params(), n_sources=2)
    session.receive([arrival("busan", [BARE], T)])
    session.receive([arrival("busan", [BARE], T + 2_000)])
    session.receive([arrival("incheon", [BARE], T + 30_000)])
    archive = session.flush()
    assert archive is not None and archive.n_reports == 3


def test_counts_go_on_after_a_stop(tmp_path: Path) -> None:
    first = Session(tmp_path, Params(), n_sources=2)
    first.receive([arrival("busan", [BARE], T)])
    first.receive([arrival("incheon", [BARE], T + 800)])
    first.flush()
    second = Session(tmp_path, Params(), n_sources=2)
    second.receive([arrival("incheon", [OTHER], T + 900)])
    archive = second.flush()
    assert archive is not None and archive.n_reports == 2
    assert sum(r["reports"] for r in archive.inputs) == 2
    assert sum(r["lines"] for r in archive.inputs) == 3


def test_a_late_source_is_not_dated_by_when_its_messages_came(tmp_path: Path) -> None:
    session = Session(tmp_path, Params(), late=("sat",))
    session.receive([arrival("sat", [BARE], T)])
    session.end()
    archive = session.flush()
    assert archive is not None and archive.n_reports == 0
    assert archive.inputs[0]["reasons"] == {"no time": 1}
