"""A package of a SIMULATED case, made once: its docket, the keys it was signed with, two states."""

import secrets
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from seawarden.pipeline.case_file.export import ExportOptions, export
from seawarden.store.decisions import NAME, Act, Decisions
from seawarden.store.package import keys, stamps, statement
from seawarden.store.package.write import STATEMENT

from ...conftest import MadeOnce
from .authority import authority
from .tampering import Case

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """What the tests of packages start from; nothing here may be changed."""

    docket: Path
    package: Path
    older: Path  # the same case, exported when fewer acts had been done
    keys: Path
    case_id: str
    stamped: Path | None = None  # the same, made two hours before it was stamped; needs openssl
    root: Path | None = None  # the certificate of who stamped it


def acted(docket: Path, case_id: str, n: int) -> None:
    """Do `n` acts on the docket: on the case, and on another."""
    log = Decisions(docket / NAME)
    for i in range(n):
        act = Act(
            actor=f"analyst {i}", time_utc=NOW - timedelta(days=2, hours=-i), act="opened",
            case_id=case_id if i % 2 else "C-of another", evidence_key="k", detail=f"note {i}",
        )  # fmt: skip
        log.append(act, salt=secrets.token_bytes(32))


@pytest.fixture(scope="session")
def world(made_once: MadeOnce, small_docket: Path) -> World:
    """A package of the first case, signed by a key that a list holds."""

    def fill(folder: Path) -> None:
        shutil.copytree(small_docket, folder / "from")
        docket = folder / "from" / "docket"
        keys.make(folder / "keys", "Test Ministry, Nowhere", NOW - timedelta(days=30))
        for name, n in (("older", 3), ("package", 4)):
            acted(docket, "C-none", n)
            export(
                ExportOptions(docket=docket, case="1", out=folder / name, keys=folder / "keys",
                              now_utc=NOW),
                lambda _what, _share: None,
            )  # fmt: skip
        if shutil.which("openssl"):
            _stamped(folder)

    folder = made_once("case-package", fill)
    docket = folder / "from" / "docket"
    log = Decisions(docket / NAME).read()
    case_id = next(e.act.case_id for e in log if e.act.act == "exported")
    world = World(docket, folder / "package", folder / "older", folder / "keys", case_id)
    if not (folder / "stamped").exists():
        return world
    return replace(world, stamped=folder / "stamped", root=folder / "tsa" / "root.pem")


def _stamped(folder: Path) -> None:
    """Make `stamped` from `package`, signed two hours ago by this machine's clock, stamped now."""
    shutil.copytree(folder / "package", folder / "stamped")
    made = datetime.now(UTC) - timedelta(hours=2)
    case = Case(folder / "stamped", folder / "older", folder / "keys", folder, made)
    said = replace(case.signed().statement, made_utc=made.isoformat(timespec="seconds"))
    content = statement.sign(said, keys.signer_in(folder / "keys"))
    (case.folder / STATEMENT).write_bytes(content)
    place = case.folder / stamps.FOLDER
    place.mkdir()
    (folder / "tsa").mkdir()
    with authority(folder / "tsa") as one:
        (place / "test.tsr").write_bytes(stamps.ask(one, content))
        (place / "test.pem").write_bytes(one.chain)
    case.remade()
