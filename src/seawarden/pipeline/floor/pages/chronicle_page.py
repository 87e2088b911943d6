"""What the chronicle's page shows: what was said and done, beside what happened at sea."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from ....errors import UsageError
from ....report.chronicle.view import lines
from ...chronicle.timeline import view
from ...front import arguments
from ..desk import Desk


def chronicle_page(
    desk: Desk, folder: str | None, *, since: str, until: str, now_utc: datetime
) -> dict[str, Any]:
    """Return the chronicle's lines of the days [since, until], and the docket's cases of them.

    `lines` stand in order of time, undated ones last: `on`, `to` (days, null where not known),
    `kind`, `what`, `who`, `note` (how the day or the status is known), `where` (title or file, and
    place in it), `identity`. Raises UsageError where the floor was given no chronicle, and for a
    day that is none.
    """
    if folder is None:
        raise UsageError("no chronicle: start the floor with --chronicle FOLDER")
    first, last = arguments.day("since", since), arguments.day("until", until)
    if first and last and first > last:
        raise UsageError(f"since {first} lies after until {last}")
    shown = [asdict(x) for x in lines(view(Path(folder), first, last)) if x.kind != "case"]
    cases = [
        {"case_id": c.case_id, "title": c["title"], "start_utc": c["start_utc"]}
        for c in desk.snapshot(now_utc).cases
        if (first is None or c["end_utc"].date() >= first)
        and (last is None or c["start_utc"].date() <= last)
    ]
    return {"lines": shown, "cases": sorted(cases, key=lambda c: c["start_utc"])}
