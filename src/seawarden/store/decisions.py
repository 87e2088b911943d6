"""`decisions.sqlite`: what people did with a docket, append-only; `watch` never touches it.

Each act is a row: who, when, what, on which case, on which evidence. Method: the *commitment* of a
row is SHA-256 over a random salt and the row's content, and `prev_hash` is the hash of the row
before; so a list of commitments can be given to others, who later can check a row that is shown to
them, and learn nothing of the rows that are not. Triggers refuse changes and removals.

Blind spot: who can write the file can cut rows off its end or write the whole chain anew; keep
`head` elsewhere and give it to `verify`.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import InputError, OutputError, UsageError
from . import formats, known_schema

NAME = "decisions.sqlite"
FIRST = "0" * 64
"""`prev_hash` of the first act."""
SALT_BYTES = 16
"""The least length of a salt: 128 bits cannot be guessed."""

_TABLE = """
CREATE TABLE acts (
  number INTEGER PRIMARY KEY, time_utc TEXT NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL,
  case_id TEXT NOT NULL, evidence_key TEXT NOT NULL, detail TEXT NOT NULL, salt TEXT NOT NULL,
  commitment TEXT NOT NULL, prev_hash TEXT NOT NULL
);
CREATE TRIGGER acts_stay BEFORE UPDATE ON acts
  BEGIN SELECT RAISE(ABORT, 'acts are never changed: append another'); END;
CREATE TRIGGER acts_last BEFORE DELETE ON acts
  BEGIN SELECT RAISE(ABORT, 'acts are never removed: append another'); END;
CREATE TRIGGER acts_follow BEFORE INSERT ON acts
  WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM acts)
  BEGIN SELECT RAISE(ABORT, 'acts are numbered one after the other'); END;
"""
_CONTENT = ("number", "time_utc", "actor", "act", "case_id", "evidence_key", "detail")
_COLUMNS = (*_CONTENT, "salt", "commitment", "prev_hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person did: `act` is the word for it ('opened', 'dismissed', ...)."""

    actor: str
    time_utc: datetime
    act: str
    case_id: str
    evidence_key: str  # of the evidence that lay before the person: `evidence_key`
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as it is kept."""

    number: int
    act: Act
    salt: str
    commitment: str
    prev_hash: str

    @property
    def hash(self) -> str:
        """What the next act's `prev_hash` must be."""
        return link_hash(self.number, self.commitment, self.prev_hash)

    @property
    def content(self) -> dict[str, Any]:
        """What the commitment is to, by name."""
        return dict(zip(_CONTENT, _content(self.number, self.act), strict=True))


class Decisions:
    """The acts in one file, which is made with the first of them."""

    def __init__(self, path: Path) -> None:
        """Name the file. Raises InputError when it is there and no decisions store of ours."""
        self.path = path
        if path.exists():
            with self._open():
                pass

    def append(self, act: Act, *, salt: bytes) -> Entry:
        """Keep an act and return it; `salt` is random (`secrets.token_bytes(32)`).

        Raises UsageError for a salt that is too short, an act without actor, word or case, or a
        time without zone; OutputError when the file cannot be written.
        """
        _valid(act, salt)
        with self._open(is_new_allowed=True) as connection:
            # The number and the chain are read under the lock that writes them.
            connection.execute("BEGIN IMMEDIATE")
            last = _last(connection)
            number, prev = (last.number + 1, last.hash) if last else (1, FIRST)
            commitment = _commitment(number, act, salt.hex())
            entry = Entry(number, act, salt.hex(), commitment, prev)
            values = (*_content(number, act), salt.hex(), commitment, prev)
            marks = ", ".join("?" * len(_COLUMNS))
            connection.execute(f"INSERT INTO acts VALUES ({marks})", values)
            connection.execute("COMMIT")
        return entry

    def read(self, case_id: str | None = None) -> list[Entry]:
        """Return the acts in their order, of one case or of all; none when there is no file."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM acts ORDER BY number")
            entries = [_entry(row) for row in rows]
        return [e for e in entries if case_id is None or e.act.case_id == case_id]

    def head(self) -> str:
        """Return the hash of the last act: kept elsewhere, it shows later that none is gone."""
        entries = self.read()
        return entries[-1].hash if entries else FIRST

    def verify(self, head: str | None = None) -> int:
        """Check every commitment and the chain, and that it passes `head`; return the acts.

        Raises InputError that names the first act that does not hold.
        """
        prev, passed = FIRST, {FIRST}
        entries = self.read()
        for i, entry in enumerate(entries, start=1):
            if entry.number != i:
                raise InputError(f"{self.path}: act {i} is missing: the next is {entry.number}")
            if entry.commitment != _commitment(i, entry.act, entry.salt):
                raise InputError(f"{self.path}: act {i} was changed: its commitment differs")
            if entry.prev_hash != prev:
                raise InputError(f"{self.path}: act {i} does not follow on act {i - 1}")
            prev = entry.hash
            passed.add(prev)
        if head is not None and head not in passed:
            raise InputError(
                f"{self.path}: no act has the hash {head}: acts were cut off, or all were rewritten"
            )
        return len(entries)

    @contextmanager
    def _open(self, *, is_new_allowed: bool = False) -> Iterator[sqlite3.Connection]:
        known_schema.no_link(self.path)
        mode = "rwc" if is_new_allowed else "ro"
        uri = f"{self.path.resolve().as_uri()}?mode={mode}"
        try:
            with closing(
                sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10)
            ) as opened:
                self._prepare(opened, is_new_allowed=is_new_allowed)
                yield opened
        except sqlite3.DatabaseError as error:
            if is_new_allowed:
                raise OutputError(f"{self.path}: cannot be written: {error}") from error
            raise InputError(f"{self.path}: not a decisions store: {error}") from error

    def _prepare(self, connection: sqlite3.Connection, *, is_new_allowed: bool) -> None:
        known_schema.check(connection, self.path, _TABLE)
        (held,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not held and is_new_allowed:
            connection.executescript(
                f"BEGIN IMMEDIATE; {_TABLE} PRAGMA user_version = {formats.DECISIONS}; COMMIT;"
            )
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        formats.check(self.path, "decisions store", found, formats.DECISIONS)


def _valid(act: Act, salt: bytes) -> None:
    if len(salt) < SALT_BYTES:
        raise UsageError(f"a salt of {len(salt)} bytes: expected at least {SALT_BYTES}")
    for name in ("actor", "act", "case_id", "evidence_key"):
        if not getattr(act, name):
            raise UsageError(f"an act without {name}")
    if act.time_utc.tzinfo is None:
        raise UsageError(f"time {act.time_utc} of an act has no zone, expected UTC")


def _content(number: int, act: Act) -> tuple[Any, ...]:
    time = act.time_utc.astimezone(UTC).isoformat(timespec="milliseconds")
    return (number, time, act.actor, act.act, act.case_id, act.evidence_key, act.detail)


def _commitment(number: int, act: Act, salt: str) -> str:
    return commitment_of(dict(zip(_CONTENT, _content(number, act), strict=True)), salt)


def commitment_of(content: Mapping[str, Any], salt: str) -> str:
    """Return the commitment to an act's content (`Entry.content`) under a salt, both as kept."""
    text = json.dumps({"salt": salt, **content}, sort_keys=True, ensure_ascii=False)
    return _sha256(text.encode("utf-8", "surrogatepass"))


def link_hash(number: int, commitment: str, prev_hash: str) -> str:
    """Return the hash of an act in the chain, which the next act names."""
    return _sha256(f"{number}\n{commitment}\n{prev_hash}".encode())


def _entry(row: tuple[Any, ...]) -> Entry:
    held = dict(zip(_COLUMNS, row, strict=True))
    act = Act(
        actor=held["actor"], time_utc=datetime.fromisoformat(held["time_utc"]), act=held["act"],
        case_id=held["case_id"], evidence_key=held["evidence_key"], detail=held["detail"],
    )  # fmt: skip
    return Entry(held["number"], act, held["salt"], held["commitment"], held["prev_hash"])


def _last(connection: sqlite3.Connection) -> Entry | None:
    query = f"SELECT {', '.join(_COLUMNS)} FROM acts ORDER BY number DESC LIMIT 1"
    row = connection.execute(query).fetchone()
    return None if row is None else _entry(row)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
