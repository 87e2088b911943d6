"""`case share`: the part of a package that a recipient may see, as an edition that proves itself.

An edition holds the items whose markings allow the recipient, each with the path to the root that
the original's signer signed, so that it is provably a part of it and tells nothing of the rest. Its
documents are made anew from those items; its grade is weighed anew from the evidence that it shows;
where evidence against was withheld, it says so. The enclosed rows never go along: nothing raw, no
file of the package but pictures without their metadata.

Who prepares an edition does not release it: a second person does, and the docket keeps the act.
"""

import json
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .... import __version__
from ....errors import InputError, UsageError
from ....files.atomic import write_text
from ....files.output_folder import apart
from ....store import decisions
from ....store.decisions import FIRST, Act, Decisions
from ....store.package import act_chain, bag, leaves, statement
from ....store.package.check import check
from ....store.package.held import Held, Trust
from ....store.package.leaves import FIELD, FILE, Item, Leaf
from ....store.package.write import (
    LEAVES,
    ORIGINAL,
    RELEASED,
    SEAL,
    STATEMENT,
    Sealing,
    file_item,
    finish,
    folder_for,
)
from .. import formats, photographs, review
from ..export import label, signer_of, write_fields
from . import edition_finding, markings
from .guessable import guesses

PUBLIC_TLP = "CLEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOptions:
    """What the verb is given."""

    package: Path
    to: str
    out: Path | None = None
    markings: Path | None = None
    keys: Path | None = None
    by: str | None = None
    released_by: str | None = None
    docket: Path | None = None
    is_preview: bool = False
    now_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """What goes into an edition, what does not and why, and what the rest can be guessed from."""

    shown: list[str]
    withheld: dict[str, str]  # name -> why
    warnings: list[str]
    path: Path | None
    grade: str | None
    pictures: list[str] = field(default_factory=list)  # photographs whose pixels go along


def share(options: ShareOptions) -> Shared:
    """Make an edition, or say what it would hold.

    Raises UsageError for what may not be released.
    """
    now_utc = (options.now_utc or datetime.now(UTC)).replace(microsecond=0)
    scheme = markings.read(options.markings)
    to = scheme.recipient(options.to)
    held = _original(options.package, now_utc)
    chosen, withheld = _chosen(held, scheme, to)
    fields = {i.name: i.value for i in chosen.values() if i.kind == FIELD}
    warnings = guesses(fields, [i for i in held.items if i.name in withheld])
    pictures = _pictures(held, scheme, to)
    made = {**fields, **edition_fields(held, fields, withheld, to)}
    if pictures:
        made["edition.pictures"] = list(pictures.values())
    out = Shared(
        [i.name for i in chosen.values()], withheld, warnings, options.out,
        (made.get("edition.finding") or {}).get("grade"), list(pictures),
    )  # fmt: skip
    if options.is_preview:
        return out
    _may_release(options, fields)
    assert options.out is not None  # `_may_release` asks for it
    _write(options, held, chosen, made, pictures, scheme, now_utc)
    return out


def _original(package: Path, now_utc: datetime) -> Held:
    """Return a package that is whole.

    Raises InputError that names what is not, UsageError for an edition: only the original is
    parted.
    """
    held = check(package, Trust(), now_utc)
    if held.outcome.problems:
        raise InputError(f"{package}: is not whole: {held.outcome.problems[0]}")
    if held.is_edition:
        raise UsageError(f"{package}: is an edition; share the package that it was made from")
    return held


def _chosen(
    held: Held, scheme: markings.Scheme, to: markings.Recipient
) -> tuple[dict[int, Item], dict[str, str]]:
    """Return the items that are shown by the number of their leaf, and why the others are not.

    An item may be marked when the package is made, and by the scheme that is given now: where both
    mark it both must allow it, so that a marking can be raised later and never lowered.
    """
    chosen, withheld = {}, {}
    kept = [leaf.n for leaf in held.leaves if leaf.erased is None]
    for n, item in zip(kept, held.items, strict=True):
        if item.kind == FILE:
            withheld[item.name] = "files of the package stay: an edition's are made anew"
            continue
        reason = _why_not(item, scheme, to)
        if reason is None:
            chosen[n] = item
        else:
            withheld[item.name] = reason
    return chosen, withheld


def _why_not(item: Item, scheme: markings.Scheme, to: markings.Recipient) -> str | None:
    now = {**scheme.default, **scheme.of(item.name)}
    given = [m for m in (item.marking, now) if "tlp" in m]
    reasons = (markings.why_not(item.name, marking, to, scheme.levels) for marking in given)
    return next((why for why in reasons if why), None)


def _pictures(held: Held, scheme: markings.Scheme, to: markings.Recipient) -> dict[str, str]:
    """Return the photographs whose pixels may be shown, each with the name of its bare copy."""
    names = sorted(
        i.name for i in held.items
        if i.kind == FILE and i.name.startswith(f"{photographs.FOLDER}/")
        and not i.name.endswith(".json") and _why_not(i, scheme, to) is None
    )  # fmt: skip
    return {name: f"{photographs.PICTURES}/{n}.jpg" for n, name in enumerate(names, start=1)}


def edition_fields(
    held: Held, fields: Mapping[str, Any], withheld: Mapping[str, str], to: markings.Recipient
) -> dict[str, Any]:
    """Return what an edition says of itself."""
    named = held.fields.keys()
    gone = [n for n in withheld if n in named]
    by_part = Counter((n.split(".")[0], withheld[n]) for n in gone)
    parts = Counter(n.split(".")[0] for n in named)
    against = sum(n.startswith("evidence.against.") for n in gone)
    out: dict[str, Any] = {
        "edition.notice": {
            "words": f"An edition for {to.name}: {len(fields)} of {len(named)} fields of the "
                     "signed original. Each is proved to be a part of it.",
            "against": f"Evidence AGAINST the finding was withheld: {against} parts."
                       if against else None,
        },
        "edition.withheld": [
            {"section": part, "items": n, "of": parts[part], "why": why}
            for (part, why), n in sorted(by_part.items())
        ],
    }  # fmt: skip
    finding = edition_finding.finding(fields)
    if finding is not None:
        out["edition.finding"] = finding
    return out


def _may_release(options: ShareOptions, fields: Mapping[str, Any]) -> None:
    """Refuse what may not go out. Raises UsageError that says what is missing."""
    by, second = (options.by or "").strip(), (options.released_by or "").strip()
    if options.out is None:
        raise UsageError("share: expected --out, the folder for the edition, or --preview")
    if not by or not second:
        raise UsageError(
            "share: expected --by, who prepared it, and --released-by, who releases it"
        )
    if by.casefold() == second.casefold():
        raise UsageError(f"share: {by} prepared it; a second person releases it")
    if not fields:
        raise UsageError(f"share: no item of the package may be shown to {options.to}")
    if options.to != markings.PUBLIC:
        return
    package = check(options.package, Trust(), datetime.now(UTC))
    enclosed = package.fields
    state = _status_today(options, enclosed)
    if state["status"] != review.ACCEPTED:
        raise UsageError(
            f"share: no public edition while the case is {state['status']}: {state['words']}"
        )
    if str(state["reviewed_by"]).casefold() == second.casefold():
        raise UsageError(f"share: {second} accepted the case; a second person releases it")
    unasked = sorted(
        f"{name.removesuffix('.parties')} {p['party']}"
        for name, parties in enclosed.items() if name.endswith(".parties")
        for p in parties if p["asked"] == "not asked"
    )  # fmt: skip
    if unasked:
        raise UsageError(f"share: no public edition while not asked: {', '.join(unasked[:6])}")


def _status_today(options: ShareOptions, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the status that the package carries, or what was decided since where that is less."""
    held: Mapping[str, Any] = {**asdict(review.Status()), **(fields.get("header.status") or {})}
    if options.docket is None or held["status"] != review.ACCEPTED:
        return held
    case_id = str((fields.get("header.case") or {}).get("case_id"))
    return asdict(review.status(Decisions(options.docket / decisions.NAME).read(), case_id, None))


def _write(
    options: ShareOptions, held: Held, chosen: Mapping[int, Item], made: Mapping[str, Any],
    pictures: Mapping[str, str], scheme: markings.Scheme, now_utc: datetime,
) -> None:  # fmt: skip
    assert held.signed is not None and options.out is not None
    signer, public, holder = signer_of(options.keys, now_utc)
    marking = {i.name: dict(i.marking) for i in chosen.values()}
    is_public = options.to == markings.PUBLIC
    tlp = PUBLIC_TLP if is_public else str(scheme.default["tlp"])
    shown_as = label({"tlp": tlp} if is_public else scheme.default)
    apart(options.out, [options.package])
    with folder_for(options.out) as folder:
        write_fields(folder, made)
        for name, copy in pictures.items():
            (folder / copy).parent.mkdir(exist_ok=True)
            (folder / copy).write_bytes(photographs.bare((held.folder / name).read_bytes()))
        seen = {
            n: photographs.bounded((folder / copy).read_bytes()) for n, copy in pictures.items()
        }
        formats.write(folder, made, None, shown_as, tlp=tlp, holder=holder, pictures=seen)
        items = [Item(FIELD, n, v, marking.get(n, {})) for n, v in made.items()]
        files = [n for n in bag.files_in(folder) if n.startswith(f"{bag.DATA}/")]
        items += [file_item(folder, n, {}) for n in files]
        sealed: list[Leaf] = leaves.leaves_of(items, secrets.token_bytes)
        (folder / SEAL).mkdir()
        write_text(folder / LEAVES, leaves.to_text(sealed))
        write_text(folder / RELEASED, leaves.to_text(leaves.shown(held.leaves, chosen)))
        (folder / ORIGINAL).write_bytes((held.folder / STATEMENT).read_bytes())
        links = act_chain.closed(held.links)
        _log(options, held, len(chosen), now_utc)
        signed = statement.Statement(
            root=leaves.root_of(sealed), size=len(sealed), acts=len(links),
            head=links[-1].hash if links else FIRST,
            made_utc=now_utc.isoformat(timespec="seconds"), made_by=f"seawarden {__version__}",
            of=held.signed.statement.root,
        )  # fmt: skip
        info = {"Source-Organization": holder, "Bag-Software-Agent": f"seawarden {__version__}"}
        sealing = Sealing(
            signer=signer, keys=public, made_utc=now_utc, made_by=signed.made_by, links=links,
            info=info,
        )  # fmt: skip
        finish(folder, signed, sealing)


def _log(options: ShareOptions, held: Held, n: int, now_utc: datetime) -> None:
    """Keep the release as an act on the docket that the package came from."""
    if options.docket is None:
        return
    case_id = str((held.fields.get("header.case") or {}).get("case_id"))
    opened = [x.act for x in held.links if x.act is not None]
    key = str(opened[-1]["evidence_key"]) if opened else "not known"
    detail = {"time_utc": now_utc.strftime("%Y-%m-%dT%H:%M:%SZ"), "to": options.to, "items": n,
              "by": options.by, "released_by": options.released_by}  # fmt: skip
    act = Act(
        actor=str(options.released_by), time_utc=now_utc, act=review.RELEASED, case_id=case_id,
        evidence_key=key, detail=json.dumps(detail, sort_keys=True),
    )  # fmt: skip
    Decisions(options.docket / decisions.NAME).append(act, salt=secrets.token_bytes(32))
