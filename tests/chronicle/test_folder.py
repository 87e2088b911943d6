"""The chronicle's folder: nothing lost, nothing half, nothing twice."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from seawarden.chronicle import Chronicle
from seawarden.errors import InputError, OutputError

from .reading import from_bytes

NOW = datetime(2024, 5, 14, tzinfo=UTC)
TEXT = b"Foreign Minister Ann Lee said New Zealand condemns the launch of this missile."


def _add(chronicle: Chronicle, data: bytes, name: str = "a.txt") -> str:
    digest = chronicle.keep(data, name)
    made = from_bytes(name, data)
    statements = [s for m in made for s in m.statements]
    chronicle.write([m.document for m in made], statements, [digest], NOW)
    return digest


def test_a_batch_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    chronicle = Chronicle(tmp_path / "c", create=True)
    digest = _add(chronicle, TEXT)
    assert chronicle.original(digest) == TEXT
    assert chronicle.documents().height == 1
    assert chronicle.statements()["speaker"].to_list() == ["Ann Lee"]
    assert chronicle.known() == {digest}


def test_a_batch_without_its_line_in_the_journal_does_not_count(tmp_path: Path) -> None:
    """An interruption between the rows and the journal leaves nothing that passes for whole."""
    chronicle = Chronicle(tmp_path / "c", create=True)
    _add(chronicle, TEXT)
    journal = chronicle.root / "journal.jsonl"
    line = journal.read_text()
    journal.write_text(line[: len(line) // 2])  # torn in the middle of the line
    assert chronicle.documents().is_empty()
    assert chronicle.known() == set()
    journal.write_text("")
    _add(chronicle, TEXT)  # the part that was left is done again
    assert chronicle.documents().height == 1


def test_an_altered_original_is_noticed(tmp_path: Path) -> None:
    chronicle = Chronicle(tmp_path / "c", create=True)
    digest = _add(chronicle, TEXT)
    (place,) = (chronicle.root / "originals").rglob("*.txt")
    place.write_bytes(TEXT + b"!")
    with pytest.raises(InputError, match="altered since it was kept"):
        chronicle.original(digest)


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    chronicle = Chronicle(tmp_path / "c", create=True)
    held = pytest.raises(OutputError, match=f"process {os.getpid()} is writing")
    with chronicle.lock(), held, chronicle.lock():
        pass
    (chronicle.root / "lock").write_text("999999999")  # its process is gone
    with chronicle.lock():
        pass
    assert not (chronicle.root / "lock").exists()


def test_a_folder_without_a_chronicle_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no chronicle here; make one with 'seawarden chronicle"):
        Chronicle(tmp_path)


def test_a_part_that_is_gone_is_named(tmp_path: Path) -> None:
    chronicle = Chronicle(tmp_path / "c", create=True)
    _add(chronicle, TEXT)
    part = chronicle.root / "parts" / "000001" / "documents.parquet"
    part.unlink()
    with pytest.raises(InputError, match="in the journal, but gone"):
        chronicle.documents()
    part.write_bytes(b"PAR1 torn")
    with pytest.raises(InputError, match="cannot be read"):
        chronicle.documents()


def test_the_journal_counts_what_is_in_it(tmp_path: Path) -> None:
    chronicle = Chronicle(tmp_path / "c", create=True)
    _add(chronicle, TEXT)
    (entry,) = [json.loads(x) for x in (chronicle.root / "journal.jsonl").read_text().splitlines()]
    assert (entry["documents"], entry["statements"]) == (1, 1)
    assert entry["added_utc"] == "2024-05-14T00:00:00+00:00"
