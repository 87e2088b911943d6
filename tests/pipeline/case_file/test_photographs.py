"""Photographs: enclosed as they are, what they carry read and kept, bare in editions."""

import base64
import contextlib
import hashlib
import io
import json
import shutil
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PIL import ExifTags, Image

import seawarden as sw
from seawarden.errors import InputError
from seawarden.pipeline.case_file import enclosed, photographs
from seawarden.pipeline.case_file.editions.share import ShareOptions, share
from seawarden.pipeline.case_file.erase import EraseOptions, erase
from seawarden.pipeline.case_file.export import ExportOptions, export
from seawarden.pipeline.case_file.verify import VerifyOptions, verify
from seawarden.report.case_file.document import document
from seawarden.report.case_file.docx import docx

from ...conftest import MadeOnce
from . import second
from .conftest import NOW, World

_CN, _ORGANISATION = x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME


def _photo() -> bytes:
    """A JPEG with all that a camera and an editor write beside the pixels."""
    exif = Image.Exif()
    exif[271], exif[272], exif[306] = "SECRETMAKER", "SECRETMODEL", "2026:10:30 11:22:33"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[2] = (31.0, 30.0, 0.0)
    image = Image.new("RGB", (96, 64), (20, 60, 110))
    image.putpixel((5, 5), (250, 250, 250))
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"SECRETCOMMENT", icc_profile=b"SECRETPROFILE" * 9)
    return out.getvalue()


def test_what_a_camera_wrote_is_read(tmp_path: Path) -> None:
    about, _ = photographs.read(_photo())
    assert about["camera"] == "SECRETMODEL"
    assert about["taken"] == "2026:10:30 11:22:33"
    assert about["has_gps"]
    assert (about["width_px"], about["height_px"]) == (96, 64)
    for bad in (b"", b"GIF89a", _photo()[:40], b"<svg/>"):
        with pytest.raises(InputError, match="no picture that can be read"):
            photographs.read(bad)


def test_a_bare_copy_is_the_pixels_and_nothing_else() -> None:
    content = _photo()
    clean = photographs.bare(content)
    assert b"SECRET" in content
    assert b"SECRET" not in clean
    assert b"Exif" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert image.size == (96, 64)


def test_a_large_picture_is_shown_small_and_upright() -> None:
    exif, out = Image.Exif(), io.BytesIO()
    exif[274] = 6  # turn by 90 degrees to the right
    Image.new("RGB", (2000, 1000)).save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(photographs.bounded(out.getvalue()))) as image:
        assert image.size == (800, 1600)


def _pictures_in(data: Path) -> dict[str, set[bytes]]:
    """Return the JPEGs that the page, the DOCX and the PDF show."""
    page = (data / "case.html").read_text().split('src="data:image/jpeg;base64,')[1:]
    pdf = (data / "case.pdf").read_bytes().split(b"\xff\xd8\xff")[1:]
    with zipfile.ZipFile(data / "case.docx") as docx:
        media = {docx.read(n) for n in docx.namelist() if n.startswith("word/media/")}
    ends = b"\xff\xd9"
    return {
        "html": {base64.b64decode(p.split('"')[0]) for p in page},
        "docx": {m for m in media if m.startswith(b"\xff\xd8")},
        "pdf": {b"\xff\xd8\xff" + p[: p.index(ends) + 2] for p in pdf},
    }


def _unpacked(folder: Path) -> bytes:
    """Return every byte of a package, what the DOCX and the PDF have packed among it."""
    out = b""
    for path in (p for p in folder.rglob("*") if p.is_file()):
        out += path.read_bytes() + path.name.encode()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as docx:
                out += b"".join(n.encode() + docx.read(n) for n in docx.namelist())
        if path.suffix == ".pdf":
            for part in path.read_bytes().split(b"stream\n")[1::2]:
                with contextlib.suppress(zlib.error):
                    out += zlib.decompressobj().decompress(part)
    return out


def _enclose(world: World, tmp_path: Path, sha256: str | None, photo: str) -> Any:
    held = enclosed.read(world.package)
    (tmp_path / "data").mkdir(exist_ok=True)
    made = {"sighting.1": {"photo": photo, "photo_sha256": sha256}}
    return photographs.enclose(tmp_path, held, made, tmp_path / "crew")


def test_a_photograph_is_enclosed_only_where_it_is_the_one(world: World, tmp_path: Path) -> None:
    crew = tmp_path / "crew"
    crew.mkdir()
    (crew / "a.jpg").write_bytes(_photo())
    (tmp_path / "outside.jpg").write_bytes(_photo())
    found, lacking = _enclose(world, tmp_path, None, "a.jpg")
    assert lacking == {}
    assert (tmp_path / found["photograph.1"]["file"]).read_bytes() == _photo()
    for sha256, name, why in (
        ("ab" * 32, "a.jpg", "hash is not the one"), (None, "b.jpg", "no such file"),
        (None, "../outside.jpg", "no such file"),
    ):  # fmt: skip
        assert why in _enclose(world, tmp_path, sha256, name)[1][name]


@pytest.fixture(scope="module")
def package(
    made_once: MadeOnce, world: World, small_docket: Path, signed_photo: bytes | None
) -> Path:
    """A package of a case that a crew photographed twice: once with C2PA where it can be signed."""

    def fill(folder: Path) -> None:
        row = enclosed.read(world.package).row
        lines = ["time_utc,lat_deg,lon_deg,sensor,length_m,photo,photo_sha256"]
        (folder / "crew").mkdir()
        for name, content in (("a.jpg", _photo()), ("b.jpg", signed_photo or _photo())):
            (folder / "crew" / name).write_bytes(content)
            at = f"{row['start_utc'] + timedelta(minutes=40):%Y-%m-%dT%H:%M:%SZ}"
            sha256 = hashlib.sha256(content).hexdigest()
            lat = row["lat_deg"] + (0.001 if name == "b.jpg" else 0.0)
            lines.append(f"{at},{lat},{row['lon_deg']},crew,,{name},{sha256}")
        (folder / "crew" / "sightings.csv").write_text("\n".join(lines) + "\n")
        sw.watch(
            small_docket / "ais" / "SIMULATED_east_china_sea.nmea", out=folder / "docket",
            sightings=folder / "crew" / "sightings.csv",
        )  # fmt: skip
        export(
            ExportOptions(docket=folder / "docket", case="1", out=folder / "package",
                          keys=world.keys, now_utc=NOW),
            lambda _what, _share: None,
        )  # fmt: skip

    return made_once("case-photographs", fill) / "package"


def test_a_crews_photographs_stand_in_the_file_and_come_out_again(
    package: Path, world: World
) -> None:
    fields = json.loads((package / "data" / "case.json").read_text())
    names = [n for n in fields if n.startswith("photograph.")]
    assert len(names) == 2
    assert any(fields[n]["sha256"] == hashlib.sha256(_photo()).hexdigest() for n in names)
    assert "SECRETMODEL" in (package / "data" / "case.html").read_text(), "ours says all of it"
    shown = {photographs.bounded((package / fields[n]["file"]).read_bytes()) for n in names}
    assert _pictures_in(package / "data") == dict.fromkeys(("html", "docx", "pdf"), shown)
    page = (package / "data" / "case.html").read_text()
    assert "img-src data:" in page
    for n in names:
        assert page.count(f"SHA-256 of the file as enclosed: {fields[n]['sha256']}") == 1
    assert page.count(f"{fields['sighting.1']['time_utc']}, ") >= 2
    again = {n: photographs.shown(package, fields) for n in "ab"}
    made = {n: docx(document(fields, "M", seen), marking="M") for n, seen in again.items()}
    assert made["a"] == made["b"]
    with zipfile.ZipFile(package / "data" / "case.docx") as file:
        assert {p.date_time[0] for p in file.infolist()} == {2000}
    trust = [world.keys / "keys.json"]
    found = verify(VerifyOptions(package=package, trust=trust, now_utc=NOW), lambda _w, _s: None)
    assert found.as_dict()["ok"]
    assert second.problems(package, trust=trust, now_utc=NOW) == set()


def test_an_edition_has_the_pixels_and_nothing_that_a_camera_wrote(
    package: Path, world: World, tmp_path: Path
) -> None:
    markings = tmp_path / "m.toml"
    rule = '[[rule]]\nfits = "photograph.*"\ntlp = "RED"\n'
    text = '[default]\ntlp = "GREEN"\n[recipient.own]\nrelations = ["community"]\n' + rule
    markings.write_text(text)

    def shared(out: Path) -> list[str]:
        options = ShareOptions(package=package, to="own", out=out, markings=markings,
                               keys=world.keys, by="A", released_by="B", now_utc=NOW)  # fmt: skip
        return share(options).pictures

    assert len(shared(tmp_path / "e")) == 2
    held = _unpacked(tmp_path / "e")
    told = json.loads((package / "data" / "case.json").read_text())
    hashed = [told[n]["sha256"][:16].encode() for n in told if n.startswith("photograph.")]
    for secret in (b"SECRET", b"Exif\0", b"c2pa", b"2026:10:30"):
        assert secret not in held, secret
    assert len(list((tmp_path / "e" / "data" / "pictures").glob("*.jpg"))) == 2
    # The hash stands in what a sighting says of its photograph; the captions must not repeat it.
    page = (tmp_path / "e" / "data" / "case.html").read_text()
    assert "as enclosed" not in page
    assert not any(h.decode() in page for h in hashed)
    for kind, shown in _pictures_in(tmp_path / "e" / "data").items():
        assert shown, kind
    trust = [world.keys / "keys.json"]
    assert second.problems(tmp_path / "e", trust=trust, now_utc=NOW) == set()
    markings.write_text(f'{text}[[rule]]\nfits = "data/photographs/*"\ntlp = "AMBER"\n')
    assert shared(tmp_path / "f") == []
    assert not (tmp_path / "f" / "data" / "pictures").exists()
    assert not any(_pictures_in(tmp_path / "f" / "data").values())
    assert "img-src" not in (tmp_path / "f" / "data" / "case.html").read_text()


def test_the_documents_go_with_a_photograph_that_is_erased(
    package: Path, world: World, tmp_path: Path
) -> None:
    copy = tmp_path / "package"
    shutil.copytree(package, copy)
    fits = ["data/photographs/*"]
    gone = erase(EraseOptions(package=copy, keys=world.keys, by="A", fits=fits, now_utc=NOW))
    assert {"data/case.html", "data/case.pdf", "data/case.docx"} <= set(gone)
    assert not list((copy / "data").glob("case.*"))
    assert second.problems(copy, trust=[world.keys / "keys.json"], now_utc=NOW) == set()


def test_c2pa_is_read_and_kept(signed_photo: bytes | None, package: Path) -> None:
    if signed_photo is None:
        pytest.skip("c2pa-python is not installed: pip install 'seawarden[case]'")
    about, manifest = photographs.read(signed_photo)
    assert about["c2pa"]["state"] == "Valid"
    assert about["c2pa"]["signed_by"] == "Test camera"
    assert about["c2pa"]["actions"] == ["c2pa.created"]
    assert "signingCredential.untrusted" in about["c2pa"]["remarks"]
    assert manifest is not None
    assert "test camera" in manifest
    altered = bytearray(signed_photo)
    altered[-40] ^= 1
    assert photographs.read(bytes(altered))[0]["c2pa"]["state"] == "Invalid"
    assert photographs.read(_photo())[0]["c2pa"]["words"] == "the photograph carries none"
    assert len(list((package / "data" / "photographs").glob("*.c2pa.json"))) == 1


@pytest.fixture(scope="module")
def signed_photo() -> bytes | None:
    """A photograph that a camera of the tests' own signed; None where c2pa-python is missing."""
    try:
        import c2pa
    except ImportError:
        return None
    chain, key = _camera()
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", chain, key, None))
    created = {"action": "c2pa.created", "digitalSourceType":
               "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}  # fmt: skip
    builder = c2pa.Builder(
        {"claim_generator_info": [{"name": "test camera", "version": "1"}], "title": "photo",
         "assertions": [{"label": "c2pa.actions", "data": {"actions": [created]}}]}
    )  # fmt: skip
    out = io.BytesIO()
    builder.sign(signer, "image/jpeg", io.BytesIO(_photo()), out)
    return out.getvalue()


def _camera() -> tuple[bytes, bytes]:
    """Return certificates and key (PEM) of a camera, under a root of the tests' own."""
    root, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = {
        who: x509.Name([x509.NameAttribute(oid, who) for oid in (_CN, _ORGANISATION)])
        for who in ("Test root", "Test camera")
    }
    now, chain = datetime.now(UTC), b""
    for who, key in (("Test camera", own), ("Test root", root)):
        is_root, public = key is root, key.public_key()
        made = (
            x509.CertificateBuilder(name["Test root"], name[who], public, 7 + is_root)
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
            .add_extension(x509.BasicConstraints(is_root, None), critical=True)
            .add_extension(
                x509.KeyUsage(not is_root, False, False, False, False, is_root, is_root, False,
                              False), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()),
                critical=False)
        )  # fmt: skip
        if not is_root:
            usage = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION])
            made = made.add_extension(usage, critical=False)
        chain += made.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM)
    return chain, own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
