"""Who may come in for what: the check that every route asks for, and what it writes to the audit.

A route that reads asks for a session; one that changes something also asks for the session's
token in a header, for the browser's own word that the request comes from this page
(`Sec-Fetch-Site`, `Origin`), and for a role.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request

from ..pipeline.floor.desk import Desk
from ..pipeline.floor.tracks import TrailCache
from ..store.floor_log import Line
from .floor_settings import MapSettings
from .oidc import Oidc
from .sessions import COOKIE, HEADER, Session, Sessions, is_equal


@dataclass(frozen=True, slots=True)
class Door:
    """What every route works with."""

    desk: Desk
    sessions: Sessions
    trails: TrailCache
    has_users: bool  # somebody must sign in
    is_secure: bool  # served by TLS: the cookie may be Secure
    lists: str | None  # folder of sanctions lists for screening
    chronicle: str | None  # folder of a chronicle
    oidc: Oidc | None = None
    map: MapSettings | None = None

    @staticmethod
    def now() -> datetime:
        """Return the time: the one clock of the floor."""
        return datetime.now(UTC)

    def note(self, actor: str, address: str, what: str, outcome: str) -> None:
        """Write a line to the audit."""
        time = self.now().isoformat(timespec="milliseconds")
        self.desk.log.note(Line(time, actor, address, what, outcome))


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the door they came through."""

    door: Door
    session: Session
    address: str
    what: str  # method and path, for the audit

    @property
    def actor(self) -> str:
        """The name under which acts are kept."""
        return self.session.actor

    @property
    def desk(self) -> Desk:
        """The docket on the desk."""
        return self.door.desk

    def done(self, outcome: str) -> None:
        """Write to the audit what was done."""
        self.door.note(self.actor, self.address, self.what, outcome)


def door_of(request: Request) -> Door:
    """Return the door of the app that serves a request."""
    door = request.app.state.door
    assert isinstance(door, Door)
    return door


def address_of(scope: Any) -> str:
    """Return the address that a request came from."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def may(role: str) -> Any:
    """Return the dependency of a route that reads: somebody of a role, or 401, 403."""
    return Depends(_check(role, changes=False))


def may_change(role: str) -> Any:
    """Return the dependency of a route that changes something: also the token, or 403."""
    return Depends(_check(role, changes=True))


def _check(role: str, *, changes: bool) -> Callable[[Request], Caller]:
    def check(request: Request) -> Caller:
        door = door_of(request)
        address, what = address_of(request.scope), f"{request.method} {request.url.path}"
        session = door.sessions.find(request.cookies.get(COOKIE), door.now())

        def refuse(status: int, why: str) -> HTTPException:
            door.note(session.actor if session else "", address, what, f"{status} {why}")
            return HTTPException(status, why)

        if session is None:
            raise refuse(401, "not signed in")
        if changes and not is_same_site(request):
            raise refuse(403, "this request comes from another page")
        if changes and not is_equal(request.headers.get(HEADER, ""), session.token):
            raise refuse(403, "this request lacks the token of the session")
        if not session.may(role):
            raise refuse(403, f"a {session.role} may not: it takes the role {role}")
        return Caller(door, session, address, what)

    return check


def is_same_site(request: Request) -> bool:
    """Return whether the browser says that this page sent it; a program without a browser may."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
