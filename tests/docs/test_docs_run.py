"""Every block of README and docs is run, or says beside it why it is not."""

import re
from pathlib import Path
from unittest import SkipTest

import pytest
from sybil import Example

from seawarden.errors import SeawardenError
from seawarden.pipeline import settings_file
from seawarden.pipeline.watch import default_params

from . import commands
from .pages import LANGUAGES, PAGES, ROOT, SKIP, blocks, document

PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))


def _settings(example: Example) -> None:
    path = Path("settings.toml")
    path.write_text(example.parsed, encoding="utf-8")
    defaults = default_params.defaults()
    assert settings_file.load(path, defaults) != defaults, "the block sets nothing anew"


def _commands(example: Example) -> None:
    for line in example.parsed.strip().splitlines():
        commands.run(line)


@PAGE
def test_every_block_runs(page: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In order, in one namespace, in a folder that holds what the page names."""
    reached, reasons = [], []
    for example in document(page, toml=_settings, commands=_commands):
        try:
            example.evaluate()
        except SkipTest as skipped:
            reasons.append(f"{page.relative_to(ROOT)}, line {example.line}: {skipped}")
        reached.append(example.line)
    capsys.readouterr()
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.kind != "text":
            found = any(block.line <= line <= block.end for line in reached)
            assert found, f"{page.relative_to(ROOT)}, line {block.line}: overlooked"
    with capsys.disabled():
        for reason in reasons:
            print(f"\nnot run: {reason}", end="")


@PAGE
def test_a_block_says_what_it_is_and_a_skip_says_why(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for block in blocks(text):
        place = f"{page.relative_to(ROOT)}, line {block.line}"
        assert block.kind in LANGUAGES, f"{place}: '{block.kind}', expected one of {LANGUAGES}"
        assert block.kind != "sh" or block.is_commands, f"{place}: more than commands of ours"
        assert not block.is_code_in_disguise, f"{place}: fence it with its language"
    for arguments in SKIP.findall(text):
        assert re.fullmatch(r': next "[^"]{10,}" ?', arguments), (
            f'{page.relative_to(ROOT)}: skip{arguments}: expected <!-- skip: next "why" -->'
        )


@PAGE
def test_every_command_line_is_one_that_the_parser_takes(page: Path) -> None:
    """Those that are not run, too."""
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.kind == "sh":
            for line in block.text.strip().splitlines():
                commands.parse(line)


@PAGE
def test_an_option_that_is_named_in_prose_belongs_to_the_verb(page: Path) -> None:
    """`seawarden watch ... --config my.toml` in a sentence: the verb and its options are real."""
    for line in re.findall(r"`(seawarden [^`]+)`", page.read_text(encoding="utf-8")):
        commands.mention(line)


def test_the_blocks_that_are_not_run_are_counted() -> None:
    """A new one is a decision: it changes this number."""
    skips = {
        str(page.relative_to(ROOT)): len(SKIP.findall(page.read_text(encoding="utf-8")))
        for page in PAGES
    }
    assert {page: n for page, n in skips.items() if n} == {
        "README.md": 1, "CONTRIBUTING.md": 1, "docs/patrol.md": 2, "docs/python.md": 1,
        "docs/case-file.md": 2, "docs/cluster.md": 2, "docs/plugins.md": 1, "docs/floor.md": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("seawarden wach ais/", "no verb 'wach'"),
        ("seawarden watch ais/ --out d --colour red", "--colour"),
        ("seawarden simulate --out d --seed one --hours 1 --vessels 1", "valid integer"),
        ("seawarden patrol plan", "docket"),
        ("make tea", "no such target"),
    ],
)
def test_a_command_that_is_wrong_would_be_found(line: str, message: str) -> None:
    """The test of the test."""
    with pytest.raises(Exception, match=f"(?i){message}"):
        commands.parse(line)


@pytest.mark.parametrize(
    "text",
    [
        "```python\nimport seawarden as sw\nsw.watch_all\n```\n",
        "```toml\n[gap.expect]\nwindow_h = 6.0\n```\n",
        "```toml\n[gap]\nmin_duration_h = 2.0\n```\n",  # the default: sets nothing
        "    seawarden screen\n",
        "```sh\nseawarden open x\n```\n",
        "```python\n>>> 1 + 1\n3\n```\n",
    ],
)
def test_a_block_that_is_wrong_would_be_found(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test of the test."""
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.md"
    page.write_text(text)
    (example,) = document(page, toml=_settings, commands=_commands)
    with pytest.raises((AssertionError, AttributeError, SeawardenError)):
        example.evaluate()
