"""`seawarden case` on packages: export, verify, share, import, merge, erase."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ._output import progress, say

_Docket = Annotated[Path, typer.Argument(help="Folder that `seawarden watch` wrote.")]
_Case = Annotated[str, typer.Argument(help="The case: its id, or its rank in `case list`.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Trust = Annotated[
    list[Path] | None,
    typer.Option("--trust", help="keys.json of a signer that you trust; repeat for several."),
]
_Roots = Annotated[
    list[Path] | None,
    typer.Option("--roots", help="Certificate (PEM) of a time stamp authority; repeat."),
]
_File = Path | None
_HERE = Path()


def export(
    case: _Case,
    docket: _Docket = _HERE,
    out: Annotated[Path, typer.Option("--out", help="Folder for the package.")] = ...,  # type: ignore[assignment]
    keys: Annotated[
        _File, typer.Option("--keys", help="Folder of `case keys`. Default: a key for this alone.")
    ] = None,
    markings: Annotated[
        _File, typer.Option("--markings", help="TOML: TLP, levels, originators, recipients.")
    ] = None,
    authorities: Annotated[
        _File, typer.Option("--authorities", help="TOML: RFC 3161 time stamp authorities.")
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", help="What the file is to answer.")
    ] = None,
    lawful_basis: Annotated[
        str | None, typer.Option("--lawful-basis", help="What allows you to hold it.")
    ] = None,
    asked: Annotated[
        _File, typer.Option("--asked", help="JSON: owners, insurers, flags: asked, answered.")
    ] = None,
    retention_days: Annotated[
        int | None, typer.Option("--retention-days", help="Days personal data may be kept.")
    ] = None,
    photos: Annotated[
        _File,
        typer.Option(
            "--photos", help="Folder of the sightings' photographs. Default: beside them."
        ),
    ] = None,
    as_json: _Json = False,
) -> None:
    """Write a case as a signed package that another can check offline.

    Example: seawarden case export 1 docket/ --out package/ --keys keys/
    """
    from .. import case as verbs

    with progress("exporting", quiet=as_json) as tell:
        made = verbs.export(
            case, docket, out=out, keys=keys, markings=markings, authorities=authorities,
            question=question, lawful_basis=lawful_basis, asked=asked,
            retention_days=retention_days, photos=photos, progress=tell,
        )  # fmt: skip
    lines = [
        f"{made['path']}: case {made['case_id']}, {made['items']} items, root {made['root'][:16]}",
        f"signed by {made['signer']}",
        f"{made['confirmed']} of {made['numbers']} numbers come out of the enclosed rows "
        f"({made['reach']})",
        *(f"  does not: {d}" for d in made["differs"][:10]),
        *(f"  not enclosed: {path}: {why}" for path, why in made["lacking"].items()),
    ]
    say(made, as_json=as_json, text="\n".join(lines))


def verify(
    package: Annotated[Path, typer.Argument(help="Folder of a package or an edition.")],
    trust: _Trust = None,
    roots: _Roots = None,
    known: Annotated[
        _File, typer.Option("--known", help="File that remembers the newest state seen.")
    ] = None,
    no_rerun: Annotated[
        bool, typer.Option("--no-rerun", help="Do not run the enclosed rows again.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Check a package: is it whole, whose is it, does its case come out again?

    Exits 1 when anything does not hold. Example: seawarden case verify package/ --trust keys.json
    """
    from .. import case

    with progress("checking", quiet=as_json) as tell:
        found = case.verify(
            package, trust=trust, roots=roots, known=known, no_rerun=no_rerun, progress=tell
        )
    say(found, as_json=as_json, text=_verified(found))
    if not found["ok"]:
        raise typer.Exit(1)


def share(
    package: Annotated[Path, typer.Argument(help="Folder of a package that `export` wrote.")],
    to: Annotated[str, typer.Option("--to", help="Recipient, as the markings name them; public.")],
    out: Annotated[_File, typer.Option("--out", help="Folder for the edition.")] = None,
    markings: Annotated[
        _File, typer.Option("--markings", help="TOML: TLP, levels, originators, recipients.")
    ] = None,
    keys: Annotated[
        _File, typer.Option("--keys", help="Folder of `case keys`. Default: a key for this alone.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who prepared it.")] = None,
    released_by: Annotated[
        str | None, typer.Option("--released-by", help="Who releases it: a second person.")
    ] = None,
    docket: Annotated[
        _File, typer.Option("--docket", help="Docket whose log keeps the release.")
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what is left out; write nothing.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Make an edition of a package: what a recipient may see, proved to be a part of it.

    Example: seawarden case share package/ --to jp-mofa --markings markings.toml --preview
    """
    from .. import case

    made = case.share(
        package, to=to, out=out, markings=markings, keys=keys, by=by, released_by=released_by,
        docket=docket, preview=preview,
    )  # fmt: skip
    why: dict[str, int] = {}
    for reason in made["withheld"].values():
        why[reason] = why.get(reason, 0) + 1
    lines = [
        f"{made['path'] or 'preview'}: {len(made['shown'])} fields shown, "
        f"{len(made['withheld'])} items left out; grade from what is shown: {made['grade']}",
        *(f"  {n:>4} {reason}" for reason, n in sorted(why.items())),
        *(f"  bare picture of {name}" for name in made["pictures"]),
        *(f"WARNING: {w}" for w in made["warnings"]),
    ]
    say(made, as_json=as_json, text="\n".join(lines))


def import_(
    package: Annotated[Path, typer.Argument(help="Folder of a partner's package or edition.")],
    docket: Annotated[Path, typer.Option("--docket", help="Folder that `seawarden watch` wrote.")],
    by: Annotated[str, typer.Option("--by", help="Who imports it.")],
    trust: _Trust = None,
    roots: _Roots = None,
    as_json: _Json = False,
) -> None:
    """Take a partner's package, checked and unchanged, into a docket as a document received.

    Example: seawarden case import theirs/ --docket docket/ --by "analyst A" --trust theirs.json
    """
    from .. import case

    made = case.import_(package, docket=docket, by=by, trust=trust, roots=roots)
    outcome = "imported" if made["is_new"] else "was imported before, nothing changed"
    cases = ", ".join(made["cases"]) or "no case of this docket"
    lines = [
        f"{made['path']}: {outcome}: {made['title'] or 'title not shown'}",
        f"  {made['verified']}",
        f"  grade {made['grade'] or 'not shown'}; speaks of {cases}",
        "NOT CONFIRMED:",
        *(f"  {u}" for u in made["not_confirmed"]),
    ]
    say(made, as_json=as_json, text="\n".join(lines))


def merge(
    packages: Annotated[
        list[Path], typer.Argument(help="Two packages of one incident: folders, or imported ids.")
    ],
    trust: Annotated[
        list[Path] | None, typer.Option("--trust", help="keys.json of a signer; repeat.")
    ] = None,
    docket: Annotated[
        _File, typer.Option("--docket", help="Docket whose imported packages may be named by id.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Find one incident in the rows of two packages together; say where they differ.

    Example: seawarden case merge ours/ theirs/ --trust ours.json --trust theirs.json
    """
    from .. import case

    made = case.merge(packages, trust=trust)
    found = made["case"]
    lines = [found["title"], f"{found['grade']}, probability {found['confidence']:.2f}"]
    for table, counts in made["rows"].items():
        lines.append(f"  {table}: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    for d in made["disagree"][:30]:
        where = " ".join(str(v) for k, v in d.items() if k not in ("column", "first", "second"))
        lines.append(f"  {where}: {d['column']}: {d['first']} | {d['second']}")
    for d in made["differs"][:30]:
        lines.append(f"  {d['field']}: {d['first']} | {d['second']} | both {d['together']}")
    say(made, as_json=as_json, text="\n".join(lines))


def erase(
    package: Annotated[Path, typer.Argument(help="Folder of a package that `export` wrote.")],
    keys: Annotated[Path, typer.Option("--keys", help="Folder of `case keys`, of its signer.")],
    by: Annotated[str, typer.Option("--by", help="Who erases.")],
    fits: Annotated[
        list[str] | None,
        typer.Option(
            "--fits", help="Fields or files, as ship.*.parties; repeat. Default: by retention."
        ),
    ] = None,
    docket: Annotated[
        _File, typer.Option("--docket", help="Docket whose log keeps that it was erased.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Take items out of a package for good: their leaves' hashes keep the rest provable.

    Example: seawarden case erase package/ --keys keys/ --by "records officer"
    """
    from .. import case

    made = case.erase(package, keys=keys, by=by, fits=fits, docket=docket)
    lines = [f"{made['path']}: erased {len(made['erased'])} items"]
    say(made, as_json=as_json, text="\n".join([*lines, *(f"  {n}" for n in made["erased"])]))


def _verified(found: dict[str, Any]) -> str:
    held = found["integrity"]
    lines = ["INTEGRITY: " + ("holds" if not held["problems"] else "DOES NOT HOLD")]
    lines += [f"  {p['kind']}: {p['place']}: {p['detail']}" for p in held["problems"]]
    lines += [f"  {line}" for line in held["confirmed"]]
    again = found["reproduction"]
    if again is not None:
        what = "REPRODUCTION" if again["is_same_version"] else (
            f"RE-EVALUATION by {again['by_version']} of what {again['version']} found"
        )  # fmt: skip
        lines.append(
            f"{what}: {again['confirmed']} of {again['numbers']} numbers come out; "
            f"{again['rows_read_again']} rows read again from their lines"
        )
        lines += [f"  differs: {d}" for d in again["differs"][:20]]
        lines += [f"  run here with {v}" for v in again["other_versions"]]
    lines.append("NOT CONFIRMED:")
    return "\n".join([*lines, *(f"  {u}" for u in found["unconfirmed"])])
