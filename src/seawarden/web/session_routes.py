"""Routes: who is here, sign in and out."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from ..errors import UsageError
from . import oidc
from .door import Caller, Door, address_of, door_of, is_same_site, may_change
from .sessions import COOKIE, person_here

router = APIRouter()


class SignIn(BaseModel):
    """A name and a password."""

    name: str = Field(max_length=100)
    password: str = Field(max_length=1_000)


class Name(BaseModel):
    """The name of who sits at this machine."""

    name: str = Field(min_length=1, max_length=60)


class Here(BaseModel):
    """Who is here, and what lies on the desk."""

    actor: str | None
    role: str | None
    token: str | None
    has_users: bool
    has_oidc: bool = False
    docket: str
    generation: int | None = None
    is_simulated: bool | None = None
    first_utc: str | None = None
    last_utc: str | None = None
    incomplete: int = 0


@router.get("/api/session")
def here(request: Request, response: Response) -> Here:
    """Say who is here; on the loopback without users, open a session for who sits there."""
    door = door_of(request)
    cookie = request.cookies.get(COOKIE)
    session = door.sessions.find(cookie, door.now())
    if session is None and not door.has_users and is_same_site(request):
        cookie = door.sessions.open(person_here(), "admin", door.now())
        session = door.sessions.find(cookie, door.now())
        _set(response, door, cookie)
    if session is None:
        return Here(
            actor=None, role=None, token=None, has_users=True, docket="",
            has_oidc=door.oidc is not None,
        )  # fmt: skip
    snapshot = door.desk.snapshot(door.now())
    ends = snapshot.ends
    return Here(
        actor=session.actor, role=session.role, token=session.token, has_users=door.has_users,
        docket=door.desk.path.resolve().name, generation=snapshot.generation,
        is_simulated=snapshot.is_simulated,
        first_utc=ends[0].isoformat() if ends else None,
        last_utc=ends[1].isoformat() if ends else None,
        incomplete=len(snapshot.run.get("incomplete") or ()),
    )  # fmt: skip


@router.post("/api/sign-in")
def sign_in(given: SignIn, request: Request, response: Response) -> dict[str, Any]:
    """Open a session for a user whose password fits."""
    door, address = door_of(request), address_of(request.scope)
    if not door.has_users or not is_same_site(request):
        door.note(given.name, address, "sign in", "403 not from this page, or no users here")
        raise HTTPException(403, "there is nothing to sign in to from here")
    cookie = door.sessions.sign_in(given.name, given.password, address, door.now())
    if cookie is None:
        door.note(given.name, address, "sign in", "401 name or password do not fit")
        raise HTTPException(401, "name or password do not fit")
    door.note(given.name, address, "sign in", "done")
    _set(response, door, cookie)
    return {"actor": given.name}


@router.get("/api/oidc/start", response_class=Response)
def begin_oidc(request: Request) -> Response:
    """Send the browser to the issuer that signs people in."""
    door = door_of(request)
    url, state = _oidc(door).begin(door.now())
    answer = RedirectResponse(url, 302, headers={"cache-control": "no-store"})
    # Lax: the browser comes back from another site, and must bring it.
    answer.set_cookie(
        oidc.COOKIE, state, max_age=600, httponly=True, samesite="lax", secure=door.is_secure,
        path=oidc.PATH,
    )  # fmt: skip
    return answer


@router.get("/api/oidc/return", response_class=Response)
def finish_oidc(request: Request, code: str = "", state: str = "", error: str = "") -> Response:
    """Open a session for whom the issuer sends back."""
    door, address = door_of(request), address_of(request.scope)
    try:
        if error or not code:
            raise UsageError(f"the issuer refused: {error[:60] or 'no code'}")
        person = _oidc(door).finish(
            code=code, state=state, cookie=request.cookies.get(oidc.COOKIE), now=door.now()
        )
    except UsageError as refused:
        door.note("", address, "sign in by OpenID Connect", f"403 {refused}")
        raise HTTPException(403, str(refused)) from refused
    door.note(person.name, address, "sign in by OpenID Connect", f"done, as {person.role}")
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(oidc.COOKIE, path=oidc.PATH)
    _set(answer, door, door.sessions.open(person.name, person.role, door.now()))
    return answer


def _oidc(door: Door) -> oidc.Oidc:
    if door.oidc is None:
        raise HTTPException(404, "this floor has no OpenID Connect")
    return door.oidc


@router.post("/api/sign-out")
def sign_out(
    request: Request, response: Response, caller: Caller = may_change("viewer")
) -> dict[str, Any]:
    """End the session."""
    caller.door.sessions.close(request.cookies.get(COOKIE))
    response.delete_cookie(COOKIE)
    caller.done("done")
    return {}


@router.post("/api/name")
def name(given: Name, request: Request, caller: Caller = may_change("viewer")) -> dict[str, Any]:
    """Say who sits at this machine, where there are no users to sign in."""
    if caller.door.has_users:
        raise HTTPException(403, "the name is that of the user who signed in")
    caller.door.sessions.rename(request.cookies.get(COOKIE) or "", given.name.strip())
    caller.done(f"now {given.name.strip()}")
    return {"actor": given.name.strip()}


def _set(response: Response, door: Door, cookie: str) -> None:
    response.set_cookie(
        COOKIE, cookie, httponly=True, samesite="strict", secure=door.is_secure, path="/"
    )
