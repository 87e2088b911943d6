"""`case`: list and show cases, decide them, the keys that sign them, and the oil-cap ledger.

The verbs on packages (`export`, `verify`, `share`, `import_`, `merge`, `erase`) are in
`case_package`.
"""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...errors import UsageError
from ...report.case_record import Case, cases_of
from ...store import decisions
from ...store.package import keys as key_files
from ...store.review import DECISIONS, Review, Word, reviews
from ..case_file import oil_ledger as run_ledger
from ..case_file import review, select
from ..case_file.received import known
from . import arguments, case_package
from .arguments import Pathlike

HERE = "."
export, verify = case_package.export, case_package.verify
share, import_ = case_package.share, case_package.import_
merge, erase = case_package.merge, case_package.erase


def list(docket: Pathlike = HERE) -> Any:
    """Return the cases of a docket, what to look at first on top, with what people decided.

    docket       folder that `watch` wrote; without it the current one

    Returns a Polars frame with a row a case: `rank, case_id, tier, grade, confidence, start_utc,
    title, status, partners` (a line a partner's package that speaks of it). Raises InputError when
    there is no docket.

        print(sw.case.list("docket/"))
    """
    import polars as pl

    _, cases = _found(docket, None)
    log = decisions.Decisions(Path(docket) / decisions.NAME).read()
    held, received = reviews(log), known.packages(log)
    state = [review.of_review(held.get(i, Review()), None).status for i in cases["case_id"]]
    return cases.select(
        "rank", "case_id", "tier", "grade", "confidence", "start_utc", "title"
    ).with_columns(
        status=pl.Series(state, dtype=pl.String),
        partners=pl.Series(
            [[known.words(p) for p in known.speaking_of(row, received)]
             for row in cases.iter_rows(named=True)],
            dtype=pl.List(pl.String),
        ),
    )  # fmt: skip


def show(case: str, docket: Pathlike = HERE) -> Case:
    """Return one case, its JSON opened; `partners` are the imported packages that speak of it.

    case         its id, or its rank in `case list`
    docket       folder that `watch` wrote; without it the current one

    Raises InputError when there is no docket, UsageError for what is no case of it.

        print(sw.case.show("1", "docket/")["what_happened"])
    """
    docket, case = arguments.docket_and_case(docket, case)
    row, cases = _found(docket, case)
    import polars as pl

    found = cases_of(cases.filter(pl.col("case_id") == row["case_id"]))[0]
    received = known.packages(decisions.Decisions(Path(docket) / decisions.NAME).read())
    return Case({**found.row, "partners": known.speaking_of(row, received)})


def decide(
    case: str,
    docket: Pathlike = HERE,
    *,
    decision: str,
    by: str,
    note: str | None = None,
) -> dict[str, Any]:
    """Keep what an analyst decided of a case, as the watch floor does, and return the act.

    'passed on' accepts the case: its file is then no longer UNREVIEWED. A decision is bound to the
    evidence that lay before the person; on other evidence the case is UNREVIEWED again.

    case         its id, or its rank in `case list`
    docket       folder that `watch` wrote; without it the current one
    decision     'passed on', 'watch further', 'explained', 'insufficient' or 'reopened'
    by           who decided
    note         why, in a sentence; 'explained' needs it: by what?

    Returns `number, time_utc, actor, act, case_id, status`. Raises UsageError for what is no case
    or no decision, InputError when there is no docket.

        sw.case.decide("1", "docket/", decision="passed on", by="analyst A")
    """
    from ..floor import acts
    from ..floor.desk import Desk

    docket, case = arguments.docket_and_case(docket, case)
    known = (*DECISIONS, Word.REOPENED)
    if decision not in known:
        raise UsageError(f"--decision '{decision}': expected one of {', '.join(known)}")
    if not by.strip():
        raise UsageError("--by: expected the name of who decided")
    row, _ = _found(docket, case)
    desk = Desk(Path(docket), is_floor=False)
    detail = {} if note is None else {"note": note, "by": note}
    (kept,) = acts.act(
        desk, by.strip(), decision, cases=[row["case_id"]], detail=detail,
        now_utc=datetime.now(UTC),
    )  # fmt: skip
    status = review.status(desk.acts(), row["case_id"], None).status
    return {k: v for k, v in acts.as_row(kept, is_undone=False).items()
            if k not in ("detail", "is_undone")} | {"status": status}  # fmt: skip


def keys(
    folder: Pathlike,
    *,
    holder: str | None = None,
    rotate: bool = False,
    revoke: str | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """Make, replace or revoke the keys that packages are signed with (Ed25519).

    `private.pem` stays with you; `keys.json` goes to partners by a channel of its own.

    folder       where they lie
    holder       who signs, as others shall read it: 'Ministry of X, State'
    rotate       make a new key; the one in use signs for it and retires
    revoke       id of a key that is not to be believed from now on
    reason       why it is revoked

    Returns the list: `holder` and `keys`. Raises OutputError where keys are already, UsageError for
    a key that is not there.

        sw.case.keys("keys/", holder="Ministry of X, State")
    """
    now_utc, place = datetime.now(UTC).replace(microsecond=0), Path(folder)
    if revoke is not None:
        listed = key_files.revoke(place, revoke, reason or "", now_utc)
    elif rotate:
        listed = key_files.rotate(place, now_utc)
    else:
        listed = key_files.make(place, holder or "", now_utc)
    return {"holder": listed.holder, "keys": [dataclasses.asdict(k) for k in listed.keys]}


def ledger(docket: Pathlike = HERE, *, year: int, notified: Pathlike | None = None) -> Any:
    """Return the oil-cap ledger of a calendar year: deliveries against 500,000 barrels.

    docket       folder that `watch` wrote; without it the current one
    year         calendar year, UTC
    notified     CSV `day,barrels,source`: what States notified to the Committee

    Returns a Polars frame, a row a delivery and laden scenario, with the running total and its 90 %
    interval. Raises InputError for a docket or file that cannot be read.

        print(sw.case.ledger("docket/", year=2026))
    """
    return run_ledger.rows(Path(docket), year, arguments.path(notified))


def _found(docket: Pathlike, case: str | None) -> tuple[dict[str, Any], Any]:
    return select.find(Path(docket), case)


def __getattr__(name: str) -> Any:
    """Return what the room of the same name offers (`case.build`), as it did before the verb."""
    import importlib

    room = importlib.import_module("seawarden.case")
    if name in room.__all__:
        return getattr(room, name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
