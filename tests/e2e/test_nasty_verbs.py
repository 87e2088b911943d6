"""Every verb, given nasty names in every place where a stranger's text can stand."""

import io
import itertools
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from seawarden import cli
from seawarden.visible import one_line, visible

from .nasty_outputs import faults_of, page_text
from .test_nasty_names import NASTY

NAMES = (*NASTY, "]]>&lt;!--", "'\" onload=alert(1) x='", "TWO\nLINES", "X" * 3000)
"""Those of a radio, and what only a file can hold."""

Say = Callable[..., tuple[int, str, str]]


def run(*args: object) -> tuple[int, str, str]:
    """Run a verb as the command does; return exit code, output and error output, both checked."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["seawarden", *map(str, args)]
    try:
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            cli.main()
    finally:
        sys.argv = before
    for text in (out.getvalue(), err.getvalue()):
        assert visible(text) == text, args
        assert "fault in Seawarden" not in text, text
        assert "Traceback" not in text
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()


def is_shown(name: str, text: str) -> bool:
    """Whether a name stands in a text sign for sign, line breaks of the output apart."""
    bare = "".join(text.split())
    return "".join(one_line(name).split())[:200] in bare or "".join(visible(name).split()) in bare


def cell(raw: str) -> str:
    return '"' + raw.replace('"', '""') + '"'


def rows(*cells: str) -> str:
    return ",".join(map(cell, cells)) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_screen_shows_a_name_and_runs_none(tmp_path: Path, name: str) -> None:
    lists = tmp_path / "house.csv"
    lists.write_text(rows("name", "imo", "flag") + rows(name, "9074729", name), "utf-8")
    asked = tmp_path / "asked.csv"
    asked.write_text(rows("name", "imo", name) + rows(name, "9074729", name), "utf-8")
    receipt = tmp_path / "receipt.json"
    code, out, _ = run("screen", "--file", asked, "--lists", lists, "--receipt", receipt)
    assert code == 3, out
    assert is_shown(name, out)
    assert not faults_of(receipt)
    code, out, _ = run("screen", "--file", asked, "--lists", lists, "--json")
    assert json.loads(out)["matches"][0]["verdict"] == "match"
    run("screen", f"={name}", "--imo", name, "--lists", lists)
    run("screen", name, "--flag", name, "--as-of", name)


@pytest.mark.parametrize("name", [n for n in NAMES if "\x00" not in n and len(n) < 200])
def test_error_lines_and_file_names_act_on_nothing(tmp_path: Path, name: str) -> None:
    safe = name.replace("/", "⁄")  # the one letter that no file's name can hold
    folder = tmp_path / safe
    folder.mkdir()
    nasty = folder / f"{safe}.csv"
    nasty.write_text(rows("mmsi", "time", name, "lat") + rows("1", name, "2", "3"), "utf-8")
    for args in (
        ("inspect", nasty), ("inspect", folder / "missing.csv"), ("digest", folder),
        ("watch", nasty, "--out", tmp_path / "out"), ("watch", folder / "none", "--out", folder),
        ("screen", "--file", nasty, "--lists", folder / "no"), ("digest", nasty, "--json"),
        ("chronicle", "find", name, "--chronicle", folder), ("screen", name, "--bogus", name),
        ("patrol", "plan", folder, "--area", name), ("simulate", "--out", nasty),
        ("case", "list", folder / "none"), ("serve", "--bogus", name), ("live", "--bogus", name),
    ):  # fmt: skip
        code, out, err = run(*args)
        assert code != 0 or out
        assert len(err.splitlines()) <= 1, err


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chronicle of releases whose titles, speakers, addresses and words are nasty names."""
    folder = tmp_path_factory.mktemp("nasty-words")
    texts = folder / "texts"
    texts.mkdir()
    for i, name in enumerate(NAMES):
        title = json.dumps(name)  # YAML reads JSON's strings
        (texts / f"{i:02d}.md").write_text(
            f"---\ntitle: {title}\nauthor: {title}\nurl: {json.dumps('javascript:' + name)}\n"
            f"date: 2024-05-{i + 1:02d}\n---\n\n# {name}\n\n"
            f"Foreign Minister {name} said New Zealand condemns {name}. "
            f"“We condemn {name} and the launch of a missile,” Foreign Minister Ann Lee said.\n",
            "utf-8",
        )
    record = folder / "record.csv"
    record.write_text(
        rows("date", "kind", "title", "source")
        + "".join(rows("2024-05-04", "launch", name, name) for name in NAMES),
        "utf-8",
    )
    code, out, err = run(
        "chronicle", "add", texts, "--record", record, "--out", folder / "chronicle"
    )
    assert code == 0, out + err
    return folder / "chronicle"


@pytest.mark.parametrize(
    ("to", "suffix"),
    [("html", "html"), ("csv", "csv"), ("json", "json"), ("ics", "ics"), ("ftm", "jsonl"),
     ("digest-md", "md"), ("digest-html", "html"), ("terminal", "txt")],
)  # fmt: skip
def test_the_chronicle_writes_names_as_they_are(
    chronicle: Path, tmp_path: Path, to: str, suffix: str
) -> None:
    out = tmp_path / f"{to}.{suffix}"
    week = ("--week", "2024-05-07") if to.startswith("digest") else ()
    if to == "ftm":
        pytest.importorskip("followthemoney")
    code, text, err = run(
        "chronicle", "timeline", "--chronicle", chronicle, "--to", to, "--out", out, *week
    )
    assert code == 0, text + err
    assert not faults_of(out)
    if to == "html":
        shown = page_text(out.read_text("utf-8"))
        assert is_shown("<script>alert(1)</script>", shown)
        assert is_shown("A\u202eOVERT\u200bB", shown)
    run("chronicle", "timeline", "--chronicle", chronicle, "--to", to, *week)


def test_find_and_compare_act_on_nothing(chronicle: Path, tmp_path: Path) -> None:
    run("chronicle", "find", "missile", "--chronicle", chronicle)
    run("chronicle", "find", "missile", "--chronicle", chronicle, "--count")
    _, out, _ = run("chronicle", "find", "missile", "--chronicle", chronicle, "--json")
    assert json.loads(out)
    texts = sorted((chronicle.parent / "texts").glob("*.md"))
    page = tmp_path / "beside.html"
    for one, two in itertools.pairwise(texts):
        code, _, err = run("chronicle", "compare", one, two, "--html", page)
        assert code == 0, err
        assert not faults_of(page)
        run("chronicle", "compare", one, two, "--json")
    story = tmp_path / "story.txt"
    story.write_text("the only copy", "utf-8")
    code, _, err = run("chronicle", "compare", texts[0], texts[1], "--html", story)
    assert code == 1
    assert "was not written by Seawarden" in err
    assert story.read_text("utf-8") == "the only copy"
    code, _, err = run("chronicle", "timeline", "--chronicle", chronicle, "--out", story)
    assert code == 1
    assert story.read_text("utf-8") == "the only copy"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, small_docket: Path) -> Path:
    """A planned sortie, its contacts logged with nasty names, debriefed."""
    import shutil

    import polars as pl

    folder = tmp_path_factory.mktemp("nasty-desk")
    shutil.copytree(small_docket / "docket", folder / "docket")
    docket = folder / "docket"
    for args in (("plan", docket, "--area", "121,27,129,34", "--cell-nm", 60, "--quick"),):
        code, out, err = run("patrol", *args)
        assert code == 0, out + err
    planned = pl.read_parquet(docket / "patrol" / "sorties.parquet").to_dicts()[0]
    legs = json.loads(planned["legs"])
    track = rows("time_utc", "lat", "lon") + "".join(
        rows(str(p["time_utc"]), str(p["lat_deg"]), str(p["lon_deg"])) for p in legs
    )
    (folder / "track.csv").write_text(track, "utf-8")
    at = legs[len(legs) // 2]
    seen = rows("time_utc", "lat", "lon", "name", "imo", "activity", "hailed", "of_interest",
                "remarks", "photo")  # fmt: skip
    for name in NAMES:
        seen += rows(str(at["time_utc"]), str(at["lat_deg"]), str(at["lon_deg"]), name, "",
                     "drifting", "no", "yes", name, "")  # fmt: skip
    (folder / "seen.csv").write_text(seen, "utf-8")
    for more in ((), ("--json",)):
        code, out, err = run(
            "patrol", "log", docket, "--sortie", planned["sortie_id"], "--contacts",
            folder / "seen.csv", "--track", folder / "track.csv", *more,
        )  # fmt: skip
        assert code == 0, out + err
    code, out, err = run("patrol", "debrief", docket)
    assert code == 0, out + err
    return docket


def test_the_desk_writes_names_as_they_are(desk: Path) -> None:
    faults = [fault for path in sorted((desk / "patrol").rglob("*")) if path.is_file()
              for fault in faults_of(path)]  # fmt: skip
    assert not faults


def test_doctor_and_help_act_on_nothing() -> None:
    assert run("doctor")[1]
    assert run("doctor", "--json")[1]
    assert run("size", "--reports", "1000", "--days", "1")[1]  # it is given numbers only


def test_a_walk_leaves_out_no_verb() -> None:
    """A verb that is added later is walked too, or this fails."""
    source = Path(__file__).read_text("utf-8") + Path(__file__).with_name(
        "test_nasty_names.py"
    ).read_text("utf-8")
    verbs = {c.name for c in cli.app.registered_commands} | {
        g.name for g in cli.app.registered_groups
    }
    assert {v for v in verbs if f'"{v}"' not in source} == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_progress_bar_shows_what_it_is_given(name: str, monkeypatch: pytest.MonkeyPatch) -> None:

    from seawarden.cli import _output

    err = io.StringIO()
    err.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "dumb")
    with _output.progress(name) as tell:
        tell(name, 0.5)
    text = err.getvalue()
    for sign in "\x9b\u202e\u200b\x07":
        assert sign not in text
    assert "\x1b]0;" not in text
    assert "\x1b[31mRED" not in text
