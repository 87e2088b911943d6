"""The case file as a STIX 2.1 bundle: a report, the ships, the sighting of conduct, TLP 2.0.

A ship is no object of STIX: she is an `identity` of class `unknown`, her numbers in an extension
of our own (property extension, with its definition in the bundle, as the standard asks). TLP 2.0
labels go in the extension that OASIS published for them.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from .document import numbers

Fields = Mapping[str, Any]
_SPACE = uuid.UUID("6c7e2f0a-0d3c-5b4e-9a61-3f0c1d9a7b52")
"""Of ids that follow from content: the same file gives the same bundle; own choice."""
_TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP = {
    "CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""The ids of OASIS's own marking definitions for TLP 2.0."""


def stix(fields: Fields, tlp: str) -> str:
    """Return the bundle as JSON; `tlp` is the label of the whole file."""
    made = str((fields.get("header.made") or {}).get("made_utc") or "2000-01-01T00:00:00Z")
    made = made.replace("Z", ".000Z")
    us = _object("identity", "author", made, name="Seawarden", identity_class="system")
    ours = _object(
        "extension-definition", "ship", made, name="Ship", created_by_ref=us["id"],
        description="IMO number, MMSI and flag that a ship sends, as numbers and ISO code.",
        schema="https://json-schema.org/draft/2020-12/schema", version="1.0.0",
        extension_types=["property-extension"],
    )  # fmt: skip
    ships = [
        s for n in numbers(fields, "ship") if (s := _ship(fields, n, made, us["id"], ours["id"]))
    ]
    report = _object(
        "report", str(fields.get("summary.title")), made, created_by_ref=us["id"],
        name=str(fields.get("summary.title", "Case file")), published=made,
        report_types=["observed-data"],
        description=str(fields.get("summary.what_happened", "")) or "withheld",
        object_refs=[s["id"] for s in ships] or [us["id"]],
    )  # fmt: skip
    marked = [{**o, "object_marking_refs": [_TLP[tlp]]} for o in (us, ours, *ships, report)]
    bundle = {"type": "bundle", "id": _id("bundle", made + str(report["id"])),
              "objects": [_tlp(tlp), *marked]}  # fmt: skip
    return json.dumps(bundle, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _ship(fields: Fields, number: int, made: str, by: str, extension: str) -> dict[str, Any] | None:
    held = fields.get(f"ship.{number}.identity")
    if held is None:
        return None
    numbered = {k: held[k] for k in ("imo", "mmsi", "call_sign") if held.get(k) is not None}
    about = {"extension_type": "property-extension", **numbered}
    return _object(
        "identity", f"{number} {held.get('imo')} {held.get('mmsi')}", made, created_by_ref=by,
        name=str(held.get("name_displayed") or "unidentified ship"), identity_class="unknown",
        extensions={extension: about},
    )  # fmt: skip


def _object(kind: str, key: str, made: str, **values: Any) -> dict[str, Any]:
    return {"type": kind, "spec_version": "2.1", "id": _id(kind, key + made), "created": made,
            "modified": made, **values}  # fmt: skip


def _id(kind: str, key: str) -> str:
    return f"{kind}--{uuid.uuid5(_SPACE, kind + key)}"


def _tlp(label: str) -> dict[str, Any]:
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": _TLP[label],
        "created": "2022-10-01T00:00:00.000Z", "name": f"TLP:{label}",
        "extensions": {
            _TLP_EXTENSION: {"extension_type": "property-extension",
                             "tlp_2_0": label.lower()}
        },
    }  # fmt: skip
