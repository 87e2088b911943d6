"""Run `roc-validator` on a crate, offline: python crate_validator.py CRATE CONTEXTS

It runs in an environment of its own (pip install roc-validator) and imports nothing of Seawarden.
CONTEXTS is a folder with the two JSON-LD contexts that a crate of ours names, as their authors
publish them: `crate.jsonld` (RO-Crate 1.1) and `workflow-run.jsonld` (terms of workflow runs).
Every other address is refused. Prints JSON: `checks`, the number run, and `issues`.
"""

import io
import json
import sys
from email.message import Message
from pathlib import Path
from urllib.response import addinfourl

import rdflib._networking
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXTS = {
    "https://w3id.org/ro/crate/1.1/context": "crate.jsonld",
    "https://w3id.org/ro/terms/workflow-run/context": "workflow-run.jsonld",
}


class Answer:
    """What the validator's own client would have brought."""

    status_code, ok, headers = 200, True, {"Content-Type": "application/ld+json"}

    def __init__(self, content: bytes) -> None:
        self.content, self.text = content, content.decode()

    def json(self) -> object:
        return json.loads(self.content)


def content(url: str) -> bytes:
    if url.rstrip("/") not in CONTEXTS:
        raise OSError(f"{url}: not enclosed")
    return (Path(sys.argv[2]) / CONTEXTS[url.rstrip("/")]).read_bytes()


def opened(request: object) -> addinfourl:
    url, headers = str(getattr(request, "full_url", request)), Message()
    headers["Content-Type"] = "application/ld+json"
    return addinfourl(io.BytesIO(content(url)), headers, url, 200)


def main() -> None:
    rdflib._networking.urlopen = opened
    for verb in ("get", "head"):
        setattr(HttpRequester, verb, lambda _self, url, **_more: Answer(content(url)))
    result = services.validate(
        services.ValidationSettings(
            rocrate_uri=sys.argv[1], profile_identifier="process-run-crate",
            requirement_severity=models.Severity.RECOMMENDED,
        )
    )  # fmt: skip
    issues = [
        {"severity": i.severity.name, "check": i.check.name, "message": i.message}
        for i in result.get_issues()
    ]
    print(json.dumps({"checks": len(result.executed_checks), "issues": issues}))


main()
