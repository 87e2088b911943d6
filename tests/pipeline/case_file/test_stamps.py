"""Time stamps, from an authority that the test starts: openssl behind a web server."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from seawarden.errors import InputError
from seawarden.pipeline.case_file.verify import Verified, VerifyOptions, verify
from seawarden.store.package import keys, stamps, statement
from seawarden.store.package.write import STATEMENT

from . import second
from .conftest import World
from .tampering import Case

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")

CONFIG = """
[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign
[stamper]
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
[tsa]
default_tsa=one
[one]
serial=SERIAL
signer_digest=sha256
default_policy=1.2.3.4
digests=sha256,sha512
accuracy=secs:1
ess_cert_id_chain=no
ess_cert_id_alg=sha256
"""


def _run(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stamps.Authority]:
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "c.cnf").write_text(CONFIG.replace("SERIAL", str(folder / "serial")))
    (folder / "serial").write_text("01\n")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _run(folder, "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
         "-subj", "/CN=Test root", "-config", "c.cnf", "-extensions", "ca")  # fmt: skip
    _run(folder, "req", *curve, "-keyout", "s.key", "-out", "s.csr", "-subj", "/CN=Test stamper",
         "-config", "c.cnf")  # fmt: skip
    _run(folder, "x509", "-req", "-in", "s.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
         "-days", "30", "-CAcreateserial", "-out", "s.pem", "-extfile", "c.cnf",
         "-extensions", "stamper")  # fmt: skip

    class Stamper(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "q.tsq").write_bytes(asked)
            _run(folder, "ts", "-reply", "-queryfile", "q.tsq", "-inkey", "s.key",
                 "-signer", "s.pem", "-config", "c.cnf", "-out", "a.tsr")  # fmt: skip
            self.send_response(200)
            self.end_headers()
            self.wfile.write((folder / "a.tsr").read_bytes())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Stamper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chain = (folder / "s.pem").read_bytes() + (folder / "ca.pem").read_bytes()
    (folder / "root.pem").write_bytes((folder / "ca.pem").read_bytes())
    yield stamps.Authority(
        str(folder / "root.pem"), f"http://127.0.0.1:{server.server_port}", chain
    )
    server.shutdown()


@pytest.fixture
def stamped(authority: stamps.Authority, world: World, tmp_path: Path) -> tuple[Path, Path]:
    """A package signed two hours ago and stamped now; and the root of its authority."""
    folder = tmp_path / "package"
    shutil.copytree(world.package, folder)
    made = datetime.now(UTC) - timedelta(hours=2)
    case = Case(folder, world.older, world.keys, tmp_path, made)
    from dataclasses import replace

    told = replace(case.signed().statement, made_utc=made.isoformat(timespec="seconds"))
    content = statement.sign(told, keys.signer_in(world.keys))
    (folder / STATEMENT).write_bytes(content)
    (folder / stamps.FOLDER).mkdir()
    (folder / stamps.FOLDER / "test.tsr").write_bytes(stamps.ask(authority, content))
    (folder / stamps.FOLDER / "test.pem").write_bytes(authority.chain)
    case.remade()
    return folder, Path(authority.name)


def _both(
    folder: Path, world: World, roots: list[Path], now_utc: datetime, trust: Path | None = None
) -> Verified:
    lists = [trust or world.keys / "keys.json"]
    found = verify(
        VerifyOptions(package=folder, trust=lists, roots=roots, rerun=False, now_utc=now_utc),
        lambda _what, _share: None,
    )
    mine = {(p.kind, p.place) for p in found.held.outcome.problems}
    assert mine == second.problems(folder, trust=lists, roots=roots, now_utc=now_utc)
    return found


def test_a_stamp_of_a_trusted_authority_is_confirmed(
    stamped: tuple[Path, Path], world: World
) -> None:
    folder, root = stamped
    out = _both(folder, world, [root], datetime.now(UTC)).held.outcome
    assert out.problems == []
    assert any("test.tsr: stamped at" in line for line in out.confirmed)
    out = _both(folder, world, [], datetime.now(UTC)).held.outcome
    assert any("not on your list" in line for line in out.unconfirmed)


def test_a_stamp_from_the_future_is_found(stamped: tuple[Path, Path], world: World) -> None:
    folder, root = stamped
    out = _both(folder, world, [root], datetime.now(UTC) - timedelta(hours=1)).held.outcome
    assert [(p.kind, p.place) for p in out.problems] == [("future", "seal/stamps/test.tsr")]


def test_a_stamp_of_another_statement_does_not_hold(
    stamped: tuple[Path, Path], world: World, tmp_path: Path
) -> None:
    folder, root = stamped
    case = Case(folder, world.older, world.keys, tmp_path, datetime.now(UTC))
    stated = case.signed().statement
    signed = statement.sign(case.resealed(stated.root, stated.size), keys.signer_in(world.keys))
    (folder / STATEMENT).write_bytes(signed.replace(b"\n", b"\n "))
    case.remade()
    out = _both(folder, world, [root], datetime.now(UTC)).held.outcome
    assert [(p.kind, p.place) for p in out.problems] == [("stamp", "seal/stamps/test.tsr")]


def test_a_stamp_from_before_the_key_was_revoked_keeps_the_signature(
    stamped: tuple[Path, Path], world: World, tmp_path: Path
) -> None:
    folder, root = stamped
    listed = tmp_path / "keys"
    shutil.copytree(world.keys, listed)
    key = keys.read(listed / keys.PUBLIC).keys[-1].keyid
    keys.revoke(listed, key, "stolen", datetime.now(UTC) + timedelta(days=1))
    soon, trust = datetime.now(UTC) + timedelta(days=2), listed / keys.PUBLIC
    kinds = {p.kind for p in _both(folder, world, [], soon, trust).held.outcome.problems}
    assert kinds == {"revoked key"}, "a stamp of nobody's authority proves no time"
    assert "revoked key" not in {
        p.kind for p in _both(folder, world, [root], soon, trust).held.outcome.problems
    }


def test_an_authority_that_does_not_answer_is_named(authority: stamps.Authority) -> None:
    silent = stamps.Authority("silent", "http://127.0.0.1:9", authority.chain)
    with pytest.raises(InputError, match="time stamp authority silent: no answer"):
        stamps.ask(silent, b"x")
