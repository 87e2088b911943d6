"""Faults put into bytes at random, as a bad disk, a cut line or a stranger would."""

import gzip
import io
import random
import zipfile

import zstandard

NASTY = (
    b"\x00", b'"', b"'", b"1e300", b"-1e308", b"NaN", b"Infinity", b"\xff\xfe", b"{" * 300,
    b"[" * 5000, b"99999999999999999999999999", b"\n\n", b"\r", b",,,,", b"\\", b"!",
    b"$", b"<", b">",
    b"&", b"<!--", b"null", b"\xed\xa0\x80", b"9999-99-99T99:99:99",
    b"\t", b";", b"0", b"*",
)  # fmt: skip


def mutant(data: bytes, rng: random.Random) -> bytes:
    """Return data with up to eight faults of random kinds."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(out) + 1)
        match rng.randrange(6):
            case 0:
                out[at : at + 1] = rng.randbytes(1)
            case 1:
                del out[at : at + rng.randint(1, 400)]
            case 2:
                out[at:at] = rng.choice(NASTY)
            case 3:
                other = rng.randrange(len(out) + 1)
                out[at:at] = out[other : other + rng.randint(1, 300)]
            case 4:
                out[at : at + 20] = bytes(b ^ (1 << rng.randrange(8)) for b in out[at : at + 20])
            case _:
                if rng.random() < 0.2:
                    del out[at:]
        if not out:
            out += b"x"
    return bytes(out)


def misspelt(data: bytes, rng: random.Random) -> bytes:
    """Return data with up to eight letters or digits changed: XML and JSON stay whole by it."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(out))
        if chr(out[at]).isalnum():
            out[at] = rng.choice(b"0123456789ABCXYZabcxyz")
    return bytes(out)


def packed(data: bytes, rng: random.Random) -> bytes:
    """Return data as it is, or packed."""
    match rng.randrange(5):
        case 0:
            return gzip.compress(data)
        case 1:
            return zstandard.ZstdCompressor().compress(data)
        case 2:
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("a", data)
            return out.getvalue()
    return data
