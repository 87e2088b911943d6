"""What an earlier run left in the folder, and what this one was given that differs.

Late data supersedes: the events and cases of the run before set the versions of this one's, and
the difference of the two runs' inputs is the reason that is given.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from ...case import CONTEXT, Cause
from ...errors import InputError
from ...schema import CASES, EVENTS, WITHDRAWN, Table, conform
from ...store import generations
from ..run_record import NAME, Record

_SHOWN = 3
"""Files named in a reason."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The findings of an earlier, complete run, and what `run.json` said of its inputs."""

    events: pl.DataFrame
    withdrawn: pl.DataFrame
    cases: pl.DataFrame
    about: dict[str, Any] = field(default_factory=dict)


def read(out: Path) -> Earlier:
    """Return what an earlier run left in `out`; empty tables where there was none.

    Raises InputError when a table that lies there is none of Seawarden's.
    """
    held = generations.current(out)
    events, withdrawn, cases = (_table(held, t) for t in (EVENTS, WITHDRAWN, CASES))
    return Earlier(events, withdrawn, cases, _about(held))


def summary(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a later run must know of a run's `run.json` to say what changed."""
    return {
        "version": record.get("version"),
        "parameters_sha256": record.get("parameters_sha256"),
        "context_sha256": record.get("context_sha256"),
        "inputs": _files(record.get("inputs")),
        "sightings": _files(record.get("sightings")),
        "lists": {str(x.get("name")): x.get("sha256") for x in record.get("lists") or ()},
    }


def cause_of(about: dict[str, Any], record: Record) -> Cause:
    """Return why this run may find other things than the one that `about` is the summary of."""
    now = summary(record.as_dict())
    then, files = about.get("inputs", {}), now["inputs"]
    came = [path for path, sha256 in files.items() if sha256 not in then.values()]
    gone = [path for path, sha256 in then.items() if sha256 not in files.values()]
    reasons = []
    if came:
        reasons.append(f"late reports in {_listed(came)}")
    if gone:
        reasons.append(f"no longer given: {_listed(gone)}")
    if now["sightings"] != about.get("sightings", {}):
        reasons.append("other sightings")
    if now["parameters_sha256"] != about.get("parameters_sha256"):
        reasons.append("other thresholds")
    if now["version"] != about.get("version"):
        reasons.append(f"Seawarden {about.get('version')} -> {now['version']}")
    is_relearnt = now["context_sha256"] != about.get("context_sha256")
    if is_relearnt and not reasons:
        reasons.append(CONTEXT)
    words = ", ".join(reasons) or "other code on the same input"
    return Cause(words, frozenset(gone), is_relearnt=is_relearnt)


def cause_of_cases(about: dict[str, Any], record: Record) -> str:
    """Return what begins the reason of a case's new version: other lists, late data, or both.

    A docket of a release that kept no summary of its lists is taken to have had the same.
    """
    now = summary(record.as_dict())
    if now["lists"] == about.get("lists", now["lists"]):
        return "late data"
    same = ("version", "parameters_sha256", "sightings", "inputs")
    is_all = all(now[name] == about.get(name) for name in same)
    return "other lists" if is_all else "late data and other lists"


def _table(out: Path, table: Table) -> pl.DataFrame:
    path = out / f"{table.name.lower()}.parquet"
    try:
        return conform(pl.read_parquet(path), table) if path.exists() else table.empty()
    except (OSError, InputError, pl.exceptions.PolarsError) as error:
        raise InputError(
            f"{path}: not a docket of Seawarden: {error}; name an empty folder with --out"
        ) from error


def _about(out: Path) -> dict[str, Any]:
    """Return the summary of the last run that was complete; a stopped one hands it on."""
    try:
        record = json.loads((out / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(record, dict):
        return {}
    found = summary(record) if record.get("complete") else record.get("earlier")
    return found if isinstance(found, dict) else {}


def _files(inputs: Any) -> dict[str, str]:
    return {str(i["path"]): str(i["sha256"]) for i in inputs or () if "sha256" in i}


def _listed(paths: Iterable[str]) -> str:
    names = [Path(path).name for path in paths]
    rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + rest
