"""Which partners' packages a docket holds, and of which of its cases each speaks.

Method: what was received is what the `imported` acts say, undone ones apart; so it stands in the
chain of acts and no run of the watch replaces it. A package speaks of a case when both have a ship
in common, by MMSI or IMO number, and their times overlap: it is matched anew each time, for a case
changes from run to run. Nothing of it is weighed: a document received is no evidence of ours.

Blind spot: an edition that shows no ship, or no time, is matched with nothing.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ....errors import UsageError
from ....store import decisions, layout
from ....store.decisions import Decisions, Entry
from ....store.package.leaves import Item
from ....store.review import EVERY_CASE, detail_of, undone
from .. import review

RECEIVED = "document received from a partner: not counted in the confidence"
"""The kind of such an entry in the evidence register."""


def packages(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """Return the packages that were imported, by id: what was found of each, when, by whom."""
    about_none = [e for e in entries if e.act.case_id == EVERY_CASE]
    void = undone(about_none)
    return {
        detail["package_id"]: {
            **detail, "imported_by": e.act.actor, "act": e.number,
            "imported_utc": e.act.time_utc.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        for e in about_none
        if e.act.act == review.IMPORTED and e.number not in void and (detail := detail_of(e))
    }  # fmt: skip


def speaking_of(
    case: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the packages that speak of a case of ours (a row of CASES), each with `verified`."""
    mmsis = {m for m in case["mmsis"] or [] if m is not None}
    imos = {s["imo"] for s in json.loads(case["ships"]) if s.get("imo") is not None}
    out = []
    for package in known.values():
        ships = [s for s in package["ships"] if s["mmsi"] in mmsis or s["imo"] in imos]
        if ships and _overlap(case, package):
            out.append({**package, "ships_in_common": ships, "verified": verified(package)})
    return out


def verified(package: Mapping[str, Any], whose: str = "your") -> str:
    """Say how a package was verified when it was taken in; `whose` list of signers that was."""
    by = (
        f"signed by {package['signer']}, on {whose} list"
        if package["is_signer_trusted"]
        else f"says to be of {package['signer']}, signer not on {whose} list"
    )
    return f"whole when it was imported; {by}; not run again"


def words(package: Mapping[str, Any], whose: str = "your") -> str:
    """Return a package in a line: from whom, its grade, how it was verified."""
    what = "edition" if package["is_edition"] else "package"
    return (
        f"{what} {package['package_id']} of {package['signer']}: "
        f"{package['grade'] or 'grade not shown'}; {verified(package, whose)}"
    )


def register_fields(first: int, known: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return an entry of the evidence register a package, numbered from `first` on."""
    named = ("package_id", "signer", "keyid", "is_signer_trusted", "is_edition", "case_id", "grade",
             "confidence", "made_utc", "imported_utc", "files_sha256",
             "not_confirmed")  # fmt: skip
    return {
        f"register.{n}": {
            "kind": RECEIVED, "mmsi": None, "file": words(p, "our"), "sha256": p["root"],
            "first_line": None, "last_line": None, "is_counted": False,
            "provenance": {**{name: p[name] for name in named}, "verified": verified(p, "our")},
        }
        for n, p in enumerate(known, start=first)
    }  # fmt: skip


def is_received(value: Any) -> bool:
    """Return whether a field is an entry that `register_fields` made."""
    return isinstance(value, Mapping) and value.get("kind") == RECEIVED


def marked(marking: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """Return the marking of a field: what a partner sent is theirs to release.

    No edition has it before a rule of the markings names that partner as its originator, who
    consented.
    """
    signer = value["provenance"]["signer"] if is_received(value) else None
    if signer is None or marking.get("originator") == signer:
        return dict(marking)
    return {"tlp": "AMBER", **marking, "originator": signer, "consent": False}


def place_of(docket: Path, package_id: str) -> Path:
    """Return where an imported package lies. Raises UsageError for one that was not imported."""
    known = packages(Decisions(docket / decisions.NAME).read())
    if package_id not in known:
        some = ", ".join(known) or "none at all"
        raise UsageError(f"package '{package_id}': not imported into {docket}, which holds {some}")
    return docket / layout.PARTNERS / package_id


def about(items: Iterable[Item]) -> dict[str, Any]:
    """Return what a stranger's items say of their case, each of the type that it must have or None.

    Text is brought onto one line: it stands in lists of ours.
    """
    values = {i.name: i.value for i in items}
    time, case = _record(values, "incident.time"), _record(values, "header.case")
    finding = _record(values, "summary.finding") or _record(values, "edition.finding")
    identities = [
        _record(values, n)
        for n in sorted(values)
        if n.startswith("ship.") and n.endswith(".identity")
    ]
    confidence = finding.get("confidence")
    return {
        "case_id": _text(case.get("case_id")), "kind": _text(case.get("kind")),
        "is_simulated": case.get("is_simulated") is True,
        "title": _text(values.get("summary.title")),
        "grade": _text(finding.get("grade")),
        "confidence": confidence if isinstance(confidence, float) else None,
        "start_utc": _time(time.get("start_utc")), "end_utc": _time(time.get("end_utc")),
        "ships": [
            {"mmsi": _number(s.get("mmsi")), "imo": _number(s.get("imo")),
             "name": _text(s.get("name_displayed"))}
            for s in identities
        ],
    }  # fmt: skip


def _overlap(case: Mapping[str, Any], package: Mapping[str, Any]) -> bool:
    if package["start_utc"] is None or package["end_utc"] is None:
        return False
    start, end = (datetime.fromisoformat(package[n]) for n in ("start_utc", "end_utc"))
    return bool(start <= case["end_utc"] and case["start_utc"] <= end)


def _record(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(value: Any, most: int = 200) -> str | None:
    return " ".join(value.split())[:most] if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _time(value: Any) -> str | None:
    try:
        at = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return at.isoformat(timespec="seconds")
