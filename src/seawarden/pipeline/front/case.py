"""`case list|show|keys|export|verify|share`: evidence that others can check."""

import dataclasses
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...report.case_record import Case, cases_of
from ...store import decisions
from ...store.package import keys as key_files
from ..case_file import export as run_export
from ..case_file import fields, review, select
from ..case_file import merge as run_merge
from ..case_file import oil_ledger as run_ledger
from ..case_file import verify as run_verify
from ..case_file.editions import share as run_share
from . import arguments
from .arguments import Pathlike

HERE = "."


def list(docket: Pathlike = HERE) -> Any:
    """Return the cases of a docket, what to look at first on top, with what people decided.

    docket       folder that `watch` wrote; without it the current one

    Returns a Polars frame with a row a case: `rank, case_id, tier, grade, confidence, start_utc,
    title, status`. Raises InputError when there is no docket.

        print(sw.case.list("docket/"))
    """
    import polars as pl

    _, cases = _found(docket, None)
    log = decisions.Decisions(Path(docket) / decisions.NAME).read()
    last = {e.act.case_id: e.act.act for e in log if e.act.act in review.STATUS}
    state = [review.STATUS[last[i]] if i in last else review.UNREVIEWED for i in cases["case_id"]]
    return cases.select(
        "rank", "case_id", "tier", "grade", "confidence", "start_utc", "title"
    ).with_columns(status=pl.Series(state, dtype=pl.String))


def show(case: str, docket: Pathlike = HERE) -> Case:
    """Return one case, its JSON opened.

    case         its id, or its rank in `case list`
    docket       folder that `watch` wrote; without it the current one

    Raises InputError when there is no docket, UsageError for what is no case of it.

        print(sw.case.show("1", "docket/")["what_happened"])
    """
    docket, case = _in_order(docket, case)
    row, cases = _found(docket, case)
    import polars as pl

    return cases_of(cases.filter(pl.col("case_id") == row["case_id"]))[0]


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


def export(
    case: str,
    docket: Pathlike = HERE,
    *,
    out: Pathlike,
    keys: Pathlike | None = None,
    markings: Pathlike | None = None,
    authorities: Pathlike | None = None,
    question: str | None = None,
    lawful_basis: str | None = None,
    asked: Pathlike | None = None,
    retention_days: int | None = None,
    progress: arguments.Progress | None = None,
) -> dict[str, Any]:
    """Write a case as a package that stands on its own: file, rows, lists, parameters, signed.

    Method: the rows that the case needs are run again first; where not every number comes out of
    the rows near the case, all rows of the docket are enclosed (docs/case-file.md).

    case         its id, or its rank in `case list`
    docket       folder that `watch` wrote; without it the current one
    out          folder for the package, new or empty
    keys         folder of `case keys`; without it a key is made for this package alone
    markings     TOML: TLP, national levels, originators, recipients
    authorities  TOML: RFC 3161 time stamp authorities to ask
    question     what the file is to answer
    lawful_basis what allows you to hold it
    asked        JSON: owners, insurers, flag States: when asked, what they answered
    retention_days  how long personal data may be kept, days
    progress     called with what is being done and the share done, 0 to 1

    Returns `path, case_id, root, reach, numbers, confirmed, signer, lacking`. Raises UsageError,
    InputError or OutputError, one line each.

        made = sw.case.export("1", "docket/", out="package/", keys="keys/")
    """
    docket, case = _in_order(docket, case)
    plain = fields.Entered()
    entered = fields.Entered(
        question=question or plain.question, lawful_basis=lawful_basis or plain.lawful_basis,
        retention_days=retention_days, asked=_asked(asked),
    )  # fmt: skip
    made = run_export.export(
        run_export.ExportOptions(
            docket=Path(docket), case=case, out=Path(out), keys=arguments.path(keys),
            markings=arguments.path(markings), authorities=arguments.path(authorities),
            entered=entered,
        ),
        progress or arguments.quiet,
    )  # fmt: skip
    return {
        "path": str(made.path), "case_id": made.case_id, "root": made.statement.root,
        "items": made.statement.size, "reach": made.reach, **made.compared.as_dict(),
        "signer": made.signer, "lacking": dict(made.lacking),
    }  # fmt: skip


def verify(
    package: Pathlike,
    *,
    trust: Pathlike | Iterable[Pathlike] | None = None,
    roots: Pathlike | Iterable[Pathlike] | None = None,
    known: Pathlike | None = None,
    no_rerun: bool = False,
    progress: arguments.Progress | None = None,
) -> dict[str, Any]:
    """Check a package anywhere, offline: is it whole, whose is it, does its case come out again?

    package      folder of a package or an edition
    trust        `keys.json` of signers that you trust, one or several
    roots        certificates (PEM) of time stamp authorities that you trust
    known        file in which the newest state seen of each docket is remembered
    no_rerun     check only that it is whole, do not run its rows again
    progress     called with what is being done and the share done, 0 to 1

    Returns `ok, integrity, reproduction, unconfirmed`. Raises InputError when there is no package.

        print(sw.case.verify("package/", trust="partner-keys.json")["ok"])
    """
    options = run_verify.VerifyOptions(
        package=Path(package), trust=arguments.paths(trust), roots=arguments.paths(roots),
        known=arguments.path(known), rerun=not no_rerun,
    )  # fmt: skip
    return run_verify.verify(options, progress or arguments.quiet).as_dict()


def share(
    package: Pathlike,
    *,
    to: str,
    out: Pathlike | None = None,
    markings: Pathlike | None = None,
    keys: Pathlike | None = None,
    by: str | None = None,
    released_by: str | None = None,
    docket: Pathlike | None = None,
    preview: bool = False,
) -> dict[str, Any]:
    """Make an edition of a package for a recipient: what they may see, proved to be a part of it.

    package      folder of a package that `export` wrote
    to           the recipient, as the markings name them; 'public' for everybody
    out          folder for the edition
    markings     TOML: TLP, national levels, originators, recipients
    keys         folder of `case keys`; without it a key is made for this edition alone
    by           who prepared it
    released_by  who releases it: a second person
    docket       docket whose log keeps the release
    preview      say what would be shown and left out, and write nothing

    Returns `path, shown, withheld, warnings, grade`. Raises UsageError for what may not be
    released, InputError for a package that is not whole.

        sw.case.share("package/", to="jp-mofa", markings="markings.toml", preview=True)
    """
    made = run_share.share(
        run_share.ShareOptions(
            package=Path(package), to=to, out=arguments.path(out),
            markings=arguments.path(markings), keys=arguments.path(keys), by=by,
            released_by=released_by, docket=arguments.path(docket), is_preview=preview,
        )
    )  # fmt: skip
    return {
        "path": None if preview else str(made.path), "shown": made.shown,
        "withheld": made.withheld, "warnings": made.warnings, "grade": made.grade,
    }  # fmt: skip


def merge(
    packages: Iterable[Pathlike], *, trust: Pathlike | Iterable[Pathlike] | None = None
) -> dict[str, Any]:
    """Find one incident in the rows of two partners' packages together, evidence counted once.

    packages     two packages of the incident
    trust        `keys.json` of signers that you trust, one or several

    Returns `case`, `rows` (in both, in one), `differs` (field by field) and `packages`. Raises
    UsageError for packages of two incidents, InputError for one that is not whole.

        print(sw.case.merge(["ours/", "theirs/"])["rows"])
    """
    return dataclasses.asdict(run_merge.merge(arguments.paths(packages), arguments.paths(trust)))


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


def _in_order(docket: Pathlike, case: str) -> tuple[Pathlike, str]:
    """Return docket and case; given the other way round, they are turned."""
    if Path(case).is_dir() and not Path(docket).is_dir():
        return case, str(docket)
    return docket, case


def _asked(path: Pathlike | None) -> Any:
    from ...errors import InputError

    if path is None:
        return ()
    try:
        held = json.loads(Path(path).read_text(encoding="utf-8"))
        return [{**row, "ship": str(row["ship"]), "party": str(row["party"])} for row in held]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: expected a JSON list of ship, party, asked, answered: {error}"
        ) from error


def __getattr__(name: str) -> Any:
    """Return what the room of the same name offers (`case.build`), as it did before the verb."""
    import importlib

    room = importlib.import_module("seawarden.case")
    if name in room.__all__:
        return getattr(room, name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
