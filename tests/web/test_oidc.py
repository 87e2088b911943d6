"""Sign-in by OpenID Connect, against an issuer that runs here on the loopback."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from seawarden.web.floor_settings import OidcSettings
from seawarden.web.oidc import Oidc

from .conftest import Floor, Serve

KEY, FORGED = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))


@dataclass
class Issuer:
    """An issuer that lets everybody in, and says of them what a test wants."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    header: dict[str, str] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    asked: dict[str, dict[str, str]] = field(default_factory=dict)  # by code
    exchanged: int = 0

    def answer(self, path: str, query: dict[str, str]) -> Any:
        if path.endswith("openid-configuration"):
            places = {f"{n}_endpoint": f"{self.url}/{n}" for n in ("authorization", "token")}
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **places}
        if path == "/keys":
            return KeySet([KEY]).as_dict(private=False)
        code = hashlib.sha256(query["state"].encode()).hexdigest()
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, given: dict[str, str], authorization: str) -> dict[str, Any] | None:
        asked = self.asked.pop(given["code"])
        hashed = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        secret = base64.b64encode(b"floor:s3cret").decode()
        if challenge != asked["code_challenge"] or authorization != f"Basic {secret}":
            return None
        self.exchanged += 1
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": "floor", "sub": "1", "nonce": asked["nonce"], "iat": now,
            "exp": now + 300, "preferred_username": "olga", "groups": ["all", "officers"],
            **self.claims,
        }  # fmt: skip
        signed = jwt.encode(self.header, claims, self.key, algorithms=["RS256", "HS256", "none"])
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    held = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def _send(self, status: int, body: Any, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            made = held.answer(parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()})
            if isinstance(made, str):
                self._send(302, "", Location=made)
            else:
                self._send(200, made)

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {k: v[0] for k, v in parse_qs(text).items()}
            made = held.token(given, self.headers.get("Authorization", ""))
            kind = {"Content-Type": "application/json"}
            self._send(200, made, **kind) if made else self._send(
                400, {"error": "invalid_grant"}, **kind
            )

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield held
    server.shutdown()


@pytest.fixture(scope="module")
def oidc_floor(
    issuer: Issuer, serve: Serve, small_docket: Path, tmp_path_factory: pytest.TempPathFactory
) -> Floor:
    secret = tmp_path_factory.mktemp("oidc") / "secret.txt"
    secret.write_text("s3cret\n")
    floor = serve(small_docket / "docket", has_users=True)
    settings = OidcSettings(
        issuer=issuer.url, client_id="floor", client_secret_file=secret, url=floor.url,
        roles={"officers": "analyst", "guests": "viewer"},
    )  # fmt: skip
    object.__setattr__(floor.door, "oidc", Oidc(settings))  # its address is known only now
    return floor


@pytest.fixture
def client(oidc_floor: Floor, issuer: Issuer) -> Iterator[httpx.Client]:
    issuer.claims, issuer.key = {}, KEY
    issuer.header = {"alg": "RS256", "kid": "one"}
    with httpx.Client(base_url=oidc_floor.url, timeout=120, follow_redirects=True) as it:
        yield it


def audit(floor: Floor) -> list[str]:
    return [f"{x.actor} {x.what} {x.outcome}" for x in floor.door.desk.log.audit()]


def test_whom_the_issuer_knows_comes_in_with_the_role_of_the_group(
    oidc_floor: Floor, client: httpx.Client
) -> None:
    assert client.get("/api/session").json()["has_oidc"] is True
    client.get("/api/oidc/start")
    here = client.get("/api/session").json()
    assert (here["actor"], here["role"]) == ("olga", "analyst")
    cookie = next(c for c in client.cookies.jar if c.name == "seawarden")
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert client.get("/api/audit").status_code == 403
    assert "olga sign in by OpenID Connect done, as analyst" in audit(oidc_floor)


@pytest.mark.parametrize(("claims", "why"), [
    ({"nonce": "another"}, "does not hold"),
    ({"aud": "another"}, "does not hold"),
    ({"iss": "https://evil.example"}, "does not hold"),
    ({"exp": 1_000_000_000}, "does not hold"),
    ({"groups": ["strangers"]}, "has no role"),
    ({"groups": None}, "has no role"),
    ({"preferred_username": ""}, "gives no name"),
])  # fmt: skip
def test_a_token_that_says_another_thing_opens_nothing(
    oidc_floor: Floor, issuer: Issuer, client: httpx.Client, claims: dict[str, Any], why: str
) -> None:
    issuer.claims = claims
    sent = client.get("/api/oidc/start")
    assert sent.status_code == 403
    assert why in sent.json()["error"]
    assert client.get("/api/session").json()["actor"] is None
    assert why in audit(oidc_floor)[0]


def test_a_token_of_another_key_or_of_none_opens_nothing(
    issuer: Issuer, client: httpx.Client
) -> None:
    issuer.key = FORGED
    assert client.get("/api/oidc/start").status_code == 403
    issuer.key, issuer.header = KEY, {"alg": "none"}
    assert client.get("/api/oidc/start").status_code == 403
    assert client.get("/api/session").json()["actor"] is None


def test_a_return_that_was_not_begun_in_this_browser_opens_nothing(
    issuer: Issuer, client: httpx.Client
) -> None:
    """Sign-in forgery: somebody's own code and state, handed to another's browser."""
    exchanged = issuer.exchanged
    begun = client.get("/api/oidc/start", follow_redirects=False)
    back = httpx.get(begun.headers["location"], timeout=120).headers["location"]
    client.cookies.clear()
    assert client.get(back).status_code == 403
    assert client.get("/api/oidc/return?code=x&state=y").status_code == 403
    assert client.get("/api/oidc/return?error=access_denied&state=y").status_code == 403
    assert issuer.exchanged == exchanged, "no code was used"


def test_a_floor_without_the_setting_has_no_such_door(floor: Floor) -> None:
    assert httpx.get(floor.url + "/api/oidc/start", timeout=120).status_code == 404
