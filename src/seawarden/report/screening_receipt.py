"""A record of one screening that a re-run reproduces: asked, reached, parameters, outcome.

It holds no time of day and no absolute path, so that the same question to the same lists with the
same version gives the same bytes; `sha256` is the hash of the record's canonical JSON (sorted keys,
no blanks). It never says that a ship is clear: only which lists, of which date and hash, were
reached, and what was found in them.
"""

import hashlib
import json
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from ..screen import Params
from ..visible import in_json

FORMAT = 1
_OF_MATCH = (
    "query_id", "verdict", "score", "listing_id", "listed_name", "listed_imo", "list_name", "as_of",
    "consequence", "authority", "programs", "measures", "listed_on", "removal", "explanation",
)  # fmt: skip


def as_json(
    data: dict[str, Any],
    queries: list[dict[str, Any]],
    file: dict[str, str] | None,
    *,
    exit_code: int,
    version: str,
    params: Params | None = None,
) -> str:
    """Return the receipt of a screening as JSON text; `data` is what `screen` gives to programs."""
    parameters = asdict(params or Params())
    record = {
        "format": FORMAT,
        "seawarden": version,
        "asked": {
            "file": file,
            "ships": [{k: v for k, v in query.items() if v is not None} for query in queries],
            "as_of": data["as_of"],
        },
        "lists": [
            {**{k: v for k, v in given.items() if k != "path"}, "file": _file_name(given)}
            for given in data["lists"]
        ],
        "unread": [_without_folder(problem) for problem in data["unread"]],
        "parameters": parameters,
        "parameters_sha256": _sha256(parameters),
        "complete": data["complete"],
        "outcome": data["outcome"],
        "exit_code": exit_code,
        "matches": [{k: row.get(k) for k in _OF_MATCH} for row in data["matches"]],
        "formerly_listed": [{k: row.get(k) for k in _OF_MATCH} for row in data["formerly_listed"]],
        "without_hit": data["without_hit"],
        "ownership": {k: v for k, v in data["ownership"].items() if k != "notes"},
    }
    plain = json.loads(json.dumps(record, default=str))
    whole = {"record": plain, "sha256": _sha256(plain)}
    return in_json(json.dumps(whole, indent=2, ensure_ascii=False)) + "\n"


def _sha256(content: Any) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _file_name(given: dict[str, Any]) -> str | None:
    return PurePath(given["path"]).name if given.get("path") else None


def _without_folder(problem: str) -> str:
    """Return a problem with the file's name alone: the folder is another on another machine."""
    path, colon, rest = problem.partition(": ")
    return f"{PurePath(path).name}{colon}{rest}"
