"""Write a package: the payload is there, then the leaves, the chain, the statement, the bag.

Everything is made in a folder beside the place, whose name none has, and renamed when all of it is
there. A run that was killed leaves that folder, `.NAME.part-...`.
"""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from securesystemslib.signer._crypto_signer import CryptoSigner

from ...errors import OutputError
from ...files.atomic import cause, write_text
from ..decisions import FIRST
from . import act_chain, bag, leaves, stamps, statement
from .leaves import FILE, Item

SEAL = "seal"
STATEMENT, LEAVES, CHAIN, KEYS, ORIGINAL, RELEASED, ERASED = (
    f"{SEAL}/statement.dsse.json", f"{SEAL}/leaves.jsonl", f"{SEAL}/chain.json",
    f"{SEAL}/keys.json", f"{SEAL}/original.dsse.json", f"{SEAL}/released.jsonl",
    f"{SEAL}/erased.dsse.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """What a package is sealed with; randomness and the clock come from outside."""

    signer: CryptoSigner
    keys: bytes  # the public list, as `keys.json`
    made_utc: datetime
    made_by: str
    links: Sequence[act_chain.Link]
    authorities: Sequence[stamps.Authority] = ()
    info: Mapping[str, str] = field(default_factory=dict)
    salt: Callable[[int], bytes] = secrets.token_bytes


@contextmanager
def folder_for(place: Path) -> Iterator[Path]:
    """Give a folder to fill, which becomes `place` on leaving; removed on any error.

    Raises OutputError when `place` is there and not empty, or cannot be written.
    """
    bag.make_folder(place)
    place = place.resolve()
    part = Path(tempfile.mkdtemp(prefix=f".{place.name}.part-", dir=place.parent))
    try:
        (part / bag.DATA).mkdir()
        yield part
        place.rmdir()
        part.replace(place)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise OutputError(f"{place}: cannot be written: {cause(error)}") from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def file_item(folder: Path, name: str, marking: Mapping[str, object]) -> Item:
    """Return the item of a file in a package: `name` is its path from the package's folder."""
    path = folder / name
    value = {"bytes": path.stat().st_size, "sha256": bag.sha256_of(path)}
    return Item(FILE, name, value, marking)


def seal(folder: Path, items: Sequence[Item], sealing: Sealing) -> statement.Statement:
    """Seal a folder whose payload is written; every file of `data/` must be among the items.

    Raises OutputError when something cannot be written or a file has no item, InputError when a
    time stamp authority does not answer.
    """
    named = {i.name for i in items if i.kind == FILE}
    odd = {n for n in bag.files_in(folder / bag.DATA)} ^ {n.removeprefix("data/") for n in named}
    if odd:
        raise OutputError(f"{folder}: no item for {sorted(odd)[0]}, or no file for it")
    made = leaves.leaves_of(items, sealing.salt)
    (folder / SEAL).mkdir()
    write_text(folder / LEAVES, leaves.to_text(made))
    signed = statement.Statement(
        root=leaves.root_of(made), size=len(made), acts=len(sealing.links),
        head=sealing.links[-1].hash if sealing.links else FIRST,
        made_utc=sealing.made_utc.isoformat(timespec="seconds"), made_by=sealing.made_by,
    )  # fmt: skip
    finish(folder, signed, sealing)
    return signed


def finish(folder: Path, signed: statement.Statement, sealing: Sealing) -> None:
    """Sign, stamp and close the bag; the leaves are there."""
    write_text(folder / CHAIN, act_chain.to_text(sealing.links))
    (folder / KEYS).write_bytes(sealing.keys)
    content = statement.sign(signed, sealing.signer)
    (folder / STATEMENT).write_bytes(content)
    for authority in sealing.authorities:
        (folder / stamps.FOLDER).mkdir(exist_ok=True)
        place = folder / stamps.FOLDER / authority.name
        place.with_suffix(".tsr").write_bytes(stamps.ask(authority, content))
        place.with_suffix(".pem").write_bytes(authority.chain)
    bag.close(folder, sealing.info, sealing.made_utc.date())
