"""A time stamp authority (RFC 3161) that the tests start: openssl behind a web server."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from seawarden.store.package import stamps

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


@contextmanager
def authority(folder: Path) -> Iterator[stamps.Authority]:
    """Start one whose keys are made in `folder`; its `name` is the path of its root certificate."""
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
    server.server_close()
