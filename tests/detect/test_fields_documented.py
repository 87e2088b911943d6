"""A field of `detail` stands in the table of its kind in docs/events.md, not just anywhere."""

import json
import re
from types import ModuleType

import pytest

from .random_tables import tables
from .test_contract import each_detector, run


def documented(page: str, kind: str) -> set[str]:
    """The names in the first cells of the tables of a kind's section and of what any may have."""
    intro, *sections = re.split(r"^## ", page, flags=re.M)
    general = [s for s in sections if not re.match(r"(`\w+`|\W|and|or)+\s*$", s.splitlines()[0])]
    own = [s for s in sections if f"`{kind}`" in s.splitlines()[0]]
    assert own, f"docs/events.md has no section '## `{kind}`'"
    cells = re.findall(r"^\|([^|\n]*)\|", "\n".join([intro, *general, *own]), flags=re.M)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


PAGE = """# Events
| field | meaning |
|---|---|
| `why` | what changed |

## `gap`
Text that names `distance_m`.
| field | meaning |
|---|---|
| `hours`, `reports` | two |

## `sts`
| `distance_m` | metres |
"""


def test_a_field_of_another_kind_or_in_the_text_only_is_not_documented() -> None:
    assert documented(PAGE, "gap") == {"why", "hours", "reports"}
    assert documented(PAGE, "sts") == {"why", "distance_m"}


@each_detector
def test_every_field_of_detail_stands_in_the_table_of_its_kind(
    detector: ModuleType, request: pytest.FixtureRequest
) -> None:
    page = (request.config.rootpath / "docs" / "events.md").read_text("utf-8")
    written = {
        field
        for seed in range(4)
        for text in run(detector, tables(seed, 30))["detail"]
        for field in json.loads(text)
    }
    assert written, "nothing was found, so nothing was looked at"
    assert written <= documented(page, detector.NAME), detector.NAME
