"""Who is asking: sign in, sessions, and what each role may do.

Passwords are kept as argon2id hashes. A session is a random token in a cookie (HttpOnly,
SameSite=Strict, Secure where the floor is served by TLS); only its SHA-256 is held, in memory, so
that neither a forged cookie nor a copy of the docket opens a door. Each session carries a second
random token that every request that changes something must repeat in a header: a page of another
site can send the cookie but cannot read the token. On the loopback without users everyone is the
person at this machine, by the name they give.

Blind spot: a session ends when the floor is started anew.
"""

import getpass
import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import UsageError
from ..store.floor_log import ROLES, FloorLog, User

COOKIE = "seawarden"
HEADER = "x-seawarden-token"
LEAST_PASSWORD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    session_h: float = 14.0  # own choice: a watch of 12 h and its handover
    tries: int = 5  # failed sign-ins of a name or address, then a pause; own choice
    pause_min: float = 5.0


@dataclass(frozen=True, slots=True)
class Session:
    """A person who is signed in."""

    actor: str
    role: str
    token: str  # to be repeated in the header of what changes something
    until_utc: datetime

    def may(self, role: str) -> bool:
        """Return whether this role covers `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Sessions:
    """The sessions of one floor, and the failures to open one."""

    def __init__(self, log: FloorLog, params: Params = Params()) -> None:
        self._log, self._params = log, params
        self._held: dict[str, Session] = {}
        self._failed: dict[str, list[datetime]] = {}
        self._lock = threading.Lock()
        self._hasher = PasswordHasher()
        self._no_one = self._hasher.hash(secrets.token_hex(16))

    def find(self, cookie: str | None, now: datetime) -> Session | None:
        """Return the session that a cookie opens, or None."""
        if not cookie:
            return None
        key = _digest(cookie)
        with self._lock:
            session = self._held.get(key)
            if session is not None and session.until_utc <= now:
                del self._held[key]
                session = None
            return session

    def sign_in(self, name: str, password: str, address: str, now: datetime) -> str | None:
        """Return the cookie of a new session, or None when name and password do not fit.

        Raises UsageError while too many tries failed.
        """
        keys = (f"name {name}", f"address {address}")
        if any(self._is_paused(key, now) for key in keys):
            raise UsageError(
                f"too many sign-ins failed: try again in {self._params.pause_min:g} minutes"
            )
        user = self._log.users().get(name)
        if not self._fits(user, password):
            with self._lock:
                for key in keys:
                    self._failed.setdefault(key, []).append(now)
            return None
        assert user is not None
        with self._lock:
            for key in keys:
                self._failed.pop(key, None)
        return self.open(user.name, user.role, now)

    def open(self, actor: str, role: str, now: datetime) -> str:
        """Open a session without a password (loopback, OpenID Connect); return its cookie."""
        cookie = secrets.token_urlsafe(32)
        until = now + timedelta(hours=self._params.session_h)
        with self._lock:
            self._held = {k: s for k, s in self._held.items() if s.until_utc > now}
            self._held[_digest(cookie)] = Session(actor, role, secrets.token_urlsafe(32), until)
        return cookie

    def rename(self, cookie: str, actor: str) -> None:
        """Give a session of the loopback the name of who sits there now."""
        with self._lock:
            key = _digest(cookie)
            if key in self._held:
                self._held[key] = replace(self._held[key], actor=actor)

    def close(self, cookie: str | None) -> None:
        """End a session."""
        with self._lock:
            self._held.pop(_digest(cookie or ""), None)

    def _fits(self, user: User | None, password: str) -> bool:
        # An unknown name costs as long as a wrong password, so that time names nobody.
        kept = self._no_one if user is None else user.password_hash
        try:
            return self._hasher.verify(kept, password) and user is not None
        except (VerificationError, InvalidHashError):
            return False

    def _is_paused(self, key: str, now: datetime) -> bool:
        since = now - timedelta(minutes=self._params.pause_min)
        with self._lock:
            held = [t for t in self._failed.get(key, []) if t > since]
            self._failed[key] = held
            return len(held) >= self._params.tries


def hashed(password: str) -> str:
    """Return the hash to keep of a password. Raises UsageError for one that is too short."""
    if len(password) < LEAST_PASSWORD:
        raise UsageError(f"password of {len(password)} letters: at least {LEAST_PASSWORD}")
    return PasswordHasher().hash(password)


def person_here() -> str:
    """Return who sits at this machine, as the system names them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "watch officer"


def is_equal(one: str, other: str) -> bool:
    """Compare two tokens in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
