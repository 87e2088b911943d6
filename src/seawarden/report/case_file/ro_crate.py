"""`ro-crate-metadata.json`: what the package holds and what made it (Process Run Crate).

The metadata is plain JSON-LD, written here after RO-Crate 1.1; the crate is the payload, `data/`.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

_CONTEXT = [
    "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context",
]  # fmt: skip
_PROCESS = "https://w3id.org/ro/wfrun/process/0.5"
_SOFTWARE = "urn:seawarden:software"
_DID = "Facts, detectors, screening and the case, run on the enclosed rows and written as a file."
_MEDIA = {
    "json": "application/json", "html": "text/html", "pdf": "application/pdf", "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet", "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml", "gpkg": "application/geopackage+sqlite3",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
}  # fmt: skip


def ro_crate(
    fields: Mapping[str, Any], files: Iterable[str], *, made_utc: str, version: str, holder: str
) -> str:
    """Return the metadata; `files` are paths inside `data/`."""
    names = sorted(files)
    inputs = [n for n in names if n.startswith(("ais/", "lists/", "inference/"))]
    results = [n for n in names if n not in inputs]
    title = str(fields.get("summary.title", "Case file"))
    summary = str(fields.get("summary.what_happened", "A case file of Seawarden."))
    graph = [
        {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
         "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}},
        {"@id": "./", "@type": "Dataset", "name": title, "description": summary,
         "datePublished": made_utc, "license": {"@id": "#markings"},
         "author": {"@id": "#holder"}, "publisher": {"@id": "#holder"},
         "conformsTo": {"@id": _PROCESS}, "hasPart": _refs(names), "mentions": {"@id": "#run"}},
        {"@id": _PROCESS, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        {"@id": "#markings", "@type": "CreativeWork", "name": "The marking of each item",
         "description": "Each field and file may go to whom its marking allows, and no further."},
        {"@id": _SOFTWARE, "@type": "SoftwareApplication", "name": "Seawarden",
         "softwareVersion": version, "url": _SOFTWARE},
        {"@id": "#holder", "@type": "Organization", "name": holder},
        {"@id": "#run", "@type": "CreateAction", "name": f"case export by Seawarden {version}",
         "description": _DID, "instrument": {"@id": _SOFTWARE}, "agent": {"@id": "#holder"},
         "endTime": made_utc.replace("Z", "+00:00"),
         "object": _refs(inputs), "result": _refs(results)},
        *({"@id": n, "@type": "File", "name": n.rsplit("/", 1)[-1],
           "encodingFormat": _MEDIA.get(n.rsplit(".", 1)[-1], "application/octet-stream")}
          for n in names),
    ]  # fmt: skip
    held = {"@context": _CONTEXT, "@graph": graph}
    return json.dumps(held, indent=1, ensure_ascii=False) + "\n"


def _refs(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@id": name} for name in names]
