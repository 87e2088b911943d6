"""What stands before every request: its host, its size, and the headers of every answer.

A request whose `Host` is not one that this floor is served under is refused (a page elsewhere
cannot pass for this machine by a name that it controls); a body beyond its limit is refused by its
announced length, and stopped where it announced none. Every answer carries a content security
policy without inline script, inline style or workers from blobs.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import HTTPException
from starlette.responses import JSONResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; font-src 'self'; manifest-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)

LARGEST_BODY = 1_000_000
"""Bytes of a request: an act, an area, a sighting are far below."""

LARGEST_FILE = 16_000_000
"""Bytes of a file of ships to screen."""

FILE_PATHS = ("/api/screen/file", "/api/patrol/log")


def policy(tiles: str | None = None) -> str:
    """Return the content security policy; `tiles` is the one other host that may be asked."""
    asked = "connect-src 'self'"
    return POLICY if tiles is None else POLICY.replace(asked, f"{asked} {tiles}")


class Guard:
    """ASGI middleware: refuses what must not reach the floor, and adds the headers."""

    def __init__(
        self,
        app: Any,
        *,
        hosts: frozenset[str] | None,
        refused: Callable[[Scope, str], None],
        tiles: str | None = None,
    ) -> None:
        """Guard `app`; `hosts` are the names it answers to (None: any), `refused` logs."""
        self._app, self._hosts, self._refused = app, hosts, refused
        self._headers = ((b"content-security-policy", policy(tiles).encode()), *HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def headed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"], *(h for h in self._headers if h[0] not in held)
                ]  # fmt: skip
            await send(message)

        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        limit = LARGEST_FILE if scope["path"] in FILE_PATHS else LARGEST_BODY
        if self._hosts is not None and _host(headers.get("host", "")) not in self._hosts:
            await self._refuse(421, "this floor is not served under that name", scope, headed)
            return
        announced = headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > limit:
            await self._refuse(413, f"a body beyond {limit:,} bytes", scope, headed)
            return
        read = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                why = f"a body beyond {limit:,} bytes"
                self._refused(scope, f"413 {why}")
                raise HTTPException(413, why)
            return message

        await self._app(scope, counted, headed)

    async def _refuse(self, status: int, why: str, scope: Scope, send: Send) -> None:
        self._refused(scope, f"{status} {why}")

        async def nothing() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        await JSONResponse({"error": why}, status)(scope, nothing, send)


def _host(given: str) -> str:
    """Return the name of a `Host` header without its port."""
    if given.startswith("["):
        return given.partition("]")[0] + "]"
    return given.partition(":")[0].lower()
