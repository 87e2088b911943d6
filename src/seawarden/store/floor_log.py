"""`floor.sqlite`: who may enter the watch floor, what was asked of it, and when a case was raised.

Three tables. `users`: name, role, and the password's hash (argon2id; this file never sees the
password). `audit`: every act and every request that was refused, in a table that only grows.
`raised`: when each version of a case first stood on the floor, from which the log of missed
alerts is made. `watch` never touches the file.

Blind spot: who can write the file can change it; the acts themselves are chained in
`decisions.sqlite`.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import InputError, OutputError, UsageError
from . import formats, known_schema

NAME = "floor.sqlite"
FORMAT = 1
ROLES = ("viewer", "analyst", "admin")
"""What a user may do, least first: look; decide; manage silences, the cut and the audit."""

_TABLES = """
CREATE TABLE users (
  name TEXT PRIMARY KEY, role TEXT NOT NULL, password_hash TEXT NOT NULL, added_utc TEXT NOT NULL
);
CREATE TABLE audit (
  number INTEGER PRIMARY KEY, time_utc TEXT NOT NULL, actor TEXT NOT NULL, address TEXT NOT NULL,
  what TEXT NOT NULL, outcome TEXT NOT NULL
);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_lasts BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is never shortened'); END;
CREATE TABLE raised (
  case_id TEXT NOT NULL, version INTEGER NOT NULL, raised_utc TEXT NOT NULL,
  PRIMARY KEY (case_id, version)
);
"""


@dataclass(frozen=True, slots=True)
class User:
    """A user as kept: the hash, never the password."""

    name: str
    role: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the audit."""

    time_utc: str
    actor: str
    address: str
    what: str
    outcome: str


class FloorLog:
    """The three tables in one file, which is made when it is first written to."""

    def __init__(self, path: Path) -> None:
        """Name the file. Raises InputError when it is there and is none of ours."""
        self.path = path
        if path.exists():
            with self._open():
                pass

    def users(self) -> dict[str, User]:
        """Return the users by name; none when there is no file."""
        if not self.path.exists():
            return {}
        with self._open() as opened:
            rows = opened.execute("SELECT name, role, password_hash FROM users ORDER BY name")
            return {row[0]: User(*row) for row in rows}

    def add_user(self, user: User, now_utc: datetime) -> None:
        """Add a user, or give one that is there another role and password.

        Raises UsageError for a name or role that cannot be.
        """
        if not user.name.strip() or len(user.name) > 100:
            raise UsageError(f"user '{user.name[:100]}': expected a name of 1 to 100 letters")
        if user.role not in ROLES:
            raise UsageError(f"role '{user.role}': expected one of {', '.join(ROLES)}")
        with self._open(is_new_allowed=True) as opened:
            opened.execute(
                "INSERT INTO users VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                "role = excluded.role, password_hash = excluded.password_hash",
                (user.name, user.role, user.password_hash, _text(now_utc)),
            )

    def note(self, line: Line) -> None:
        """Add a line to the audit."""
        with self._open(is_new_allowed=True) as opened:
            opened.execute(
                "INSERT INTO audit (time_utc, actor, address, what, outcome) "
                "VALUES (?, ?, ?, ?, ?)",
                (line.time_utc, line.actor, line.address, line.what[:500], line.outcome[:500]),
            )

    def audit(self, most: int = 500) -> list[Line]:
        """Return the newest lines of the audit, newest first."""
        if not self.path.exists():
            return []
        with self._open() as opened:
            rows = opened.execute(
                "SELECT time_utc, actor, address, what, outcome FROM audit "
                "ORDER BY number DESC LIMIT ?",
                (most,),
            )
            return [Line(*row) for row in rows]

    def raise_cases(self, versions: Iterable[tuple[str, int]], now_utc: datetime) -> None:
        """Keep when each (case, version) first stood on the floor; one that is kept stays."""
        with self._open(is_new_allowed=True) as opened:
            opened.execute("BEGIN IMMEDIATE")
            opened.executemany(
                "INSERT OR IGNORE INTO raised VALUES (?, ?, ?)",
                [(case_id, version, _text(now_utc)) for case_id, version in versions],
            )
            opened.execute("COMMIT")

    def raised(self) -> Mapping[tuple[str, int], datetime]:
        """Return when each (case, version) first stood on the floor."""
        if not self.path.exists():
            return {}
        with self._open() as opened:
            rows = opened.execute("SELECT case_id, version, raised_utc FROM raised")
            return {(row[0], row[1]): datetime.fromisoformat(row[2]) for row in rows}

    @contextmanager
    def _open(self, *, is_new_allowed: bool = False) -> Iterator[sqlite3.Connection]:
        known_schema.no_link(self.path)
        mode = "rwc" if is_new_allowed else "ro"
        uri = f"{self.path.resolve().as_uri()}?mode={mode}"
        try:
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30)) as it:
                known_schema.check(it, self.path, _TABLES)
                (held,) = it.execute("SELECT count(*) FROM sqlite_master").fetchone()
                if not held and is_new_allowed:
                    it.executescript(
                        f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {FORMAT}; COMMIT;"
                    )
                (found,) = it.execute("PRAGMA user_version").fetchone()
                formats.check(self.path, "floor's log", found, FORMAT)
                yield it
        except sqlite3.DatabaseError as error:
            if is_new_allowed:
                raise OutputError(f"{self.path}: cannot be written: {error}") from error
            raise InputError(f"{self.path}: not a floor's log: {error}") from error


def _text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
