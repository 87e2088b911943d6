"""The tables of `docs/events.md`, generated from the records of the kinds.

`python -m seawarden.schema.events_page docs/events.md` writes the page to standard output with each
table made anew; `make docs` puts it in place, `make check` compares. A table stands between
`<!-- fields of KIND -->` and `<!-- end of fields -->`; the rest of the page is written by hand.
"""

import argparse
import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_args

from .kinds import all_kinds, kind_of
from .kinds.detail import COMMON, Detail
from .kinds.kind import Kind

_TABLE = re.compile(r"<!-- fields of (\w+) -->\n.*?<!-- end of fields -->", re.DOTALL)
_TYPES = {"float": "number", "int": "integer", "str": "text", "bool": "true or false"}


def page(text: str) -> str:
    """Return the page with every table of fields made anew.

    Raises ValueError when a kind has no table or a table names no kind.
    """
    found = _TABLE.findall(text)
    missing = {k.name for k in all_kinds()} - set(found)
    if missing:
        raise ValueError(f"no table '<!-- fields of {min(missing)} -->' in the page")
    return _TABLE.sub(lambda m: _block(m[1]), text)


def _block(name: str) -> str:
    body = _common() if name == "any" else _of(kind_of(name))
    return f"<!-- fields of {name} -->\n{body}<!-- end of fields -->"


def _of(kind: Kind[Detail]) -> str:
    names = [f.name for f in fields(kind.detail) if f.name not in COMMON]
    version = f"Version {kind.detail_version} of `detail`."
    return f"{version}\n\n{_table(kind.detail, names)}"


def _common() -> str:
    return _table(Detail, [f.name for f in fields(Detail)])


def _table(record: type[Detail], names: list[str]) -> str:
    by_name = {f.name: f for f in fields(record)}
    rows = "".join(
        f"| `{name}` | {_type(by_name[name].type)} | {by_name[name].metadata['unit']} "
        f"| {by_name[name].metadata['meaning']} |\n"
        for name in sorted(names, key=lambda n: n == "parts")
    )
    return f"| field | type | unit | meaning |\n|---|---|---|---|\n{rows}"


def _type(annotation: object) -> str:
    first = get_args(annotation)[0]
    return _TYPES.get(getattr(first, "__name__", ""), "list")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print the page with its tables made anew.")
    parser.add_argument("page", type=Path)
    sys.stdout.write(page(parser.parse_args().page.read_text(encoding="utf-8")))
