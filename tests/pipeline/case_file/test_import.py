"""A partner's package in a docket: whole or not at all, named as received, never counted."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import seawarden as sw
from seawarden.cli import app
from seawarden.errors import InputError, OutputError, UsageError
from seawarden.pipeline.case_file.editions.share import ShareOptions, share
from seawarden.pipeline.case_file.export import ExportOptions, export
from seawarden.pipeline.case_file.received import known, take_in
from seawarden.pipeline.case_file.verify import VerifyOptions, verify
from seawarden.store import generations
from seawarden.store.decisions import NAME, Decisions
from seawarden.store.package import bag, keys
from seawarden.store.package.leaves import FIELD, Item

from ...conftest import MadeOnce
from .conftest import NOW, World

SIGNER = "Test Ministry, Nowhere"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in bag.files_in(folder)}


def _take(package: Path, docket: Path, *trust: Path) -> take_in.Imported:
    return take_in.take_in(
        take_in.ImportOptions(package=package, docket=docket, by="analyst A", trust=trust,
                              now_utc=NOW)
    )  # fmt: skip


@pytest.fixture
def docket(world: World, tmp_path: Path) -> Path:
    return Path(shutil.copytree(world.docket, tmp_path / "docket"))


@pytest.fixture(scope="module")
def received(made_once: MadeOnce, world: World) -> Path:
    """A docket that took a partner's package, and our own package of the case, made after that."""

    def fill(folder: Path) -> None:
        shutil.copytree(world.docket, folder / "docket")
        _take(world.package, folder / "docket", world.keys / keys.PUBLIC)
        export(
            ExportOptions(docket=folder / "docket", case="1", out=folder / "package", now_utc=NOW),
            lambda _what, _share: None,
        )

    return made_once("case-received", fill)


def test_it_is_copied_unchanged_kept_as_an_act_and_shown_beside_our_case(
    world: World, docket: Path
) -> None:
    command = ["case", "import", str(world.package), "--docket", str(docket), "--by", "analyst A",
               "--trust", str(world.keys / keys.PUBLIC)]  # fmt: skip
    before = Decisions(docket / NAME).read()
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert done.exit_code == 0
    assert f"signed by {SIGNER}, on your list" in done.stdout
    assert f"speaks of {world.case_id}" in done.stdout
    (place,) = (docket / "partners").iterdir()
    assert _bytes(place) == _bytes(world.package)
    log = Decisions(docket / NAME)
    assert log.verify(before[-1].hash) == len(before) + 1, "in the chain like the other acts"
    last = log.read()[-1].act
    assert (last.actor, last.act) == ("analyst A", "imported")
    held = json.loads(last.detail)
    assert held["root"].startswith(place.name)
    assert last.evidence_key == held["root"]
    assert any("items lead to the signed root" in c for c in held["confirmed"])
    assert any("not run" in c for c in held["not_confirmed"])

    again = CliRunner().invoke(app, command, catch_exceptions=False)
    assert "was imported before, nothing changed" in again.stdout
    assert log.read()[-1].act == last
    assert len(log.read()) == len(before) + 1

    ours = sw.case.show("1", docket)
    (told,) = ours["partners"]
    assert (told["signer"], told["grade"]) == (SIGNER, ours["grade"])
    assert {s["mmsi"] for s in told["ships_in_common"]} == set(ours["mmsis"])
    (mine,) = sw.case.list(docket).filter(case_id=world.case_id)["partners"].to_list()
    assert mine == [known.words(told)]
    text = CliRunner().invoke(app, ["case", "show", "1", str(docket)], catch_exceptions=False)
    assert f"{place.name} of {SIGNER}" in text.stdout
    text = CliRunner().invoke(app, ["case", "list", str(docket)], catch_exceptions=False)
    assert f"partner's package {place.name} of {SIGNER}" in text.stdout


def test_another_incident_is_not_matched(received: Path, world: World) -> None:
    packages = known.packages(Decisions(received / "docket" / NAME).read())
    (one,) = packages.values()
    row = sw.case.show("1", received / "docket").row
    far = {**one, "start_utc": "2001-01-01T00:00:00+00:00", "end_utc": "2001-01-02T00:00:00+00:00"}
    strange = {**one, "ships": [{"mmsi": 1, "imo": 1, "name": None}]}
    hidden = {**one, "start_utc": None}
    assert [len(known.speaking_of(row, {"p": p})) for p in (one, far, strange, hidden)] == [
        1, 0, 0, 0,
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["changed", "linked", "added"])
def test_what_does_not_hold_is_refused_and_leaves_nothing(
    world: World, docket: Path, tmp_path: Path, how: str
) -> None:
    package = Path(shutil.copytree(world.package, tmp_path / "theirs"))
    listed = package / "data/lists/listings.csv"
    if how == "changed":
        listed.write_bytes(listed.read_bytes() + b" ")
    elif how == "linked":
        listed.unlink()
        listed.symlink_to("/etc/hostname")
    else:
        (package / "data/new.txt").write_text("new")
    head = Decisions(docket / NAME).head()
    with pytest.raises(InputError, match=r"not imported|no plain file") as refused:
        _take(package, docket, world.keys / keys.PUBLIC)
    assert "\n" not in str(refused.value)
    assert not (docket / "partners").exists()
    assert Decisions(docket / NAME).head() == head


def test_a_signer_who_is_not_on_the_list_is_said_or_refused(
    world: World, docket: Path, tmp_path: Path
) -> None:
    keys.make(tmp_path / "other", "Another", NOW)
    with pytest.raises(InputError, match="foreign key"):
        _take(world.package, docket, tmp_path / "other" / keys.PUBLIC)
    assert not _take(world.package, docket).package["is_signer_trusted"]
    (told,) = sw.case.show("1", docket)["partners"]
    assert told["verified"].startswith("whole")
    assert f"says to be of {SIGNER}, signer not on your list" in told["verified"]
    assert any("anybody can have signed it" in c for c in told["not_confirmed"])
    later = _take(world.package, docket, world.keys / keys.PUBLIC)
    assert later.is_new
    assert later.package["is_signer_trusted"], "who is on the list by now is an act of its own"
    assert not _take(world.package, docket).is_new, "and no later import takes it back"
    (told,) = sw.case.show("1", docket)["partners"]
    assert told["is_signer_trusted"]


def test_a_copy_that_breaks_off_leaves_nothing(
    world: World, docket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    head = Decisions(docket / NAME).head()
    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        with pytest.raises(OutputError, match="No space left"):
            _take(world.package, docket)
    assert list((docket / "partners").iterdir()) == []
    assert Decisions(docket / NAME).head() == head
    assert _take(world.package, docket).is_new


def test_nothing_that_lies_there_is_replaced_and_no_link_followed(
    world: World, docket: Path, tmp_path: Path
) -> None:
    place = _take(world.package, docket).path
    (place / "data/case.html").write_text("changed")
    held = _bytes(place)
    with pytest.raises(OutputError, match="other files under the same signed root"):
        _take(world.package, docket)
    assert _bytes(place) == held
    shutil.rmtree(docket / "partners")
    (tmp_path / "elsewhere").mkdir()
    (docket / "partners").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="a symbolic link"):
        _take(world.package, docket)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_our_export_names_it_as_received_and_our_figures_stay(received: Path, world: World) -> None:
    """The package without the partner's and the one with it differ in the register alone."""
    plain, ours = (
        json.loads((p / "data/case.json").read_text())
        for p in (world.package, received / "package")
    )
    (name,) = set(ours) - set(plain)
    assert name.startswith("register.")
    assert {n for n in plain if plain[n] != ours[n]} == set()
    assert ours["summary.finding"]["confidence"] == plain["summary.finding"]["confidence"]
    entry = ours[name]
    assert entry["kind"] == known.RECEIVED
    assert not entry["is_counted"]
    assert entry["provenance"]["signer"] == SIGNER
    assert entry["provenance"]["imported_utc"] == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    assert entry["sha256"].startswith(entry["provenance"]["package_id"])
    assert "on our list" in entry["provenance"]["verified"], "the reader's is another"
    assert f"of {SIGNER}" in (received / "package/data/case.html").read_text()

    found = verify(VerifyOptions(package=received / "package"), lambda _what, _share: None)
    assert found.is_whole
    assert f"{name}: entered by people, not derived" in found.not_tried


def test_no_edition_has_it_without_the_partners_consent(received: Path, tmp_path: Path) -> None:
    markings = tmp_path / "markings.toml"
    markings.write_text('[recipient.us]\nrelations = ["organisation"]\n')
    made = share(ShareOptions(package=received / "package", to="us", markings=markings,
                              is_preview=True))  # fmt: skip
    fields = json.loads((received / "package/data/case.json").read_text())
    (name,) = (n for n, value in fields.items() if known.is_received(value))
    assert made.withheld[name] == "its originator has not consented"
    assert "register.1" in made.shown
    entry = {"kind": known.RECEIVED, "provenance": {"signer": SIGNER}}
    other = known.marked({"originator": "Provider X", "consent": True}, entry)
    assert (other["originator"], other["consent"]) == (SIGNER, False)
    assert known.marked({"originator": SIGNER, "consent": True}, entry)["consent"]


def test_a_watch_that_runs_again_keeps_it(received: Path, world: World, tmp_path: Path) -> None:
    docket = Path(shutil.copytree(received / "docket", tmp_path / "docket"))
    ours = sw.case.show("1", docket)
    held, head = _bytes(docket / "partners"), Decisions(docket / NAME).head()
    before = generations.current(docket)
    sw.watch(world.docket.parent / "ais", out=docket)
    assert generations.current(docket) != before, "another generation"
    assert _bytes(docket / "partners") == held
    assert Decisions(docket / NAME).head() == head
    again = sw.case.show(ours.case_id, docket)
    assert again["partners"] == ours["partners"]
    assert again["confidence"] == ours["confidence"]


def test_an_imported_one_is_merged_by_its_id(received: Path, world: World) -> None:
    (one,) = known.packages(Decisions(received / "docket" / NAME).read())
    merged = sw.case.merge([received / "package", one], docket=received / "docket")
    assert merged["packages"][1] == str(received / "docket" / "partners" / one)
    assert merged["rows"]["reports"]["second only"] == 0
    assert merged["case"]["confidence"] == sw.case.show("1", received / "docket")["confidence"]
    with pytest.raises(UsageError, match=f"not imported into .*{one}"):
        sw.case.merge([world.package, "0" * 16], docket=received / "docket")


def test_an_edition_is_taken_as_what_it_shows(world: World, docket: Path, tmp_path: Path) -> None:
    markings = tmp_path / "markings.toml"
    markings.write_text(
        '[recipient.us]\nrelations = ["organisation"]\n'
        '[[rule]]\nfits = "summary.finding"\ntlp = "RED"\n'
    )
    share(ShareOptions(package=world.package, to="us", markings=markings, by="A", released_by="B",
                       out=tmp_path / "edition", keys=world.keys, now_utc=NOW))  # fmt: skip
    made = _take(tmp_path / "edition", docket, world.keys / keys.PUBLIC)
    assert made.case_ids == [world.case_id]
    assert made.package["is_edition"]
    shown = json.loads((tmp_path / "edition/data/case.json").read_text())
    assert made.package["grade"] == shown["edition.finding"]["grade"]
    (told,) = sw.case.show("1", docket)["partners"]
    assert known.words(told).startswith(f"edition {made.path.name} of {SIGNER}")


def test_a_strangers_fields_are_brought_to_their_types() -> None:
    items = [
        Item(FIELD, "summary.title", "a\n\n  b" + "x" * 900, {}),
        Item(FIELD, "incident.time", {"start_utc": 7, "end_utc": "2026-01-01T00:00:00Z"}, {}),
        Item(FIELD, "ship.1.identity", {"mmsi": True, "imo": "9"}, {}),
        Item(FIELD, "ship.2.identity", ["no record"], {}),
        Item(FIELD, "summary.finding", {"grade": {"x": 1}, "confidence": "high"}, {}),
    ]
    told = known.about(items)
    assert told["title"].startswith("a b")
    assert len(told["title"]) == 200
    assert (told["start_utc"], told["end_utc"]) == (None, "2026-01-01T00:00:00+00:00")
    assert told["ships"] == [{"mmsi": None, "imo": None, "name": None}] * 2
    assert (told["grade"], told["confidence"], told["case_id"]) == (None, None, None)
    assert known.about([])["ships"] == []
