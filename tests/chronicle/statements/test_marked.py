"""The hand-marked releases: quotes and speakers against marks made before the code was written."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ..choose import choose
from ..reading import read

TOLERANCE = 3
"""Characters by which a found end may differ from the mark (stops and blanks)."""
Mark = dict[str, str]


@dataclass
class Score:
    """How many marks were found, and how many found were marked."""

    right: int = 0
    extra: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    speakers: int = 0
    kinds: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.extra))

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed))

    @property
    def speaker_precision(self) -> float:
        return self.speakers / (self.right + len(self.extra))

    @property
    def speaker_recall(self) -> float:
        return self.speakers / (self.right + len(self.missed))


def marks(part: str) -> dict[str, list[Mark]]:
    """Return the marks of one part by file."""
    out: dict[str, list[Mark]] = defaultdict(list)
    with (Path(__file__).parent / "marked.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["part"] == part:
                out[row["file"]].append(row)
    return out


def reports(part: str) -> Iterator[tuple[str, list[Mark]]]:
    """Yield the files that report what others say: own statements are counted apart."""
    for name, rows in marks(part).items():
        if rows[0]["kind"] != "own":
            yield name, rows


def score(folder: Path, part: str) -> Score:
    """Return the score over a part; each mark takes the first statement that lies on it."""
    out = Score()
    for name, rows in reports(part):
        found = read(folder / name)[0].statements
        left = list(found)
        for mark in rows:
            if mark["kind"] == "none":
                continue
            hit = next((s for s in left if _lies(s, mark)), None)
            if hit is None:
                out.missed.append(f"{name}:{mark['start']} {mark['speaker']}")
                continue
            left.remove(hit)
            out.right += 1
            out.speakers += hit["speaker"] == mark["speaker"]
            out.kinds += hit["kind"] == mark["kind"]
        out.extra += [f"{name}:{s['start']} {s['speaker']}" for s in left]
    return out


def _lies(said: dict[str, object], mark: Mark) -> bool:
    start, end = int(str(said["start"])), int(str(said["end"]))
    return abs(start - int(mark["start"])) <= TOLERANCE and abs(end - int(mark["end"])) <= TOLERANCE


@pytest.mark.parametrize("part", ["sample", "held out"])
def test_quotes_and_speakers_are_found_where_a_person_marked_them(
    shared_data: Path, part: str
) -> None:
    """At least 0.95 of quotes and 0.90 of speakers, in precision and in recall."""
    result = score(shared_data / "documents" / "beehive_dprk", part)
    told = f"extra {result.extra}, missed {result.missed}"
    assert result.precision >= 0.95, told
    assert result.recall >= 0.95, told
    assert result.speaker_precision >= 0.90, told
    assert result.speaker_recall >= 0.90, told


@pytest.mark.parametrize("part", ["sample", "held out"])
def test_speeches_and_joint_statements_are_whole_statements_of_their_parties(
    shared_data: Path, part: str
) -> None:
    """A speech has no quotation marks, yet every word of it is somebody's."""
    seen = 0
    for name, rows in marks(part).items():
        if rows[0]["kind"] != "own":
            continue
        made = read(shared_data / "documents" / "beehive_dprk" / name)[0]
        assert {s["kind"] for s in made.statements} == {"own"}, name
        assert {s["speaker"] for s in made.statements} == {rows[0]["speaker"]}, name
        assert int(str(made.statements[0]["start"])) == int(rows[0]["start"])
        assert int(str(made.statements[-1]["end"])) == int(rows[0]["end"])
        seen += 1
    assert seen == {"sample": 4, "held out": 1}[part]


def test_the_marked_files_are_those_the_rule_chooses_and_are_unchanged(shared_data: Path) -> None:
    """Nobody picked easy documents, and the offsets count in these very bytes."""
    folder = shared_data / "documents" / "beehive_dprk"
    sample, held_out = choose([p.name for p in folder.glob("*.md")])
    assert set(marks("sample")) == set(sample)
    assert set(marks("held out")) == set(held_out)
    for part in ("sample", "held out"):
        for name, rows in marks(part).items():
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            assert {r["sha256"] for r in rows} == {digest}, name
    years = {n[:4] for n in sample}
    assert len(years) >= 16, "the sample is spread over the years"


def test_no_text_of_the_marked_documents_is_kept_here() -> None:
    """Offsets and labels only: the longest label is a list of parties."""
    for part in ("sample", "held out"):
        for rows in marks(part).values():
            assert max(len(r["speaker"]) for r in rows) < 60
            assert set(rows[0]) == {"part", "file", "sha256", "start", "end", "kind", "speaker"}
