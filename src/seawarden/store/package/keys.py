"""A signer's keys: made, rotated, revoked; the public list that others trust.

    keys/private.pem   Ed25519, PKCS 8, readable by its owner alone: never given away
    keys/keys.json     the public list, in an envelope signed by the key in use

Each key has the times from and to which it signs. A new key is put on the list by the old one,
which then signs no more (rotation); a key that may be in other hands is revoked, with the time from
which it is not to be believed. The list goes to partners by a channel of its own: the copy that a
package encloses shows who claims to have signed, and proves nothing.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import Error as SigningError
from securesystemslib.signer._crypto_signer import CryptoSigner
from securesystemslib.signer._key import SSlibKey

from ...errors import FormatError, InputError, OutputError, UsageError
from ...files.atomic import atomic, cause, write_text
from ...files.streams import read_once
from .. import formats

PRIVATE, PUBLIC = "private.pem", "keys.json"
TYPE = "application/vnd.seawarden.keys+json"


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and the times between which it signs (ISO 8601, UTC; None: not ended)."""

    keyid: str
    public: str  # the 32 bytes of the key, hex
    made_utc: str
    retired_utc: str | None = None
    revoked_utc: str | None = None
    reason: str | None = None

    def opened(self) -> SSlibKey:
        """Return the key as the signing library has it."""
        return SSlibKey(self.keyid, "ed25519", "ed25519", {"public": self.public})


@dataclass(frozen=True, slots=True)
class KeyList:
    """The keys of one holder, the one in use last."""

    holder: str
    keys: tuple[Key, ...]

    def of(self, keyid: str) -> Key | None:
        """Return a key by its id."""
        return next((k for k in self.keys if k.keyid == keyid), None)


def make(folder: Path, holder: str, now_utc: datetime) -> KeyList:
    """Make the first key. Raises OutputError when the folder holds one or cannot be written."""
    if (folder / PRIVATE).exists() or (folder / PUBLIC).exists():
        raise OutputError(f"{folder}: holds keys already; --rotate replaces the one in use")
    if not holder.strip():
        raise UsageError("keys: expected the name of who signs, as --holder 'Ministry of X, State'")
    signer = CryptoSigner.generate_ed25519()
    listed = KeyList(holder, (_public(signer, now_utc),))
    _write(folder, signer, listed, [signer])
    return listed


def rotate(folder: Path, now_utc: datetime) -> KeyList:
    """Make a new key; the one in use signs for it and retires."""
    old, listed = signer_in(folder), read(folder / PUBLIC)
    signer, last = CryptoSigner.generate_ed25519(), listed.keys[-1]
    kept = (*listed.keys[:-1], replace(last, retired_utc=_iso(now_utc)))
    changed = replace(listed, keys=(*kept, _public(signer, now_utc)))
    _write(folder, signer, changed, [old, signer])
    return changed


def revoke(folder: Path, keyid: str, reason: str, now_utc: datetime) -> KeyList:
    """Say that a key is not to be believed from now on; the key in use is replaced by a new one.

    Raises UsageError for a key that is not on the list, is revoked already, or without a reason.
    """
    listed = read(folder / PUBLIC)
    if not reason.strip():
        raise UsageError("keys: --revoke needs a --reason, which is printed with the key")
    key = listed.of(keyid)
    if key is None or key.revoked_utc:
        known = ", ".join(k.keyid for k in listed.keys if not k.revoked_utc)
        raise UsageError(f"keys: no key '{keyid}' to revoke in {folder}; it holds {known}")
    if listed.keys[-1].keyid == keyid:
        listed = rotate(folder, now_utc)
    changed = tuple(
        replace(k, revoked_utc=_iso(now_utc), reason=reason) if k.keyid == keyid else k
        for k in listed.keys
    )
    signer, out = signer_in(folder), replace(listed, keys=changed)
    _write(folder, None, out, [signer])
    return out


def signer_in(folder: Path) -> CryptoSigner:
    """Return what signs with the private key in a folder. Raises InputError without one."""
    path = folder / PRIVATE
    try:
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        return CryptoSigner(load_pem_private_key(path.read_bytes(), None))
    except FileNotFoundError:
        raise InputError(f"{folder}: no key; `seawarden case keys {folder}` makes one") from None
    except (OSError, ValueError, SigningError) as error:
        raise InputError(f"{path}: not a private key of Seawarden: {error}") from error


def read(path: Path) -> KeyList:
    """Return a public list, whose signature by a key of its own, not revoked, must hold.

    Raises InputError when it cannot be read or its signature does not hold.
    """
    return parse(read_once(path), str(path))


def parse(content: bytes, place: str) -> KeyList:
    """Return the list in the bytes of `keys.json`. Raises as `read` does."""
    try:
        envelope = Envelope.from_dict(json.loads(content))
        held = json.loads(envelope.payload)
        formats.check(Path(place), "key list", held["format"], formats.PACKAGE)
        listed = KeyList(str(held["holder"]), tuple(Key(**key) for key in held["keys"]))
        trusted = [key.opened() for key in listed.keys if not key.revoked_utc]
        envelope.verify(trusted, 1)  # type: ignore[arg-type]
    except InputError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, SigningError) as error:
        raise FormatError(
            f"{place}: not a key list, or its signature does not hold: {error}"
        ) from error
    if not listed.keys or envelope.payload_type != TYPE:
        raise FormatError(f"{place}: not a key list of Seawarden")
    return listed


def to_bytes(listed: KeyList, signers: Sequence[CryptoSigner]) -> bytes:
    """Return `keys.json`, signed by each of `signers`."""
    plain: dict[str, Any] = {
        "format": formats.PACKAGE, "holder": listed.holder,
        "keys": [asdict(k) for k in listed.keys],
    }  # fmt: skip
    envelope = Envelope(json.dumps(plain, sort_keys=True).encode(), TYPE, {})
    for signer in signers:
        envelope.sign(signer)
    return (json.dumps(envelope.to_dict(), indent=1) + "\n").encode()


def _public(signer: CryptoSigner, now_utc: datetime) -> Key:
    key = signer.public_key
    return Key(key.keyid, key.keyval["public"], _iso(now_utc))


def _write(
    folder: Path, signer: CryptoSigner | None, listed: KeyList, signers: Sequence[CryptoSigner]
) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {cause(error)}") from error
    if signer is not None:
        with atomic(folder / PRIVATE, among_others=True) as part:
            # Born readable by nobody else: no moment in which others may open it.
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(signer.private_bytes)
    write_text(folder / PUBLIC, to_bytes(listed, signers).decode(), among_others=True)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
