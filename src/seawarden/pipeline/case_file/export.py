"""`case export`: one case of a docket as a package that stands on its own.

The rows that the case needs are run again before they are enclosed; where not every number comes
out of the near rows, all rows are taken. So a package says itself, when it is made, which numbers
another can find again, and which not.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from securesystemslib.signer._crypto_signer import CryptoSigner

from ... import __version__
from ...errors import InputError
from ...files.atomic import write_text
from ...files.output_folder import apart
from ...store import decisions, generations
from ...store.decisions import Act, Decisions
from ...store.package import act_chain, bag, keys, stamps
from ...store.package.leaves import Item
from ...store.package.statement import Statement
from ...store.package.write import Sealing, file_item, folder_for, seal
from ..run_record import NAME as RUN
from . import enclosed, fields, formats, photographs, review, select, source_lines
from .compare import Compared, case_again, compare
from .editions import markings
from .enclosed import Enclosed
from .received import known
from .rerun import Again, rerun

Tell = Callable[[str, float], None]
CASE = "data/case.json"
UNKNOWN_SIGNER = "unknown: a key that was made for this package alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What the verb is given."""

    docket: Path
    case: str
    out: Path
    keys: Path | None = None
    markings: Path | None = None
    authorities: Path | None = None
    photos: Path | None = None
    entered: fields.Entered = field(default_factory=fields.Entered)
    now_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A package that was made."""

    path: Path
    case_id: str
    statement: Statement
    compared: Compared
    reach: str
    signer: str
    lacking: Mapping[str, str]  # sources and photographs that are not enclosed, and why


def export(options: ExportOptions, tell: Tell) -> Exported:
    """Write the package of a case. Raises SeawardenError, one line, for what stopped it."""
    now_utc = (options.now_utc or datetime.now(UTC)).replace(microsecond=0)
    scheme = markings.read(options.markings)
    row, _ = select.find(options.docket, options.case)
    case_id = str(row["case_id"])
    asked = [] if options.authorities is None else stamps.authorities(options.authorities)
    signer, public, holder = signer_of(options.keys, now_utc)
    apart(options.out, [options.docket])
    bag.make_folder(options.out)
    run = _run(options.docket)
    held, again, compared = _found_again(options.docket, case_id, run, now_utc, tell)
    log = Decisions(options.docket / decisions.NAME)
    key = review.key_of(held)
    act = Act(
        actor=holder, time_utc=now_utc, act=review.EXPORTED, case_id=case_id, evidence_key=key
    )
    entered = _entered(options.entered, log, held.row, key)
    tell("writing the package", 0.7)
    with folder_for(options.out) as folder:
        lacking = source_lines.write(folder, held)
        enclosed.write(folder, held)
        made = _fields(held, again, entered, now_utc)
        seen, unseen = photographs.enclose(folder, held, made, options.photos)
        lacking |= unseen
        items = _items(folder, held, {**made, **seen}, entered, scheme, holder)
        log.append(act, salt=secrets.token_bytes(32))
        links = act_chain.links_of(log.read(), case_id)
        info = {"Source-Organization": holder, "External-Identifier": case_id,
                "Bag-Software-Agent": f"seawarden {__version__}"}  # fmt: skip
        signed = seal(
            folder, items,
            Sealing(signer=signer, keys=public, made_utc=now_utc,
                    made_by=f"seawarden {__version__}", links=links, authorities=asked, info=info),
        )  # fmt: skip
    return Exported(options.out, case_id, signed, compared, held.reach, holder, lacking)


def signer_of(folder: Path | None, now_utc: datetime) -> tuple[CryptoSigner, bytes, str]:
    """Return what signs, its public list and its name; without a folder, a key for this alone."""
    if folder is not None:
        listed = keys.read(folder / keys.PUBLIC)
        return keys.signer_in(folder), (folder / keys.PUBLIC).read_bytes(), listed.holder
    signer = CryptoSigner.generate_ed25519()
    at = now_utc.astimezone(UTC).isoformat(timespec="seconds")
    key = keys.Key(signer.public_key.keyid, signer.public_key.keyval["public"], at)
    listed = keys.KeyList(UNKNOWN_SIGNER, (key,))
    return signer, keys.to_bytes(listed, [signer]), UNKNOWN_SIGNER


def _run(docket: Path) -> dict[str, Any]:
    path = generations.current(docket) / RUN
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    if not isinstance(record, dict) or not record.get("complete"):
        raise InputError(f"{docket}: the last run did not finish; run the watch again")
    return record


def _found_again(
    docket: Path, case_id: str, run: Mapping[str, Any], now_utc: datetime, tell: Tell
) -> tuple[Enclosed, Again, Compared]:
    """Return the least rows from which every number comes out, or the best that can be had."""
    best: tuple[Enclosed, Again, Compared] | None = None
    for i, reach in enumerate((enclosed.NEAR, enclosed.ALL)):
        tell(f"finding the case again in {reach} rows", 0.05 + 0.3 * i)
        held = select.enclose(docket, case_id, run, reach, select.Params())
        if held is None:
            break
        again = rerun(held, now_utc)
        compared = compare(held, again)
        if best is None or len(compared.differs) < len(best[2].differs):
            best = held, again, compared
        if compared.is_whole:
            break
    assert best is not None  # the near rows are always there
    return best


def _entered(
    given: fields.Entered, log: Decisions, row: Mapping[str, Any], key: str
) -> fields.Entered:
    case_id, acts = str(row["case_id"]), log.read()
    status = review.status(acts, case_id, key)
    releases = [
        json.loads(e.act.detail) for e in acts
        if e.act.case_id == case_id and e.act.act == review.RELEASED
    ]  # fmt: skip
    received = known.speaking_of(row, known.packages(acts))
    return replace(given, status=status, releases=releases, received=received)


def _fields(
    held: Enclosed, again: Again, entered: fields.Entered, now_utc: datetime
) -> dict[str, Any]:
    found = case_again(held, again)
    row = held.row if found is None else found.row(0, named=True)
    derived = fields.derived_fields(held, again, row)
    first = 1 + sum(name.startswith("register.") for name in derived)
    return {
        **derived, **known.register_fields(first, entered.received),
        **fields.entered_fields(held, entered, now_utc),
    }  # fmt: skip


def _items(
    folder: Path, held: Enclosed, made: Mapping[str, Any], entered: fields.Entered,
    scheme: markings.Scheme, holder: str,
) -> list[Item]:  # fmt: skip
    write_fields(folder, made)
    formats.write(
        folder,
        made,
        held,
        label(scheme.default),
        tlp=str(scheme.default["tlp"]),
        holder=holder,
        pictures=photographs.shown(folder, made),
    )
    marking = {
        name: known.marked(_kept(scheme.of(name), entered.retention_days), value)
        for name, value in made.items()
    }
    files = [n for n in bag.files_in(folder) if n.startswith(f"{bag.DATA}/")]
    return [
        *fields.items_of(made, marking), *(file_item(folder, n, scheme.of(n)) for n in files),
    ]  # fmt: skip


def _kept(marking: Mapping[str, Any], days: int | None) -> dict[str, Any]:
    """Return a marking with the period after which an item that names a person is erased."""
    if days is None or not marking.get("is_personal"):
        return dict(marking)
    return {"retention_days": days, **marking}


def write_fields(folder: Path, made: Mapping[str, Any]) -> None:
    """Write `case.json`: the fields by name."""
    text = json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True, allow_nan=False)
    write_text(folder / CASE, text + "\n")


def label(marking: Mapping[str, Any]) -> str:
    """Return a marking as it stands on a page."""
    parts: Sequence[str] = [f"TLP:{marking.get('tlp', 'AMBER')}"]
    if marking.get("level"):
        parts = [*parts, str(marking["level"])]
    if marking.get("releasable_to"):
        parts = [*parts, "REL " + ", ".join(marking["releasable_to"])]
    return " / ".join(parts)
