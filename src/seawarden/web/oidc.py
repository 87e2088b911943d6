"""Sign in by OpenID Connect: the authorization code flow with PKCE [RFC 7636, OpenID Connect Core].

Method: the browser is sent to the issuer with a `state`, a `nonce` and the hash of a `verifier`,
all random, kept here for ten minutes and bound to that browser by a cookie. It comes back with a
code, which is exchanged for an id token; its signature (the issuer's published keys, asymmetric
algorithms only), issuer, audience, times and nonce are checked. The person's groups give the role,
the highest that fits; who has none is turned away.

Blind spot: whom the issuer has since removed keeps a session until it ends.
"""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..errors import InputError, UsageError
from ..store.floor_log import ROLES
from .floor_settings import OidcSettings

COOKIE = "seawarden-oidc"
PATH = "/api/oidc/return"
_ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
_TIMEOUT_S = 10.0
_LEEWAY_S = 60
"""Seconds by which two clocks may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    pending_min: float = 10.0  # to sign in at the issuer; own choice
    most_pending: int = 1_000  # sign-ins begun at one time; own choice


@dataclass(frozen=True, slots=True)
class _Begun:
    nonce: str
    verifier: str
    until_utc: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Who the issuer says came back, and what they may."""

    name: str
    role: str


class Oidc:
    """One issuer, and the sign-ins that were begun there."""

    def __init__(self, settings: OidcSettings, params: Params = Params()) -> None:
        """Read the client's secret. Raises InputError when it cannot be read."""
        self._settings, self._params = settings, params
        self._secret = _secret(settings)
        self._begun: dict[str, _Begun] = {}
        self._known: Mapping[str, Any] | None = None
        self._lock = threading.Lock()

    def begin(self, now: datetime) -> tuple[str, str]:
        """Return the address to send the browser to, and the state that its cookie must hold.

        Raises UsageError when the issuer cannot be reached or too many sign-ins are under way.
        """
        begun = _Begun(
            secrets.token_urlsafe(32), secrets.token_urlsafe(48),
            now + timedelta(minutes=self._params.pending_min),
        )  # fmt: skip
        with self._client() as client:
            url, state = client.create_authorization_url(
                self._about()["authorization_endpoint"], nonce=begun.nonce,
                code_verifier=begun.verifier, state=secrets.token_urlsafe(32),
            )  # fmt: skip
        with self._lock:
            self._begun = {k: b for k, b in self._begun.items() if b.until_utc > now}
            if len(self._begun) >= self._params.most_pending:
                raise UsageError("too many sign-ins are under way: try again in some minutes")
            self._begun[state] = begun
        return str(url), str(state)

    def finish(self, *, code: str, state: str, cookie: str | None, now: datetime) -> Person:
        """Return who came back. Raises UsageError, in one line, for whoever may not come in."""
        with self._lock:
            begun = self._begun.pop(state, None)
        if begun is None or begun.until_utc <= now:
            raise UsageError("this sign-in was not begun here, or is too old: begin again")
        if cookie is None or not secrets.compare_digest(cookie.encode(), state.encode()):
            raise UsageError("this sign-in was begun in another browser: begin again")
        return self._person(self._claims(code, begun, now))

    def _claims(self, code: str, begun: _Begun, now: datetime) -> Mapping[str, Any]:
        import httpx
        from authlib.integrations.base_client import OAuthError
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        about = self._about()
        try:
            with self._client() as client:
                answer = client.fetch_token(
                    about["token_endpoint"], code=code, code_verifier=begun.verifier
                )
            keys = httpx.get(about["jwks_uri"], timeout=_TIMEOUT_S).raise_for_status().json()
            token = jwt.decode(
                str(answer["id_token"]), KeySet.import_key_set(keys), algorithms=_ALGORITHMS
            )
            issuer = self._settings.issuer  # some end it with a slash, some do not
            must: dict[str, Any] = {
                "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
                "aud": {"essential": True, "value": self._settings.client_id},
                "nonce": {"essential": True, "value": begun.nonce},
                "exp": {"essential": True},
            }
            seconds = int(now.timestamp())
            jwt.JWTClaimsRegistry(now=seconds, leeway=_LEEWAY_S, **must).validate(token.claims)
        except (OAuthError, JoseError, httpx.HTTPError, KeyError, ValueError) as error:
            why = type(error).__name__
            raise UsageError(f"the issuer's answer does not hold: {why}") from error
        return token.claims

    def _person(self, claims: Mapping[str, Any]) -> Person:
        held = claims.get(self._settings.role_claim)
        groups = [held] if isinstance(held, str) else held if isinstance(held, list) else []
        roles = [r for g in groups if (r := self._settings.roles.get(str(g)))]
        name = str(claims.get(self._settings.name_claim) or "").strip()
        if not name or len(name) > 100:
            raise UsageError(f"the issuer gives no name ('{self._settings.name_claim}')")
        if not roles:
            raise UsageError(f"{name} has no role on this floor")
        return Person(name, max(roles, key=ROLES.index))

    def _about(self) -> Mapping[str, Any]:
        """Return the issuer's own description, asked for once."""
        import httpx

        if self._known is not None:
            return self._known
        url = f"{self._settings.issuer}/.well-known/openid-configuration"
        try:
            found = httpx.get(url, timeout=_TIMEOUT_S).raise_for_status().json()
            named = found["issuer"].rstrip("/")
            wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            known = {"issuer": named, **{n: str(found[n]) for n in wanted}}
        except (httpx.HTTPError, KeyError, ValueError, AttributeError) as error:
            raise UsageError(f"the issuer {self._settings.issuer} cannot be asked") from error
        if named != self._settings.issuer:
            raise UsageError(f"the issuer calls itself {named}, not {self._settings.issuer}")
        self._known = known
        return known

    def _client(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            self._settings.client_id, self._secret, scope=self._settings.scope,
            redirect_uri=self._settings.url + PATH, code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
            timeout=_TIMEOUT_S,
        )  # fmt: skip


def _secret(settings: OidcSettings) -> str | None:
    path = settings.client_secret_file
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
