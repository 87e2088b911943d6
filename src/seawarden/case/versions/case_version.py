"""Late data supersedes a case and says why; nothing is deleted.

Method: a new case takes over the id of the earlier case with which it shares the most event ids,
else of one of the same ships and kind of finding that overlaps it in time (late data may move an
event's start, and with it its id), or, for a listed ship without events, of the same hull. Same
content, same version; other content, one version more and the reason in words. An earlier case
that no new one takes over is kept, graded 'withdrawn', behind all others. Rank alone changing
is no new version: it depends on the neighbours.
"""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from ...schema import CASES, conform
from ...schema.kinds import is_meeting
from ..wording.grade import WITHDRAWN
from .listing_changes import listing_changes

_CONTENT = tuple(
    c for c in CASES.names
    if c not in ("case_id", "version", "rank", "linked_case_ids", "version_reason")
)  # fmt: skip
_NAMED = (
    ("grade", "wording"), ("tier", "tier"), ("kind", "kind"), ("start_utc", "start"),
    ("end_utc", "end"), ("observed_h", "observed hours"), ("inferred_h", "inferred hours"),
)  # fmt: skip


def supersede(
    cases: pl.DataFrame, previous: pl.DataFrame, cause: str = "late data"
) -> pl.DataFrame:
    """Return `cases` with the ids and versions that follow on `previous`; withdrawn ones last.

    `cause` begins the reason of each new version.

    Both are CASES; `previous` may hold several versions of a case, of which the newest counts.
    Neither frame is changed. Raises SchemaError when one is not CASES.
    """
    new = conform(cases, CASES, where="new cases").sort("rank").to_dicts()
    old = conform(previous, CASES, where="previous cases").with_columns(
        pl.col("version").fill_null(1)
    )
    old = old.sort("version", descending=True).unique("case_id", keep="first").sort("rank")
    left = {row["case_id"]: row for row in old.to_dicts()}
    renamed: dict[str, str] = {}
    for row in new:
        before = _predecessor(row, left)
        if before is not None:
            del left[before["case_id"]]
            renamed[row["case_id"]] = before["case_id"]
            _follow(row, before, cause)
    for row in new:
        linked = row["linked_case_ids"] or []
        row["linked_case_ids"] = sorted(renamed.get(x, x) for x in linked)
    gone = [_withdraw(row, cause) for row in left.values()]
    rows = [{**row, "rank": i} for i, row in enumerate([*new, *gone], start=1)]
    return pl.DataFrame(rows, schema=CASES.schema)


def _predecessor(
    row: Mapping[str, Any], left: Mapping[str, dict[str, Any]]
) -> dict[str, Any] | None:
    """Return the earlier case that shares most with this one, or None."""
    mine = set(row["event_ids"] or ())

    def shared(other: Mapping[str, Any]) -> int:
        return len(mine & set(other["event_ids"] or ()))

    alike = [r for r in left.values() if shared(r)]
    if alike:
        # The leading event decides among equals: it is the first of the list in both.
        lead = (row["event_ids"] or [None])[0]
        return max(alike, key=lambda r: (lead == (r["event_ids"] or [None])[0], shared(r),
                                        r["case_id"]))  # fmt: skip
    if row["case_id"] in left:
        return left[row["case_id"]]
    alike = [r for r in left.values() if _same_ships(row, r) and _overlap(row, r)]
    return max(alike, key=lambda r: r["case_id"]) if alike else None


def _same_ships(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    meeting = is_meeting(row["kind"]) == is_meeting(other["kind"])
    listed = (row["kind"] == "listed") == (other["kind"] == "listed")
    return meeting and listed and sorted(row["hulls"] or ()) == sorted(other["hulls"] or ())


def _overlap(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if row["kind"] == "listed":
        return True
    return bool(row["start_utc"] <= other["end_utc"] and other["start_utc"] <= row["end_utc"])


def _follow(row: dict[str, Any], before: Mapping[str, Any], cause: str) -> None:
    row["case_id"] = before["case_id"]
    reason = _reason(row, before)
    row["version"] = before["version"] + (1 if reason else 0)
    row["version_reason"] = f"{cause}: {reason}" if reason else before["version_reason"]


def _reason(row: Mapping[str, Any], before: Mapping[str, Any]) -> str | None:
    """Return what changed, in words, or None when nothing of the content did."""
    if all(row[name] == before[name] for name in _CONTENT):
        return None
    changed = []
    if before["grade"] == WITHDRAWN:
        changed.append("it is supported again")
    came = len(set(row["event_ids"] or ()) - set(before["event_ids"] or ()))
    went = len(set(before["event_ids"] or ()) - set(row["event_ids"] or ()))
    changed += [f"{came} event(s) came in"] if came else []
    changed += [f"{went} event(s) no longer belong to it"] if went else []
    if round(row["confidence"], 2) != round(before["confidence"], 2):
        changed.append(f"probability {before['confidence']:.2f} to {row['confidence']:.2f}")
    changed += [f"{word} {_text(before[name])} to {_text(row[name])}"
             for name, word in _NAMED if _text(row[name]) != _text(before[name])]  # fmt: skip
    listed = listing_changes(row, before)
    if _listings(row) != _listings(before) and not listed:
        listed = ["the listings it cites changed"]
    changed += listed
    return "; ".join(changed) or "details or evidence changed"


def _withdraw(row: Mapping[str, Any], cause: str) -> dict[str, Any]:
    if row["grade"] == WITHDRAWN:
        return dict(row)
    return {
        **row,
        "grade": WITHDRAWN,
        "version": row["version"] + 1,
        "version_reason": f"{cause}: the findings behind it no longer hold "
        f"(it was graded '{row['grade']}', probability {row['confidence']:.2f})",
    }


def _listings(row: Mapping[str, Any]) -> str:
    return json.dumps(sorted(row["listing_ids"] or ()))


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, float):
        return f"{value:.1f}"
    return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "strftime") else str(value)
