"""One record per kind: what detectors write and cases read is one list of fields and parts."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest

import seawarden
from seawarden.detect import ALL
from seawarden.detect.contract import detail_json, detail_text, written_fields
from seawarden.schema.kinds import KINDS, all_kinds, is_meeting, kind_of, register
from seawarden.schema.kinds.detail import COMMON, Detail
from seawarden.schema.kinds.evidence_part import EvidencePart
from seawarden.schema.kinds.read import read_detail
from seawarden.schema.kinds.sts import KIND as STS

SOURCE = Path(seawarden.__file__).parent
_PYTHON_ONLY = {"is_of_area"}  # a property of a record


def parsed(folder: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((SOURCE / folder).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def kind_of_file(tree: ast.Module) -> str | None:
    """The kind whose record a detector's file imports as KIND."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(a.name == "KIND" for a in node.names):
            return str(node.module).rsplit(".", 1)[-1]
    return None


def written() -> dict[str, set[str]]:
    """The fields that each kind's detector hands to `detail_json`, `detail_text` or `rounded`."""
    out: dict[str, set[str]] = {}
    for _, tree in parsed("detect"):
        kind = kind_of_file(tree)
        if kind is None:
            continue
        found = out.setdefault(kind, set())
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("detail_json", "detail_text"):
                found |= {k.arg for k in node.keywords if k.arg}
            if node.func.id == "rounded":
                found |= {str(a.value) for a in node.args[1:] if isinstance(a, ast.Constant)}
    # `dark_ship` gathers its fields in a dict, by name.
    _, tree = next(x for x in parsed("detect") if x[0].name == "dark_ship.py")
    names = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    out["dark_ship"] |= {n for n in written_fields(kind_of("dark_ship").detail) if n in names}
    return out


def test_every_field_of_a_record_is_written_by_its_detector_and_no_other() -> None:
    found = written()
    assert set(found) == set(KINDS)
    for kind in KINDS:
        assert found[kind] == set(written_fields(kind_of(kind).detail)), kind


def part_names(folder: str) -> set[str]:
    """The members of EvidencePart that a folder's code names, under any alias."""
    out = set()
    for _, tree in parsed(folder):
        aliases = {
            a.asname or a.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for a in node.names
            if a.name == "EvidencePart"
        }
        out |= {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in aliases
        }
    return out


def test_every_part_is_written_by_a_detector_and_named_by_its_kind() -> None:
    """A part that a case asks for and nobody writes counts evidence twice."""
    members = set(EvidencePart.__members__)
    assert part_names("detect") == members
    assert part_names("case") <= members
    assert {p for kind in all_kinds() for p in kind.parts} == set(EvidencePart)


def test_cases_read_no_detail_by_a_string() -> None:
    """Fields are attributes of a record, which the type checker knows; a key would escape it."""
    for path, tree in parsed("case"):
        if path.parent.name == "versions":
            continue  # the history compares whatever keys there are
        for node in ast.walk(tree):
            if isinstance(node, ast.Subscript) or (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("get", "getattr")
            ):
                target = node.value if isinstance(node, ast.Subscript) else node.func.value  # type: ignore[attr-defined]
                assert not (isinstance(target, ast.Attribute) and target.attr == "detail"), path
            assert not (isinstance(node, ast.Name) and node.id == "getattr"), path


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda k: k.name)
def test_a_record_says_unit_type_and_meaning_of_each_field(kind: object) -> None:
    for field in fields(kind.detail):  # type: ignore[attr-defined]
        assert field.metadata["meaning"], field.name
        assert "unit" in field.metadata
        assert field.default is None
    assert issubclass(kind.detail, Detail)  # type: ignore[attr-defined]


def test_an_unknown_field_or_part_is_refused_where_it_is_written() -> None:
    one = pl.lit(1.0)
    with pytest.raises(TypeError, match="detail of 'sts' has no field 'hull_distance_m'"):
        detail_json(STS, None, hull_distance_m=one)
    with pytest.raises(TypeError, match="'sts' has no part 'reception'"):
        detail_json(STS, [(EvidencePart.RECEPTION, one, one, pl.lit(""))])
    with pytest.raises(TypeError, match="has no field 'why'"):
        detail_text(STS, why="the history alone writes it")


def test_what_is_written_is_read_back() -> None:
    parts = [(EvidencePart.DRAUGHT, pl.lit(2.0), pl.lit(4.5), pl.lit("draught +2 m"))]
    frame = pl.DataFrame({"a": [22.0, None]}).select(
        detail_json(STS, parts, median_gap_m="a", place=pl.lit("inshore"))
    )
    first, second = (read_detail("sts", text, 1) for text in frame.to_series())
    assert (first.median_gap_m, second.median_gap_m) == (22.0, None)  # type: ignore[attr-defined]
    assert first.parts == ((EvidencePart.DRAUGHT, 2.0, 4.5, "draught +2 m"),)  # type: ignore[attr-defined]


def test_names_and_numbers_of_kinds_are_given_once() -> None:
    """The number goes into event ids: another kind under it would change ids of the past."""
    assert KINDS == (
        "encounter", "sts", "dark_sts", "loitering", "gap", "port_visit", "spoofing", "identity",
        "dark_ship",
    )  # fmt: skip
    assert [k.number for k in all_kinds()] == list(range(1, 10))
    with pytest.raises(ValueError, match="names and numbers are given once"):
        register(STS)
    with pytest.raises(ValueError, match="kind 'sst' is none of encounter, sts"):
        kind_of("sst")
    assert not is_meeting("listed")


def test_every_detector_has_its_kind_and_the_other_way_round() -> None:
    assert sorted(d.NAME for d in ALL) == sorted(KINDS)
    assert {"why", "superseded", "found_as", "raw_confidence", "unread"} == COMMON
