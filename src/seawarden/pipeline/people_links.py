"""What people said of which cases belong together, read by a run and never written by it.

Method: merges are must-links, splits cannot-links (`store.case_links`). A run writes them into
`linked_case_ids` of CASES: all cases of a merged group name each other; a case that was split off
is named by no other and names none, also where the ships alone would link it. Weights and wording
are those of the evidence: no word of a person moves them.
"""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from ..store.case_links import groups
from ..store.decisions import NAME, Decisions, Entry


def acts_of(folder: Path) -> list[Entry]:
    """Return the acts that lie in a docket's folder; none where nobody acted.

    Raises InputError when the file is there and is no decisions store.
    """
    return Decisions(folder / NAME).read()


def with_people_links(cases: pl.DataFrame, acts: Iterable[Entry]) -> pl.DataFrame:
    """Return CASES with `linked_case_ids` as people said; the frame itself where nobody did."""
    rows = cases.to_dicts()
    found = groups(rows, acts)
    if not found.lead and not found.apart:
        return cases
    for row in rows:
        case_id = row["case_id"]
        linked = set(row["linked_case_ids"] or ()) - found.apart
        linked = set() if case_id in found.apart else linked
        # Of a group whoever was set apart after the merge is no longer a member.
        row["linked_case_ids"] = sorted((linked | set(found.members(case_id))) - {case_id})
    return pl.DataFrame(rows, schema=cases.schema)
