"""`case export|verify|share|import|merge|erase`: packages that others check, and their editions."""

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...files.streams import read_once
from ..case_file import erase as run_erase
from ..case_file import export as run_export
from ..case_file import fields
from ..case_file import merge as run_merge
from ..case_file import verify as run_verify
from ..case_file.editions import share as run_share
from ..case_file.received import known, take_in
from . import arguments
from .arguments import Pathlike

HERE = "."


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
    photos: Pathlike | None = None,
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
    photos       folder of the photographs that sightings name; without it beside the sightings
    progress     called with what is being done and the share done, 0 to 1

    Returns `path, case_id, root, reach, numbers, confirmed, signer, lacking`. Raises UsageError,
    InputError or OutputError, one line each.

        made = sw.case.export("1", "docket/", out="package/", keys="keys/")
    """
    docket, case = arguments.docket_and_case(docket, case)
    plain = fields.Entered()
    entered = fields.Entered(
        question=question or plain.question, lawful_basis=lawful_basis or plain.lawful_basis,
        retention_days=retention_days, asked=_asked(asked),
    )  # fmt: skip
    made = run_export.export(
        run_export.ExportOptions(
            docket=Path(docket), case=case, out=Path(out), keys=arguments.path(keys),
            markings=arguments.path(markings), authorities=arguments.path(authorities),
            photos=arguments.path(photos), entered=entered,
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

    Returns `path, shown, withheld, pictures, warnings, grade`. Raises UsageError for what may not
    be released, InputError for a package that is not whole.

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
        "withheld": made.withheld, "pictures": made.pictures, "warnings": made.warnings,
        "grade": made.grade,
    }  # fmt: skip


def import_(
    package: Pathlike,
    *,
    docket: Pathlike,
    by: str,
    trust: Pathlike | Iterable[Pathlike] | None = None,
    roots: Pathlike | Iterable[Pathlike] | None = None,
) -> dict[str, Any]:
    """Take another unit's package, unchanged, into a docket as a document received.

    It is checked, copied to `partners/` of the docket and named where cases of the same incident
    are shown and exported; nothing of it is weighed. `import` is a word of Python's own, so the
    verb ends in an underscore here.

    package      folder of a package or an edition
    docket       folder that `watch` wrote
    by           who imports it
    trust        `keys.json` of signers that you trust, one or several; without it the package is
                 taken as of a signer who is not on your list
    roots        certificates (PEM) of time stamp authorities that you trust

    Returns `path, package_id, is_new, cases` (ids of ours that it speaks of) and what the act
    holds: `root, signer, is_signer_trusted, grade, confirmed, not_confirmed` and others. Raises
    InputError for a package that does not hold, OutputError where it cannot be written.

        sw.case.import_("theirs/", docket="docket/", by="analyst A", trust="theirs.json")
    """
    made = take_in.take_in(
        take_in.ImportOptions(
            package=Path(package), docket=Path(docket), by=by, trust=arguments.paths(trust),
            roots=arguments.paths(roots),
        )
    )  # fmt: skip
    return {
        "path": str(made.path), "is_new": made.is_new, "cases": made.case_ids, **made.package,
        "verified": known.verified(made.package),
    }  # fmt: skip


def merge(
    packages: Iterable[Pathlike],
    *,
    trust: Pathlike | Iterable[Pathlike] | None = None,
    docket: Pathlike | None = None,
) -> dict[str, Any]:
    """Find one incident in the rows of two partners' packages together, evidence counted once.

    packages     two packages of the incident: folders, or ids of imported ones
    trust        `keys.json` of signers that you trust, one or several
    docket       docket whose imported packages may be named by their ids

    Returns `case`, `rows` (in both, in one), `disagree` (rows of one ship and second, or one id,
    that say two things), `differs` (field by field) and `packages`. Raises
    UsageError for packages of two incidents, InputError for one that is not whole.

        print(sw.case.merge(["ours/", "theirs/"])["rows"])
    """
    folders = [
        known.place_of(Path(docket), str(p)) if docket is not None and not p.exists() else p
        for p in arguments.paths(packages)
    ]
    return dataclasses.asdict(run_merge.merge(folders, arguments.paths(trust)))


def erase(
    package: Pathlike,
    *,
    keys: Pathlike,
    by: str,
    fits: str | Iterable[str] | None = None,
    docket: Pathlike | None = None,
) -> dict[str, Any]:
    """Take items out of a package for good; the hashes of their leaves keep the rest provable.

    package      folder of a package that `export` wrote
    keys         folder of `case keys`, of who signed the package
    by           who erases
    fits         names of fields or files to erase, as 'ship.*.parties', one or several; without
                 it what has passed the period of retention of its marking
    docket       docket whose log keeps that it was erased

    Returns `path` and `erased`, the names. Raises UsageError when there is nothing to erase.

        sw.case.erase("package/", keys="keys/", by="records officer")
    """
    gone = run_erase.erase(
        run_erase.EraseOptions(
            package=Path(package), keys=Path(keys), by=by, fits=arguments.texts(fits),
            docket=arguments.path(docket),
        )
    )  # fmt: skip
    return {"path": str(package), "erased": gone}


def _asked(path: Pathlike | None) -> Any:
    if path is None:
        return ()
    try:
        held = json.loads(read_once(Path(path)).decode("utf-8"))
        return [{**row, "ship": str(row["ship"]), "party": str(row["party"])} for row in held]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: expected a JSON list of ship, party, asked, answered: {error}"
        ) from error
