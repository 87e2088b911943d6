"""The watch floor, served for real on the loopback, and Debian's Chromium to look at it."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from filelock import FileLock

from seawarden.pipeline.floor.desk import Desk
from seawarden.pipeline.floor.tracks import TrailCache
from seawarden.store.floor_log import FloorLog, User
from seawarden.web.app import PAGE, make
from seawarden.web.door import Door
from seawarden.web.sessions import Sessions, hashed

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox", "--disable-quic", "--enable-unsafe-swiftshader",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Floor:
    """A floor that is served: where, and on which docket."""

    url: str
    folder: Path
    door: Door

    def client(self) -> httpx.Client:
        """Return a client that has a session and sends its token."""
        client = httpx.Client(base_url=self.url, timeout=120)
        here = client.get("/api/session").json()
        client.headers["x-seawarden-token"] = here["token"] or ""
        return client


Serve = Callable[..., Floor]


@pytest.fixture(scope="session")
def page() -> Path:
    """The built page; built here if its sources changed."""
    import hatch_build  # beside pyproject.toml

    with FileLock(Path(tempfile.gettempdir()) / "seawarden-page.lock"):
        hatch_build.build()
    return PAGE


@pytest.fixture(scope="session")
def copied() -> Iterator[Callable[[Path], Path]]:
    """Return a function that copies a docket, into memory where the machine has such a folder.

    Every act and refusal is a write that waits for the disk; a busy one takes 40 ms for each.
    """
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as root:

        def copy(docket: Path) -> Path:
            folder = Path(tempfile.mkdtemp(dir=root)) / "docket"
            shutil.copytree(docket, folder)
            return folder

        yield copy


@pytest.fixture(scope="session")
def serve(copied: Callable[[Path], Path]) -> Iterator[Serve]:
    """Return a function that serves a copy of a docket: `serve(docket, has_users=False)`."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(
        docket: Path, *, has_users: bool = False, folder: Path | None = None, **more: Any
    ) -> Floor:
        folder = folder or copied(docket)
        desk = Desk(folder)
        door = Door(
            desk=desk, sessions=Sessions(desk.log), trails=TrailCache(), has_users=has_users,
            is_secure=False, lists=None, chronicle=more.pop("chronicle", None), **more,
        )  # fmt: skip
        app = make(door, hosts=frozenset({"127.0.0.1"}))
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        running.append((server, thread))
        return Floor(f"http://127.0.0.1:{port}", folder, door)

    yield start
    for server, _ in running:
        server.should_exit = True
    for _, thread in running:
        thread.join(10)


@pytest.fixture(scope="session")
def floor(serve: Serve, small_docket: Path) -> Floor:
    """One floor without users for all tests that ask what is refused; acts on it pile up."""
    return serve(small_docket / "docket")


PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def with_users(small_docket: Path, serve: Serve) -> Floor:
    """One floor that takes a sign-in; 'eve' is for failing at it."""
    floor = serve(small_docket / "docket", has_users=True)
    log, kept = FloorLog(floor.folder / "floor.sqlite"), hashed(PASSWORD)
    for name, role in (("vera", "viewer"), ("anna", "analyst"), ("ada", "admin"), ("eve", "admin")):
        log.add_user(User(name, role, kept), floor.door.now())
    return floor


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium; tests skip without one, except where CI says that it is needed."""
    path = next(
        (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))),
        None,
    )
    if path is None:
        if os.environ.get("SEAWARDEN_BROWSER_NEEDED"):
            pytest.fail("no Chromium, and SEAWARDEN_BROWSER_NEEDED is set")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=120_000)  # a loaded machine is slow, not wrong
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A fresh tab; a fault in the page, or one thing that its policy refused, fails the test."""
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(120_000)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda m: faults.append(m.text) if m.type == "error" and "Security" in m.text else None,
    )
    yield opened
    context.close()
    assert faults == []
