"""The command line of the chronicle: help, JSON, one-line errors, exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from seawarden.cli.chronicle import app
from seawarden.errors import SeawardenError

RUN = CliRunner()
TEXT = "“We condemn the launch of this missile,” Foreign Minister Ann Lee said on 3 May 2024."


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    (tmp_path / "2024-05-03-a.txt").write_text(TEXT, encoding="utf-8")
    root = tmp_path / "chronicle"
    made = RUN.invoke(
        app, ["add", str(tmp_path / "2024-05-03-a.txt"), "--out", str(root), "--json"]
    )
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["statements"] == 1
    return root


@pytest.mark.parametrize("verb", ["add", "find", "compare", "timeline"])
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    shown = RUN.invoke(app, [verb, "--help"])
    assert shown.exit_code == 0
    assert f"Example: seawarden chronicle {verb}" in " ".join(shown.stdout.split())
    assert "--json" in shown.stdout


def test_find_prints_who_when_where_and_the_words(chronicle: Path) -> None:
    shown = RUN.invoke(app, ["find", "condemn", "--chronicle", str(chronicle)])
    assert "2024-05-03  Ann Lee (direct, named" in shown.stdout
    assert "We condemn the launch" in shown.stdout
    data = json.loads(
        RUN.invoke(
            app, ["find", "--speaker", "lee", "--chronicle", str(chronicle), "--json"]
        ).stdout
    )
    assert data[0]["speaker"] == "Ann Lee"
    counted = RUN.invoke(app, ["find", "--count", "--chronicle", str(chronicle)])
    assert counted.stdout.splitlines()[0].startswith("year")


def test_timeline_writes_what_it_is_told_to(chronicle: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.html"
    told = RUN.invoke(
        app, ["timeline", "--chronicle", str(chronicle), "--to", "html", "--out", str(out)]
    )
    assert told.exit_code == 0, told.output
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["add"], 2, "chronicle add: nothing to add"),
        (["add", "missing.md"], 1, "missing.md: no such file or folder"),
        (["find", "--chronicle", "nowhere"], 1, "nowhere: no chronicle here"),
        (["timeline", "--to", "pdf"], 2, "--to 'pdf': expected one of terminal, html"),
        (["timeline", "--since", "May"], 2, "--since 'May' is no date, expected YYYY-MM-DD"),
        (["timeline", "--to", "digest-md"], 2, "a digest needs --week"),
        (["compare", "a.txt"], 1, "a.txt: no such file or document"),
    ],
)
def test_an_error_is_one_line_with_its_exit_code(
    arguments: list[str], code: int, line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The outer command prints the line and exits with the error's code."""
    monkeypatch.chdir(tmp_path)
    result = RUN.invoke(app, arguments)
    error = result.exception
    assert isinstance(error, SeawardenError), result.output
    assert error.exit_code == code
    assert line in str(error)
    assert "\n" not in str(error)


def test_a_country_that_is_none_is_wrong_use(chronicle: Path) -> None:
    result = RUN.invoke(app, ["find", "--country", "Atlantis", "--chronicle", str(chronicle)])
    assert isinstance(result.exception, SeawardenError)
    assert str(result.exception) == "--country 'Atlantis': no country of that name or code"
