"""`serve`: the watch floor on a port. The loopback is for who sits at the machine; elsewhere
takes users."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import InputError, OutputError, UsageError
from ..files.streams import read_once
from ..pipeline.floor.desk import Desk
from ..pipeline.floor.tracks import TrailCache
from ..pipeline.front.arguments import Pathlike
from ..store.floor_log import User
from .app import PAGE, make
from .door import Door
from .floor_settings import FloorSettings, read_settings
from .oidc import Oidc
from .sessions import Sessions, hashed

_LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Served:
    """What was served, or which user was added."""

    text: str
    data: dict[str, Any]


def serve(
    docket: Pathlike,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    lists: Pathlike | None = None,
    chronicle: Pathlike | None = None,
    add_user: str | None = None,
    password_file: Pathlike | None = None,
    certificate: Pathlike | None = None,
    certificate_key: Pathlike | None = None,
    settings: Pathlike | None = None,
) -> Served:
    """Open the watch floor of a docket in a browser; it runs until it is stopped.

    docket           folder that `watch` wrote; a later watch into it shows by itself
    host             address to listen on; another than the loopback takes users and TLS
    port             port to listen on; 0 takes a free one
    lists            folder of sanctions lists for screening; without it, the shipped register
    chronicle        the chronicle's folder, for its page
    add_user         add a user instead, as 'name:role' (viewer, analyst, admin), and stop
    password_file    file whose first line is that user's password
    certificate      PEM file of the TLS certificate
    certificate_key  PEM file of its key
    settings         TOML file: sign-in by OpenID Connect, a chart of your own (docs/floor.md)

    Returns what was served when it ends. Raises UsageError for an argument that cannot be,
    InputError when there is no docket, OutputError when the port is taken.

        sw.serve("docket/", port=8080)
    """
    folder = Path(docket)
    desk = Desk(folder)
    if add_user is not None:
        return _add(desk, add_user, password_file)
    given = FloorSettings() if settings is None else read_settings(Path(settings))
    has_users = bool(desk.log.users()) or given.oidc is not None
    is_secure = _check(host, port, users=has_users, tls=(certificate, certificate_key))
    if not (PAGE / "index.html").is_file():
        raise InputError(f"{PAGE}: the page is not built: run `make floor-build`")
    door = Door(
        desk=desk, sessions=Sessions(desk.log), trails=TrailCache(), has_users=has_users,
        is_secure=is_secure, lists=None if lists is None else str(lists),
        chronicle=None if chronicle is None else str(chronicle),
        oidc=None if given.oidc is None else Oidc(given.oidc), map=given.map,
    )  # fmt: skip
    desk.snapshot(door.now())
    app = make(door, hosts=_LOOPBACK_NAMES if _is_loopback(host) else None)
    _run(app, host, port, certificate, certificate_key)
    return Served(f"served {folder}", {"docket": str(folder), "host": host, "port": port})


def _check(host: str, port: int, *, users: bool, tls: tuple[Any, Any]) -> bool:
    if not 0 <= port <= 65_535:
        raise UsageError(f"--port {port}: expected 0 to 65535")
    if (tls[0] is None) != (tls[1] is None):
        raise UsageError("--certificate and --certificate-key go together")
    is_secure = tls[0] is not None
    if is_secure:
        _try(Path(tls[0]), Path(tls[1]))
    if not _is_loopback(host):
        if not users:
            raise UsageError(
                f"--host {host}: others can reach it, and the floor has no users; add one with "
                "--add-user NAME:ROLE --password-file FILE, or listen on 127.0.0.1"
            )
        if not is_secure:
            raise UsageError(
                f"--host {host}: passwords would cross the network in the open; give "
                "--certificate and --certificate-key"
            )
    return is_secure


def _try(certificate: Path, key: Path) -> None:
    """Raise InputError where the two are no certificate and its key, in files without password."""
    import ssl

    for path in (certificate, key):
        if not path.is_file():
            raise InputError(f"{path}: no such file, expected PEM in a file, not a pipe")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:  # an SSLError is an OSError
        raise InputError(
            f"{certificate}: no certificate (PEM) with {key} as its key, without password: {error}"
        ) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _add(desk: Desk, given: str, password_file: Pathlike | None) -> Served:
    name, _, role = given.rpartition(":")
    if not name:
        raise UsageError(f"--add-user '{given}': expected NAME:ROLE")
    if password_file is None:
        raise UsageError("--add-user: give the password by --password-file")
    try:
        first = read_once(Path(password_file)).decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise InputError(f"{password_file}: cannot be read: {error}") from error
    desk.log.add_user(User(name, role, hashed(first)), datetime.now(UTC))
    return Served(f"{name} may enter as {role}", {"name": name, "role": role})


def _run(app: Any, host: str, port: int, certificate: Any, key: Any) -> None:
    import socket
    import sys

    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OutputError(f"{host}:{port}: cannot be listened on: {error.strerror}") from error
    at = listener.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    sys.stderr.write(
        f"seawarden: the watch floor is at http{'s' if certificate else ''}://{name}:{at}/ "
        "(Ctrl-C stops it)\n"
    )
    sys.stderr.flush()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False,
        ssl_certfile=None if certificate is None else str(certificate),
        ssl_keyfile=None if key is None else str(key), limit_concurrency=200,
        timeout_keep_alive=30,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
