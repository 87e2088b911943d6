"""The one thing that is signed: an in-toto statement in a DSSE envelope.

It names the root of the items, how many there are, the head of the act chain and its count, and
when it was made; nothing of the case, so it can go with every edition. An edition has a statement
of its own beside it, signed by who released it, which names the root of the original.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import Error as SigningError
from securesystemslib.signer._crypto_signer import CryptoSigner

from ...errors import FormatError
from .. import formats
from .keys import Key

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:seawarden:case-file:1"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed. `of` is set in an edition alone: the root of the original."""

    root: str
    size: int
    acts: int
    head: str
    made_utc: str
    made_by: str
    of: str | None = None

    def to_payload(self) -> bytes:
        """Return the in-toto statement (v1) as bytes."""
        named = asdict(self)
        plain = {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": "items", "digest": {"sha256": named.pop("root")}}],
            "predicateType": PREDICATE_TYPE,
            "predicate": {"format": formats.PACKAGE, **named},
        }
        return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()

    @property
    def made(self) -> datetime:
        """When it was made, as its signer's clock had it."""
        return datetime.fromisoformat(self.made_utc).astimezone(UTC)


def sign(statement: Statement, signer: CryptoSigner) -> bytes:
    """Return `statement.dsse.json`."""
    envelope = Envelope(statement.to_payload(), PAYLOAD_TYPE, {})
    envelope.sign(signer)
    return (json.dumps(envelope.to_dict(), indent=1, sort_keys=True) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Signed:
    """An envelope that was opened: what it says, and who claims to have signed it."""

    statement: Statement
    envelope: Envelope

    @property
    def keyids(self) -> tuple[str, ...]:
        """The keys that it says it was signed with."""
        return tuple(self.envelope.signatures)

    def is_signed_by(self, key: Key) -> bool:
        """Return whether the signature of a key holds."""
        try:
            self.envelope.verify([key.opened()], 1)
        except (SigningError, ValueError):
            return False
        return True


def read(content: bytes, place: str) -> Signed:
    """Open an envelope; its signature is not looked at. Raises FormatError for another thing."""
    try:
        envelope = Envelope.from_dict(json.loads(content))
        held = json.loads(envelope.payload)
        statement = _statement(held, place)
        statement.made  # noqa: B018 - a time that cannot be read is refused here
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, SigningError) as error:
        raise FormatError(f"{place}: not a signed statement: {error}") from error
    if envelope.payload_type != PAYLOAD_TYPE or held["_type"] != STATEMENT_TYPE:
        raise FormatError(f"{place}: not an in-toto statement, version 1")
    return Signed(statement, envelope)


def _statement(held: Mapping[str, Any], place: str) -> Statement:
    if held["predicateType"] != PREDICATE_TYPE:
        raise FormatError(f"{place}: a statement of {held['predicateType']}")
    predicate = dict(held["predicate"])
    if odd := set(predicate) ^ {*(f.name for f in fields(Statement)), "format"} ^ {"root"}:
        raise FormatError(f"{place}: '{min(odd)}' is missing or not known")
    formats.check(Path(place), "package", predicate.pop("format"), formats.PACKAGE)
    return Statement(root=str(held["subject"][0]["digest"]["sha256"]), **predicate)
