"""The data dictionary as a page: `python -m seawarden.schema.docs > docs/data-dictionary.md`."""

import sys

from . import TABLES
from .table import TIME, Column, Table

_HEAD = """# Data dictionary

Generated from `seawarden.schema`; `make docs` writes it anew and CI compares. Times are UTC in
whole milliseconds, positions WGS 84, null means "not known". `places` are the decimal places to
which `seawarden digest` compares a column: numbers that agree so far are equal.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    index = "\n".join(f"| [`{t.name}`](#{t.name.lower()}) | {t.row} |" for t in TABLES)
    tables = "\n".join(_table(table) for table in TABLES)
    return f"{_HEAD}\n| table | one row is |\n|---|---|\n{index}\n\n{tables}"


def _table(table: Table) -> str:
    rows = "\n".join(_row(column) for column in table.columns)
    return (
        f"## {table.name}\n\nOne row is {table.row}.\n\n"
        f"Key: {_names(table.key)}. Sorted by {_names(table.sort)}.\n\n"
        f"| column | type | unit | places | null | meaning |\n|---|---|---|---|---|---|\n{rows}\n"
    )


def _row(column: Column) -> str:
    kind = "time" if column.dtype == TIME else str(column.dtype)
    kind = "list of source lines" if "first_line" in kind else kind
    null = "yes" if column.nullable else ""
    places = "" if column.places is None else str(column.places)
    return f"| `{column.name}` | {kind} | {column.unit} | {places} | {null} | {column.meaning} |"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"


if __name__ == "__main__":
    sys.stdout.write(page())
