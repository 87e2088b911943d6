"""Photographs of a case's sightings: enclosed, what they carry read and kept, and bare copies.

Method: a sighting names its photograph. The file of that name, beside the sightings or in the
folder that is given, is enclosed as it is, if its hash is the one that the sighting has. Pillow
says what it is and what its camera wrote (EXIF); where it carries C2PA, `c2pa-python` reads it
offline: who signed, with what, what was done, and whether the signature and the hashes hold.
Nothing is fetched: neither a manifest elsewhere nor a revocation, and no list of trusted signers is
assumed, so that a signature holds says not whose it is.

An edition gets the pixels alone (`bare`): no EXIF, no place, no manifest, no thumbnail. The
documents show the same, at most 1600 px on the long side (`shown`).

Blind spots: what a camera wrote can be written by anybody; a picture shows places and faces
whatever its metadata; only the first frame is looked at.
"""

import hashlib
import importlib.metadata
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from ...errors import InputError
from ...files.atomic import write_text
from ...files.inside import inside
from .enclosed import Enclosed

FOLDER, PICTURES = "data/photographs", "data/pictures"
_MEDIA = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"),
          "TIFF": ("tif", "image/tiff"), "WEBP": ("webp", "image/webp")}  # fmt: skip
_LARGEST = 100_000_000
_SHOWN_PX = 1600  # sharp on the 178 mm of a page's line: 228 dots an inch
_EXIF = {"taken": 306, "camera_make": 271, "camera": 272}
_GPS = 0x8825
_UNREAD = "not read: the package 'c2pa-python' is missing"


def enclose(
    folder: Path, held: Enclosed, made: Mapping[str, Any], given: Path | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Write the photographs that the fields' sightings name; return their fields, and what lacks.

    `given` is where they lie; without it, beside the files of sightings that the run read.
    """
    beside = [Path(str(r["path"])).parent for r in held.run.get("sightings", ())]
    folders = beside if given is None else [given]
    out: dict[str, Any] = {}
    lacking: dict[str, str] = {}
    for name, seen in made.items():
        if not name.startswith("sighting.") or not seen.get("photo"):
            continue
        try:
            content = _found(folders, str(seen["photo"]), seen.get("photo_sha256"))
            about, manifest = read(content)
        except InputError as error:
            lacking[str(seen["photo"])] = str(error)
            continue
        (folder / FOLDER).mkdir(exist_ok=True)
        (folder / about["file"]).write_bytes(content)
        if manifest is not None:
            write_text(folder / f"{about['file']}.c2pa.json", manifest)
        out[f"photograph.{len(out) + 1}"] = {"sighting": name, **about}
    return out, lacking


def read(content: bytes) -> tuple[dict[str, Any], str | None]:
    """Return what a photograph is and carries, and its C2PA manifests as JSON, if it has any.

    Raises InputError for what is no JPEG, PNG, TIFF or WebP that Pillow reads.
    """
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_MEDIA)) as image:
            ending, media = _MEDIA[str(image.format)]
            exif, size = image.getexif(), image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(f"no picture that can be read: {error}") from error
    sha256 = hashlib.sha256(content).hexdigest()
    written = {k: str(exif[tag]).strip("\0 ") for k, tag in _EXIF.items() if exif.get(tag)}
    c2pa, manifest = _c2pa(content, media)
    about = {
        "file": f"{FOLDER}/{sha256[:16]}.{ending}", "sha256": sha256, "bytes": len(content),
        "media_type": media, "width_px": size[0], "height_px": size[1], **written,
        "has_gps": _GPS in exif, "c2pa": c2pa,
    }  # fmt: skip
    return about, manifest


def read_again(package: Path, field: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return a photograph's field from the enclosed file, and whether C2PA could be compared."""
    path = inside(package, str(field.get("file")))
    if path is None:
        raise InputError(f"{field.get('file')}: is not there")
    fresh = {"sighting": field.get("sighting"), **read(path.read_bytes())[0]}
    mine, theirs = (c.get("reader") if isinstance(c, dict) else None
                    for c in (fresh["c2pa"], field.get("c2pa")))  # fmt: skip
    is_same = mine == theirs
    return (fresh if is_same else {**fresh, "c2pa": field.get("c2pa")}), is_same


def shown(folder: Path, made: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the enclosed photographs as the documents show them, by the name of the file."""
    files = sorted(v["file"] for n, v in made.items() if n.startswith("photograph."))
    return {name: bounded((folder / name).read_bytes()) for name in files}


def bounded(content: bytes) -> bytes:
    """Return the pixels alone, upright, no side longer than the documents show."""
    return bare(content, _SHOWN_PX)


def bare(content: bytes, longest_px: int | None = None) -> bytes:
    """Return the pixels of a picture alone, upright, as a JPEG, made smaller where it is longer."""
    with Image.open(io.BytesIO(content), formats=tuple(_MEDIA)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    if longest_px is not None:
        upright.thumbnail((longest_px, longest_px))
    # A new image has no `info`, out of which Pillow would write comments and profiles again.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=90)
    return out.getvalue()


def _found(folders: Sequence[Path], name: str, sha256: str | None) -> bytes:
    path = next((p for f in folders if (p := inside(f, name)) is not None), None)
    if path is None:
        raise InputError("no such file beside the sightings or in --photos")
    if path.stat().st_size > _LARGEST:
        raise InputError(f"more than {_LARGEST:,} bytes")
    content = path.read_bytes()
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256.lower():
        raise InputError("its hash is not the one that the sighting has")
    return content


def _c2pa(content: bytes, media: str) -> tuple[dict[str, Any], str | None]:
    """Return what C2PA says in short, and the manifests as they were read."""
    try:
        import c2pa
    except ImportError:
        return {"words": _UNREAD}, None
    reader_is = f"c2pa-python {importlib.metadata.version('c2pa-python')}"
    offline = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    try:
        context = c2pa.Context(c2pa.Settings.from_dict(offline))
        reader = c2pa.Reader.try_create(media, io.BytesIO(content), context=context)
        if reader is None:
            return {"reader": reader_is, "words": "the photograph carries none"}, None
        with reader:
            state, held = str(reader.get_validation_state()), json.loads(reader.json())
    except (c2pa.C2paError, ValueError) as error:
        return {"reader": reader_is, "words": f"cannot be read: {error}"}, None
    active = (held.get("manifests") or {}).get(held.get("active_manifest")) or {}
    signer = active.get("signature_info") or {}
    made = active.get("claim_generator_info") or [{}]
    actions = [
        a.get("action") for x in active.get("assertions") or ()
        if str(x.get("label")).startswith("c2pa.actions")
        for a in (x.get("data") or {}).get("actions") or ()
    ]  # fmt: skip
    about = {
        "reader": reader_is, "state": state, "signed_by": signer.get("issuer"),
        "signed_utc": signer.get("time"), "made_with": made[0].get("name"), "actions": actions,
        "remarks": sorted({str(s.get("code")) for s in held.get("validation_status") or ()}),
        "words": "signature and hashes hold; whose key it is was not asked"
        if state == "Valid" else "signature or hashes DO NOT HOLD" if state == "Invalid" else state,
    }  # fmt: skip
    return about, json.dumps(held, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
