"""`seawarden case`: the case file, evidence that another State can check."""

from pathlib import Path
from typing import Annotated, Any

import typer

from . import case_package
from ._output import say

app = typer.Typer(
    no_args_is_help=True,
    help="List, show and decide cases; export one as a signed package; check one; share a part.",
)
app.command("import")(case_package.import_)
for _name in ("export", "verify", "share", "merge", "erase"):
    app.command(_name)(getattr(case_package, _name))

_Docket = Annotated[Path, typer.Argument(help="Folder that `seawarden watch` wrote.")]
_Case = Annotated[str, typer.Argument(help="The case: its id, or its rank in `case list`.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_File = Path | None
_HERE = Path()


@app.command("list")
def list_(docket: _Docket = _HERE, as_json: _Json = False) -> None:
    """List the cases of a docket, what to look at first on top.

    Example: seawarden case list docket/
    """
    from .. import case

    rows = case.list(docket).to_dicts()
    lines = [
        f"{r['rank']:>4}  {r['case_id']}  tier {r['tier']}  {r['confidence']:.2f}  "
        f"{r['status']:<10}  {r['title']}"
        + "".join(f"\n      partner's {words}" for words in r["partners"])
        for r in rows
    ]
    say(rows, as_json=as_json, text="\n".join(lines) or "no case")


@app.command("show")
def show(case: _Case, docket: _Docket = _HERE, as_json: _Json = False) -> None:
    """Show one case: what happened, how sure, which measure, the evidence for and against.

    Example: seawarden case show C-0123456789 docket/
    """
    from .. import case as verbs

    found = verbs.show(case, docket)
    opened = {"ships": found.ships, "measures": found.measures, "evidence_for": found.evidence_for,
              "evidence_against": found.evidence_against}  # fmt: skip
    say({**found.row, **opened}, as_json=as_json, text=_shown(found))


@app.command("decide")
def decide(
    case: _Case,
    docket: _Docket = _HERE,
    decision: Annotated[
        str,
        typer.Option(
            "--decision",
            help="passed on (accepts it), watch further, explained, insufficient, reopened.",
        ),
    ] = ...,  # type: ignore[assignment]
    by: Annotated[str, typer.Option("--by", help="Who decided.")] = ...,  # type: ignore[assignment]
    note: Annotated[
        str | None, typer.Option("--note", help="Why; 'explained' needs it: by what?")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Keep what an analyst decided of a case; a file of it is UNREVIEWED until it is passed on.

    Example: seawarden case decide 1 docket/ --decision "passed on" --by "analyst A"
    """
    from .. import case as verbs

    kept = verbs.decide(case, docket, decision=decision, by=by, note=note)
    text = f"act {kept['number']}: {kept['case_id']} '{kept['act']}' by {kept['actor']}: "
    say(kept, as_json=as_json, text=text + kept["status"])


@app.command("keys")
def keys(
    folder: Annotated[Path, typer.Argument(help="Folder of the keys.")],
    holder: Annotated[
        str | None, typer.Option("--holder", help="Who signs, as others shall read it.")
    ] = None,
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Make a new key; the one in use signs for it.")
    ] = False,
    revoke: Annotated[
        str | None, typer.Option("--revoke", help="Id of a key not to be believed from now on.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why it is revoked.")] = None,
    as_json: _Json = False,
) -> None:
    """Make, replace or revoke the keys that packages are signed with.

    Example: seawarden case keys keys/ --holder "Ministry of X, State"
    """
    from .. import case

    made = case.keys(folder, holder=holder, rotate=rotate, revoke=revoke, reason=reason)
    lines = [made["holder"]]
    for key in made["keys"]:
        state = (
            f"revoked {key['revoked_utc']}: {key['reason']}" if key["revoked_utc"]
            else f"retired {key['retired_utc']}" if key["retired_utc"] else "in use"
        )  # fmt: skip
        lines.append(f"  {key['keyid'][:16]}  made {key['made_utc']}  {state}")
    lines.append(f"give {folder / 'keys.json'} to partners; keep {folder / 'private.pem'}")
    say(made, as_json=as_json, text="\n".join(lines))


@app.command("ledger")
def ledger(
    docket: _Docket = _HERE,
    year: Annotated[int, typer.Option("--year", help="Calendar year, UTC.")] = ...,  # type: ignore[assignment]
    notified: Annotated[
        _File, typer.Option("--notified", help="CSV day,barrels,source: notified deliveries.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Count refined oil of a year against the cap of 500,000 barrels, each entry with its case.

    Example: seawarden case ledger docket/ --year 2026 --notified committee.csv
    """
    from .. import case

    rows = case.ledger(docket, year=year, notified=notified).to_dicts()
    lines = [
        f"{r['scenario']:>5}  {r['day']}  {r['case_id'] or 'notified':<12}  {r['barrels']:>9,}  "
        f"total {r['running_barrels']:>9,} ({r['running_low_barrels']:,} to "
        f"{r['running_high_barrels']:,})  over the cap: {r['over_cap']}"
        for r in rows
    ]
    say(rows, as_json=as_json, text="\n".join(lines) or f"no delivery in {year}")


def _shown(found: Any) -> str:
    lines = [found["title"], "", found["what_happened"], "", "Evidence for:"]
    for title, parts in (("", found.evidence_for), ("Evidence against:", found.evidence_against)):
        lines += [title] if title else []
        lines += [f"  {p['weight']:+6.2f}  {p['what']}: {p['detail']}" for p in parts]
    if found["partners"]:
        lines.append("Partners' packages of it (documents received, not counted above):")
    for p in found["partners"]:
        lines.append(f"  {p['package_id']} of {p['signer']}: {p['grade'] or 'grade not shown'}")
        lines.append(f"    {p['verified']}; imported {p['imported_utc']} by {p['imported_by']}")
    lines += ["Measures:", *(f"  {m['citation']}: {m['text']}" for m in found.measures)]
    return "\n".join([*lines, "", found["what_would_change_it"]])
