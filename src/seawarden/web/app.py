"""The app: the routes, the built page, and one way to answer an error.

An error of ours is answered in one line with its class; a fault is logged and answered without
its text. The page's files are those of the build, looked up in a list that is made at the start:
no path that a request names ever reaches the file system.
"""

import logging
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.middleware.gzip import GZipMiddleware

from ..errors import InputError, OutputError, SeawardenError, UsageError
from ..visible import one_line
from . import desk_routes, map_routes, page_routes, session_routes
from .door import Door, address_of
from .guard import Guard, Scope

PAGE = Path(__file__).parent / "page"
"""Where the build of the page lies."""

TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png",
    ".woff2": "font/woff2",
}  # fmt: skip
ROUTERS = (session_routes.router, desk_routes.router, map_routes.router, page_routes.router)
_LOG = logging.getLogger("seawarden.web")


def make(door: Door, *, hosts: frozenset[str] | None, page: Path = PAGE) -> Any:
    """Return the ASGI app of a floor; `hosts` are the names it answers to (None: any)."""
    app = api()
    app.state.door = door
    _answer_errors(app, door)
    _serve_page(app, page)

    def refused(scope: Scope, why: str) -> None:
        door.note("", address_of(scope), f"{scope['method']} {scope['path']}", why)

    tiles = None if door.map is None else door.map.origin
    zipped = GZipMiddleware(app, minimum_size=1_000)
    return Guard(zipped, hosts=hosts, refused=refused, tiles=tiles)


def api() -> FastAPI:
    """Return the routes alone: what the types of the page's client are generated from."""
    app = FastAPI(
        title="Seawarden watch floor", version="1", docs_url=None, redoc_url=None, openapi_url=None
    )
    for router in ROUTERS:
        app.include_router(router)
    return app


def _answer_errors(app: FastAPI, door: Door) -> None:
    @app.exception_handler(SeawardenError)
    def ours(request: Request, error: SeawardenError) -> JSONResponse:
        status = (
            400 if isinstance(error, UsageError | InputError)
            else 507 if isinstance(error, OutputError) else 500
        )  # fmt: skip
        what = f"{request.method} {request.url.path}"
        door.note("", address_of(request.scope), what, f"{status} {one_line(str(error))}")
        return JSONResponse({"error": str(error), "class": type(error).__name__}, status)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        what = f"{request.method} {request.url.path}"
        door.note("", address_of(request.scope), what, f"422 {where}: {first['msg']}")
        return JSONResponse({"error": f"{where}: {first['msg']}", "class": "UsageError"}, 422)

    @app.exception_handler(HTTPException)
    def http(_request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"error": error.detail, "class": "Refused"}, error.status_code)

    @app.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> JSONResponse:
        _LOG.error("a fault at %s", request.url.path, exc_info=error)
        return JSONResponse({"error": "a fault in Seawarden; see the log", "class": "Fault"}, 500)


def _serve_page(app: FastAPI, page: Path) -> None:
    files = {
        "/" + path.relative_to(page).as_posix(): path
        for path in sorted(page.rglob("*")) if path.is_file()
    }  # fmt: skip

    @app.get("/{path:path}", include_in_schema=False)
    def page_file(path: str) -> Response:
        if path.startswith("api/"):
            raise HTTPException(404, "no such route")
        file = files.get(f"/{path}")
        # Any other address is a view of the one page, which reads it.
        found = file or files.get("/index.html")
        if found is None or (file is None and "." in path.rsplit("/", 1)[-1]):
            raise HTTPException(404, "no such file of the page")
        kept = "public, max-age=31536000, immutable" if "/assets/" in f"/{path}" else "no-cache"
        return Response(
            found.read_bytes(), media_type=TYPES.get(found.suffix, "application/octet-stream"),
            headers={"cache-control": kept},
        )  # fmt: skip
