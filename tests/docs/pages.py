"""README and docs as Sybil documents: every block with what runs it.

Library: Sybil, a kept one (by a core developer of many test tools, typed, no dependencies). It
evaluates the blocks of a page in order in one namespace, as a reader would, with the page's own
lines in tracebacks, runs `>>>` prompts as doctests, takes an evaluator for any other language,
and reads a reason to skip from an HTML comment beside the block:

    <!-- skip: next "why" -->

pytest-examples and mktestdocs were looked at: both run Python (the latter also shell) block by
block, and know neither settings blocks nor a reason to skip. Sybil's fences are found by its own
expressions; markdown-it-py, a parser of CommonMark, counts the blocks again, so that none is
overlooked.
"""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from sybil import Document, Example, Region
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
COMMANDS = ("seawarden", "make")
LANGUAGES = ("python", "toml", "sh", "text")
SKIP = re.compile(r"<!--+\s*skip\b(.*?)--+>", re.S)

Run = Callable[[Example], None]


@dataclass(frozen=True)
class Block:
    """A block of code as CommonMark sees it. `language` is '' for an indented one."""

    line: int  # 1-based, of its first line
    end: int
    language: str
    is_fenced: bool
    text: str

    @property
    def is_commands(self) -> bool:
        """Whether every line is a command of ours."""
        lines = self.text.strip().splitlines()
        return bool(lines) and all(line.split()[0] in COMMANDS for line in lines if line.strip())

    @property
    def kind(self) -> str:
        """What runs it: its language, 'sh' for indented commands, 'text' for a drawing."""
        if self.is_fenced:
            return self.language
        return "sh" if self.is_commands else "text"

    @property
    def is_code_in_disguise(self) -> bool:
        """Whether a block without a language is Python or TOML all the same."""
        return self.kind == "text" and (_parses(ast.parse, self.text) or
                                        _parses(tomllib.loads, self.text))  # fmt: skip


def blocks(text: str) -> list[Block]:
    """Return every block of code on a page, in order."""
    found = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("fence", "code_block") and token.map is not None:
            first, end = token.map
            fenced = token.type == "fence"
            found.append(Block(first + 1, end, token.info.strip(), fenced, token.content))
    return found


def document(page: Path, *, toml: Run, commands: Run) -> Document:
    """Return a page as a Sybil document, its settings and commands run by the functions given."""
    return Document.parse(
        str(page),
        PythonCodeBlockParser(),
        CodeBlockParser("toml", toml),
        lambda parsed: _command_regions(parsed, commands),
        SkipParser(),
    )


def _command_regions(parsed: Document, run: Run) -> Iterator[Region]:
    starts = [0, *(m.end() for m in re.finditer("\n", parsed.text))]
    for block in blocks(parsed.text):
        if block.kind == "sh":
            first, end = block.line - 1, block.end
            stop = starts[end] if end < len(starts) else len(parsed.text)
            yield Region(starts[first], stop, block.text, run)


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except (SyntaxError, tomllib.TOMLDecodeError):
        return False
    return True
