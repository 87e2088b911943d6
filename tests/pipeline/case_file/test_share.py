"""Editions: nothing above the recipient's level is in them, and what is shown is proved."""

import contextlib
import hashlib
import json
import re
import shutil
import zipfile
import zlib
from pathlib import Path

import pytest

from seawarden.errors import UsageError
from seawarden.pipeline.case_file.editions.share import ShareOptions, share
from seawarden.pipeline.case_file.verify import VerifyOptions, verify
from seawarden.store.decisions import NAME, Decisions
from seawarden.store.package import leaves

from ...conftest import MadeOnce
from . import second
from .conftest import NOW, World

MARKINGS = """
[scheme]
name = "NZ"
levels = ["UNCLASSIFIED", "IN-CONFIDENCE", "RESTRICTED"]
[default]
tlp = "GREEN"
level = "UNCLASSIFIED"
[[rule]]
fits = "ship.2.*"
level = "RESTRICTED"
[[rule]]
fits = "summary.*"
tlp = "AMBER+STRICT"
[[rule]]
fits = "timeline.*"
releasable_to = ["NZ"]
[[rule]]
fits = "register.*"
originator = "Provider X"
consent = false
[[rule]]
fits = "header.lawful_basis"
tlp = "RED"
[[rule]]
fits = "evidence.against.*"
level = "RESTRICTED"
[[rule]]
fits = "data/ais/*"
is_raw_commercial = true
[recipient.partner]
country = "JP"
level = "IN-CONFIDENCE"
relations = ["community"]
[recipient.own]
country = "NZ"
level = "RESTRICTED"
relations = ["organisation", "client", "community"]
[recipient.named]
country = "JP"
level = "IN-CONFIDENCE"
relations = ["community", "named"]
named_for = ["header.lawful_basis"]
"""


@pytest.fixture
def markings(tmp_path: Path) -> Path:
    path = tmp_path / "markings.toml"
    path.write_text(MARKINGS)
    return path


def _share(world: World, markings: Path, to: str, out: Path | None, **more: object) -> object:
    options = {"by": "analyst A", "released_by": "chief B", "keys": world.keys, "now_utc": NOW}
    return share(
        ShareOptions(
            package=world.package, to=to, out=out, markings=markings, **{**options, **more}
        )  # type: ignore[arg-type]
    )


def _bytes_of(folder: Path) -> bytes:
    """Return every byte of an edition, archives inside it unpacked, PDF streams inflated."""
    out = b""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        out += str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as held:
                for name in held.namelist():
                    out += name.encode() + held.read(name)
        if path.suffix == ".pdf":
            from pypdf import PdfReader

            reader = PdfReader(path)
            out += "".join(page.extract_text() for page in reader.pages).encode()
            out += str(reader.metadata).encode() + str(reader.xmp_metadata).encode()
            for stream in re.findall(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL):
                with contextlib.suppress(zlib.error):
                    out += zlib.decompressobj().decompress(stream)
    return out


def _held(world: World) -> dict[str, object]:
    text = (world.package / "seal" / "leaves.jsonl").read_text()
    items = [leaf.opened() for leaf in leaves.from_text(text, "leaves")]
    return {i.name: i.value for i in items if i.kind == leaves.FIELD}


def _secrets(fields: dict[str, object], names: set[str]) -> set[str]:
    """Return the telling values of withheld fields: texts of six signs and more, and numbers."""
    out: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        elif isinstance(value, str) and len(value) >= 6:
            out.add(value)
        elif isinstance(value, int) and not isinstance(value, bool) and value > 99_999:
            out.add(str(value))

    for name in names:
        walk(fields[name])
    return out


@pytest.fixture(scope="session")
def edition(made_once: MadeOnce, world: World) -> Path:
    """The partner's edition, made once; not to be changed."""

    def fill(folder: Path) -> None:
        (folder / "markings.toml").write_text(MARKINGS)
        _share(world, folder / "markings.toml", "partner", folder / "edition")

    return made_once("case-edition", fill) / "edition"


def test_nothing_above_the_level_is_in_any_byte(
    world: World, markings: Path, edition: Path
) -> None:
    made = _share(world, markings, "partner", None, is_preview=True)
    fields = _held(world)
    shown = {n: fields[n] for n in made.shown}  # type: ignore[attr-defined]
    hidden = set(fields) - set(shown)
    assert {"ship.2.identity", "summary.title", "timeline.1", "register.1"} <= hidden
    visible = json.dumps(shown, ensure_ascii=False)
    held = _bytes_of(edition).decode("utf-8", "replace")
    leaked = {s for s in _secrets(fields, hidden) if s in held and s not in visible}
    # A word that the file's own headings use is no secret.
    headings = {
        "tanker", "cargo ship", "not asked", "insurer", "manager", "UNREVIEWED", "flag State",
        "classification society", "loitering", "encounter", "not stated",
        "possible",
    }  # fmt: skip
    assert leaked - headings == set()
    identity = fields["ship.2.identity"]
    assert isinstance(identity, dict)
    assert str(identity["name_displayed"]) not in held


def test_an_edition_is_proved_to_be_a_part_by_both_verifiers(world: World, edition: Path) -> None:
    trust = [world.keys / "keys.json"]
    found = verify(VerifyOptions(package=edition, trust=trust, now_utc=NOW), lambda _w, _s: None)
    assert found.held.is_edition
    assert found.held.outcome.problems == []
    assert any("withheld" in line for line in found.held.outcome.confirmed)
    assert second.problems(edition, trust=trust, now_utc=NOW) == set()


def test_an_edition_that_shows_another_thing_is_found_out(
    world: World, edition: Path, tmp_path: Path
) -> None:
    """Who releases an edition signs it too; that must not let them alter the original's words."""
    from seawarden.store.package import keys, statement
    from seawarden.store.package.write import LEAVES, STATEMENT

    from .tampering import Case

    trust = [world.keys / "keys.json"]
    edition = Path(shutil.copytree(edition, tmp_path / "edition"))
    case = Case(edition, world.older, world.keys, tmp_path, NOW)
    rows = case.rows()
    at = next(i for i, r in enumerate(rows) if r.opened().name == "incident.time")
    rows[at] = leaves.Leaf(at, rows[at].salt, rows[at].item.replace("2026", "2025"))
    (edition / LEAVES).write_text(leaves.to_text(rows))
    signed = case.resealed(leaves.root_of(rows), len(rows))
    (edition / STATEMENT).write_bytes(statement.sign(signed, keys.signer_in(world.keys)))
    case.remade()
    found = verify(VerifyOptions(package=edition, trust=trust, now_utc=NOW), lambda _w, _s: None)
    assert [(p.kind, p.place) for p in found.held.outcome.problems] == [("subset", "incident.time")]
    assert second.problems(edition, trust=trust, now_utc=NOW) == {("subset", "incident.time")}


def test_guessing_a_withheld_value_gets_nowhere(world: World, edition: Path) -> None:
    """The hashes of a proof are of salted items: a guess that is right fits none of them."""
    text = (world.package / "seal" / "leaves.jsonl").read_text()
    withheld = [x for x in leaves.from_text(text, "") if x.opened().name.startswith("ship.2.")]
    shown = _bytes_of(edition).decode("utf-8", "replace")
    hashes = set(re.findall(r"[0-9a-f]{64}", shown))
    salts = {
        x.salt for x in leaves.from_text((edition / "seal" / "released.jsonl").read_text(), "")
    }
    for leaf in withheld:
        assert leaf.salt not in shown
        guesses = [leaf.item.encode(), json.dumps(leaf.opened().value).encode()]
        for guess in guesses:
            for salt in (b"", *(bytes.fromhex(s) for s in salts)):
                for tagged in (guess, salt + guess, b"\x00" + guess, b"\x00" + salt + guess):
                    assert hashlib.sha256(tagged).hexdigest() not in hashes


def test_tlp_is_no_ladder(world: World, markings: Path, tmp_path: Path) -> None:
    """RED goes to those who are named and not to one's own house; STRICT not to the community."""

    def shown(to: str) -> list[str]:
        return _share(world, markings, to, None, is_preview=True).shown  # type: ignore[attr-defined]

    assert "header.lawful_basis" not in shown("own")
    assert "header.lawful_basis" in shown("named")
    assert "summary.title" in shown("own")
    assert "summary.title" not in shown("named")


def test_the_grade_is_weighed_anew_and_evidence_withheld_against_is_said(edition: Path) -> None:
    fields = json.loads((edition / "data" / "case.json").read_text())
    assert "AGAINST" in fields["edition.notice"]["against"]
    # The summary is withheld, so nothing says how sure the original was: at most even odds.
    assert fields["edition.finding"]["confidence"] <= 0.5
    assert "AGAINST" in (edition / "data" / "case.html").read_text()


def test_raw_commercial_ais_is_in_no_edition(world: World, markings: Path, tmp_path: Path) -> None:
    made = _share(world, markings, "own", tmp_path / "edition")
    assert not (tmp_path / "edition" / "data" / "ais").exists()
    assert not any(n.startswith("data/ais") for n in made.shown)  # type: ignore[attr-defined]


def test_a_second_person_releases(world: World, markings: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a second person releases it"):
        _share(world, markings, "own", tmp_path / "e", by="B", released_by="b ")
    with pytest.raises(UsageError, match="--released-by"):
        _share(world, markings, "own", tmp_path / "e", released_by=None)
    assert not (tmp_path / "e").exists()


def test_no_public_edition_of_what_nobody_reviewed(
    world: World, markings: Path, tmp_path: Path
) -> None:
    markings.write_text(MARKINGS.replace('tlp = "GREEN"', 'tlp = "CLEAR"'))
    with pytest.raises(UsageError, match="while the case is UNREVIEWED"):
        _share(world, markings, "public", tmp_path / "e")


def test_a_release_is_kept_in_the_log(world: World, markings: Path, tmp_path: Path) -> None:
    docket = tmp_path / "docket"
    docket.mkdir()
    shutil.copy(world.docket / NAME, docket / NAME)
    before = len(Decisions(docket / NAME).read())
    _share(world, markings, "own", tmp_path / "e", docket=docket)
    (act,) = [e.act for e in Decisions(docket / NAME).read()[before:]]
    assert (act.act, act.actor, act.case_id) == ("released", "chief B", world.case_id)
    assert json.loads(act.detail)["to"] == "own"


def test_what_gives_the_rest_away_is_warned_of(world: World, markings: Path) -> None:
    """The other ship's section is withheld, and the measure's words or evidence may name her."""
    markings.write_text(MARKINGS.replace('tlp = "AMBER+STRICT"', 'tlp = "GREEN"'))
    made = _share(world, markings, "partner", None, is_preview=True)
    warned = made.warnings  # type: ignore[attr-defined]
    assert any(w.startswith("ship.2.identity is withheld, but its name_displayed") for w in warned)


def test_without_markings_nothing_is_for_the_public(world: World) -> None:
    """What nobody marked is TLP:AMBER, fields that may name a person as well."""
    made = share(ShareOptions(package=world.package, to="public", is_preview=True, now_utc=NOW))
    assert made.shown == []
