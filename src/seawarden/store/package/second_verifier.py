"""Check a case package with nothing of Seawarden: python second_verifier.py PACKAGE [--trust FILE]

A second reading of docs/case-file.md: everything but the inference. It needs `cryptography`, for
time stamps `rfc3161-client` as well. It prints JSON: `problems` (kind and place) and what could not
be tried; and exits 0 when nothing is wrong.

    --trust FILE   a signer's keys.json that came by a channel of its own; repeat for several
    --root FILE    certificate (PEM) of a time stamp authority to trust; repeat
    --known FILE   JSON, chain -> {count, head}, as remembered from an earlier check
"""

import argparse
import base64
import hashlib
import json
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

at = datetime.fromisoformat
OWN, FROM, GONE = (f"seal/{x}.dsse.json" for x in ("statement", "original", "erased"))
PARTS = {"acts", "format", "head", "made_by", "made_utc", "of", "size"}
FAULTS = (ValueError, KeyError, TypeError, IndexError, AttributeError)
SLACK = timedelta(minutes=5)
KINDS = ("https://in-toto.io/Statement/v1", "application/vnd.in-toto+json",
         "urn:seawarden:case-file:1")  # fmt: skip
COPIES = ("data/ais/", "data/lists/", "data/inference/", "data/photographs/")


def sha(data: Any) -> str:
    return hashlib.sha256(data if isinstance(data, bytes) else data.read_bytes()).hexdigest()


def b64(text: str) -> bytes:
    return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)


def files_in(folder: Path, base: Path) -> set[str]:
    return {p.relative_to(base).as_posix() for p in folder.rglob("*") if p.is_file()}


def signed_by(envelope: dict[str, Any], public: dict[str, str]) -> set[str]:
    kind, payload = envelope["payloadType"].encode(), b64(envelope["payload"])
    pae = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
    good = set()
    for one in envelope["signatures"]:
        if one["keyid"] in public:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public[one["keyid"]]))
            with suppress(InvalidSignature):
                key.verify(b64(one["sig"]), pae)
                good.add(one["keyid"])
    return good


def keys_in(path: Path) -> dict[str, dict[str, Any]]:
    held = json.loads(b64((envelope := json.loads(path.read_bytes()))["payload"]))
    live = {k["keyid"]: k["public"] for k in held["keys"] if not k.get("revoked_utc")}
    if not signed_by(envelope, live):
        raise ValueError(f"{path}: not signed by a key of its own")
    return {k["keyid"]: {**k, "holder": held["holder"]} for k in held["keys"]}


def tree_root(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        pairs = [hashes[i : i + 2] for i in range(0, len(hashes), 2)]
        hashes = [hashlib.sha256(b"\x01" + b"".join(p)).digest() if p[1:] else p[0] for p in pairs]
    return hashes[0] if hashes else hashlib.sha256(b"").digest()


def climb(leaf: bytes, n: int, size: int, siblings: list[str]) -> str:
    out, last, left = leaf, size - 1, list(siblings)
    while last:
        if n % 2 or n < last:
            other = bytes.fromhex(left.pop(0)) if left else b""
            pair = other + out if n % 2 else out + other
            out = hashlib.sha256(b"\x01" + pair).digest()
        n, last = n // 2, last // 2
    return "" if left else out.hex()


class Check:
    def __init__(self, folder: Path, args: argparse.Namespace) -> None:
        self.folder, self.args, self.untried = folder, args, list[str]()
        self.problems, self.by = set[tuple[str, str]](), dict[str, str]()
        self.now = at(args.now) if args.now else datetime.now(UTC)

    def note(self, kind: str, place: str) -> None:
        self.problems.add((kind, place))

    def load(self, name: str, *, lines: bool = False) -> Any:
        path = self.folder / name
        if not path.is_file():
            return self.note("missing", name)
        try:
            text = path.read_bytes().decode()
            return [json.loads(x) for x in text.split("\n") if x] if lines else json.loads(text)
        except ValueError:
            return self.note("format", name)

    def run(self) -> None:
        self.bag()
        signed, items = self.statement(OWN), self.items("seal/leaves.jsonl")
        if signed:
            self.signature(OWN, signed)
            self.acts(signed)
        if items is not None:
            self.root(signed, items)
            self.erased(signed, [r["hash"] for r in items if not r["held"]])
            if signed and signed["of"] is not None:
                self.edition(signed, items)

    def bag(self) -> None:
        here, listed = files_in(self.folder, self.folder), dict[str, str]()
        for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            try:
                for line in (self.folder / name).read_bytes().decode().splitlines(keepends=True):
                    value, path = line[:64], line[66:-1]
                    path = path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
                    plain = bytes.fromhex(value).hex() + line[64:66] + line[-1]
                    if plain != f"{value}  \n" or path in listed:
                        raise ValueError(line)
                    listed[path] = value
            except (OSError, ValueError):
                return self.note("format", name)
        return self.compare(here - {"tagmanifest-sha256.txt"}, listed)

    def compare(self, here: set[str], listed: dict[str, str]) -> None:
        for path in here ^ set(listed):
            self.note("added" if path in here else "missing", path)
        for path in here & set(listed):
            if sha(self.folder / path) != listed[path]:
                self.note("changed", path)

    def statement(self, name: str) -> Any:
        envelope = self.load(name)
        if envelope is None:
            return None
        try:
            held = json.loads(b64(envelope["payload"]))
            kinds = held["_type"], envelope["payloadType"], held["predicateType"]
            if kinds != KINDS or {*held["predicate"]} != PARTS or held["predicate"]["format"] != 1:
                raise ValueError(name)
            _ = [s["keyid"] + b64(s["sig"]).hex() for s in envelope["signatures"]]
            about = {"root": held["subject"][0]["digest"]["sha256"], "envelope": envelope}
            return {**held["predicate"], **about, "made": at(held["predicate"]["made_utc"])}
        except FAULTS:
            return self.note("format", name)

    def items(self, name: str) -> Any:
        rows = self.load(name, lines=True)
        try:
            for row in rows or ():
                if "erased" in row:
                    row |= {"hash": bytes.fromhex(row["erased"]), "held": None, "n": int(row["n"])}
                    continue
                content = bytes.fromhex(row["salt"]) + row["item"].encode()
                row["hash"] = hashlib.sha256(b"\x00" + content).digest()
                row["held"] = json.loads(row["item"])
                _ = [row["held"][k] for k in ("kind", "name", "value", "marking")], int(row["n"])
                _ = [bytes.fromhex(h) for h in row.get("path") or ()]
            return rows
        except FAULTS:
            return self.note("format", name)

    def root(self, signed: Any, rows: list[dict[str, Any]]) -> None:
        files = [r["held"] for r in rows if r["held"] and r["held"]["kind"] == "file"]
        hashes = {h["name"]: str(dict(h["value"]).get("sha256")) for h in files}
        self.compare(files_in(self.folder / "data", self.folder), hashes)
        found = [r["n"] for r in rows], len(rows), tree_root([r["hash"] for r in rows]).hex()
        if signed and found != (list(range(len(rows))), signed["size"], signed["root"]):
            self.note("root", "seal/leaves.jsonl")

    def erased(self, signed: Any, gone: list[bytes]) -> None:
        erasure = self.statement(GONE) if signed and gone else None
        if erasure:
            self.signature(GONE, erasure)
            stated = erasure["of"], erasure["size"], erasure["root"], self.by.get(GONE)
            if stated != (signed["root"], len(gone), tree_root(gone).hex(), self.by.get(OWN)):
                self.note("erased", "seal/leaves.jsonl")

    def signature(self, name: str, signed: dict[str, Any]) -> None:
        stamped = self.stamps() if name == OWN else None
        if signed["made"] > self.now + SLACK:
            self.note("future", name)
        lists = self.args.trust or [self.folder / "seal/keys.json"]
        try:
            known = {i: k for path in lists for i, k in keys_in(Path(path)).items()}
        except (OSError, *FAULTS):
            return self.note("format", "seal/keys.json")
        envelope = signed["envelope"]
        claimed = [known[s["keyid"]] for s in envelope["signatures"] if s["keyid"] in known]
        good = signed_by(envelope, {i: k["public"] for i, k in known.items()})
        if not self.args.trust:
            self.untried.append(f"{name}: who signed it: no trusted list of keys")
            return self.note("signature", name) if name != FROM and not good else None
        if not claimed:
            return self.note("foreign key", name)
        key, made, self.by[name] = claimed[0], signed["made"], claimed[0]["holder"]
        revoked, retired = key.get("revoked_utc"), key.get("retired_utc")
        if key["keyid"] not in good:
            return self.note("signature", name)
        if revoked and not (stamped and stamped < at(revoked)):
            return self.note("revoked key", name)
        return self.note("retired key", name) if retired and made > at(retired) + SLACK else None

    def stamps(self) -> datetime | None:
        content, times = (self.folder / OWN).read_bytes(), []
        for path in sorted((self.folder / "seal/stamps").glob("*.tsr")):
            place = f"seal/stamps/{path.name}"
            try:
                import rfc3161_client

                chain = x509.load_pem_x509_certificates(path.with_suffix(".pem").read_bytes())
                tsr = rfc3161_client.decode_timestamp_response(path.read_bytes())
                roots = [c for c in chain if c.issuer == c.subject]
                last = tsr.signed_data.signer_infos.pop().serial_number
                between = [c for c in chain if c not in roots and c.serial_number != last]
                builder = rfc3161_client.VerifierBuilder(roots=roots, intermediates=between)
                builder.build().verify_message(tsr, content)
                when = tsr.tst_info.gen_time.astimezone(UTC)
            except ImportError:
                self.untried.append(f"{place}: needs rfc3161-client")
                continue
            except (OSError, ValueError, TypeError, rfc3161_client.VerificationError):
                self.note("stamp", place)
                continue
            if when > self.now + SLACK:
                self.note("future", place)
            elif any(c in roots for p in self.args.root or ()
                     for c in x509.load_pem_x509_certificates(Path(p).read_bytes())):  # fmt: skip
                times.append(when)
        return min(times, default=None)

    def acts(self, signed: dict[str, Any]) -> None:
        rows, name, links = self.load("seal/chain.json"), "seal/chain.json", []
        if rows is None:
            return None
        try:
            prev, whole = "0" * 64, True
            for i, row in enumerate(rows, start=1):
                whole &= row["number"] == i and row["prev_hash"] == prev
                if row.get("act") is not None:
                    act = {"salt": row["salt"], **row["act"]}
                    text = json.dumps(act, sort_keys=True, ensure_ascii=False)
                    whole &= sha(text.encode("utf-8", "surrogatepass")) == row["commitment"]
                prev = sha(f"{row['number']}\n{row['commitment']}\n{row['prev_hash']}".encode())
                links.append(prev)
        except FAULTS:
            return self.note("format", name)
        is_head = len(rows) == signed["acts"] and prev == signed["head"]
        if len(rows) < signed["acts"]:
            self.note("cut", name)
        if not whole or (len(rows) >= signed["acts"] and not is_head):
            self.note("acts", name)
        elif links and is_head and self.args.known:
            seen = json.loads(Path(self.args.known).read_bytes()).get(links[0])
            if seen and (len(links) < seen["count"] or links[seen["count"] - 1] != seen["head"]):
                self.note("rollback", name)
        return None

    def edition(self, signed: dict[str, Any], items: list[dict[str, Any]]) -> None:
        original, released = self.statement(FROM), self.items("seal/released.jsonl")
        if original is None or released is None:
            return
        self.signature(FROM, original)
        if signed["of"] != original["root"]:
            self.note("subset", FROM)
        for row in released:
            path = row.get("path") or []
            if climb(row["hash"], row["n"], original["size"], path) != original["root"]:
                self.note("subset", "seal/released.jsonl")
        shown = {(r["held"]["kind"], r["held"]["name"]): r["held"] for r in released}
        for held in (r["held"] for r in items if r["held"]):
            kind, name = held["kind"], held["name"]
            mine, is_copy = shown.get((kind, name)), name.startswith(COPIES)
            is_made = not is_copy and (kind == "file" or name.startswith("edition."))
            if mine["value"] != held["value"] if mine else not is_made:
                self.note("subset", name)


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a case package without Seawarden.")
    parser.add_argument("package", type=Path)
    for name in ("--trust", "--root", "--known", "--now"):
        parser.add_argument(name, action="append" if name in ("--trust", "--root") else "store")
    check = Check((args := parser.parse_args()).package, args)
    check.run()
    found = [{"kind": k, "place": p} for k, p in sorted(check.problems)]
    print(json.dumps({"problems": found, "untried": check.untried}))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
