"""RFC 3161 time stamps: an authority's word that the signed statement was there at a time.

The stamp is over the bytes of `seal/statement.dsse.json`, so it covers the signature too. The
response and the certificates of its chain lie in `seal/stamps/`; whether the root among them is one
to trust is the reader's to say (`roots`): the enclosed chain proves only that it fits together.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from ...errors import FormatError, InputError
from ...files.streams import read_once

FOLDER = "seal/stamps"
_SECONDS = 20.0
_LARGEST = 1 << 20
"""Bytes of a response that are read: one is some kilobytes."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Who stamps: a name for its files, its address, and the certificates of its chain (PEM)."""

    name: str
    url: str
    chain: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp that holds: when, and whether its root is one that the reader trusts."""

    name: str
    time_utc: datetime
    is_root_trusted: bool


def ask(authority: Authority, content: bytes) -> bytes:
    """Return an authority's response for `content`, checked against its chain.

    Raises InputError when it does not answer, or answers with another thing.
    """
    client: Any = _client()
    request = client.TimestampRequestBuilder().data(content).build()
    asked = Request(
        authority.url, request.as_bytes(), {"Content-Type": "application/timestamp-query"}
    )
    if not authority.url.startswith(("http://", "https://")):
        raise InputError(f"time stamp authority {authority.name}: '{authority.url}' is no address")
    try:
        with urlopen(asked, timeout=_SECONDS) as answer:
            response = bytes(answer.read(_LARGEST))
    except (URLError, OSError, ValueError) as error:
        raise InputError(f"time stamp authority {authority.name}: no answer: {error}") from error
    stamp = read(authority.name, response, authority.chain, content, ())
    if isinstance(stamp, str):
        raise InputError(f"time stamp authority {authority.name}: {stamp}")
    return response


def read(
    name: str, response: bytes, chain: bytes, content: bytes, roots: Sequence[bytes]
) -> Stamp | str:
    """Return the stamp of `content` in a response, or why it does not hold.

    `chain` are the enclosed certificates (PEM); `roots` those that the reader trusts.
    """
    client = _client()
    from cryptography import x509

    try:
        held = x509.load_pem_x509_certificates(chain)
        decoded = client.decode_timestamp_response(response)
        anchors = [c for c in held if c.issuer == c.subject]
        if not anchors:
            return "the enclosed chain has no root certificate"
        builder = client.VerifierBuilder(roots=anchors)
        for certificate in held:
            if certificate not in anchors and not _stamps(certificate):
                builder = builder.add_intermediate_certificate(certificate)
        builder.build().verify(decoded, hashlib.new(_hash(decoded), content).digest())
        time_utc = decoded.tst_info.gen_time.astimezone(UTC)
        trusted = {c.public_bytes(_DER()) for pem in roots
                   for c in x509.load_pem_x509_certificates(pem)}  # fmt: skip
    except (ValueError, TypeError, client.VerificationError) as error:
        return f"the stamp does not hold: {str(error).splitlines()[0] if str(error) else error!r}"
    is_trusted = any(a.public_bytes(_DER()) in trusted for a in anchors)
    return Stamp(name, time_utc, is_trusted)


def authorities(path: Path) -> list[Authority]:
    """Return the authorities of a TOML file: `[[authority]]` with name, url, chain (a PEM file).

    Raises InputError when the file or a chain cannot be read, FormatError for what is no such file.
    """
    import tomllib

    try:
        held = tomllib.loads(read_once(path).decode("utf-8"))
        return [
            Authority(_safe(str(a["name"])), str(a["url"]), read_once(path.parent / a["chain"]))
            for a in held["authority"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"{path}: expected [[authority]] with name, url, chain: {error}"
        ) from error


def _safe(name: str) -> str:
    if not name or not all(ch.isascii() and (ch.isalnum() or ch in "-_") for ch in name):
        raise ValueError(f"name '{name}': expected letters, digits, '-' and '_'")
    return name


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise InputError(
            "time stamps: the package 'rfc3161-client' is missing; pip install 'seawarden[case]'"
        ) from None
    return rfc3161_client


def _hash(decoded: Any) -> str:
    oid = decoded.tst_info.message_imprint.hash_algorithm.dotted_string
    names = {"1": "sha256", "2": "sha384", "3": "sha512"}
    prefix, _, last = oid.rpartition(".")
    if prefix != "2.16.840.1.101.3.4.2" or last not in names:
        raise ValueError(f"hash {oid}: expected SHA-256, SHA-384 or SHA-512")
    return names[last]


def _stamps(certificate: Any) -> bool:
    """Return whether a certificate is an authority's own, for stamping and nothing else."""
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return x509.oid.ExtendedKeyUsageOID.TIME_STAMPING in usage


def _DER() -> Any:
    from cryptography.hazmat.primitives.serialization import Encoding

    return Encoding.DER
