"""FollowTheMoney entities, one JSON object a line (OpenSanctions' `entities.ftm.json`).

Arrays of entities, and the answers of its interfaces (`results`, `responses`), are read too.

Vessels, persons and organisations become listings; Sanction entities add programme, dates and
reason to the entity they point to. Nested exports (`targets.nested.json`) are read too.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ...errors import FormatError
from ..listing import (
    Draft,
    Reading,
    any_day,
    clean,
    distinct,
    first_day,
    flags_of,
    hull_numbers,
    names_dprk,
    radio_numbers,
)
from ..source import ListFile, title

CODE, NAME = "ftm", "FollowTheMoney entities"
EXPECTED = "FollowTheMoney entities (JSON lines with schema and properties)"
KINDS = {
    "Vessel": "ship", "Person": "person", "Company": "company", "Organization": "company",
    "LegalEntity": "company", "PublicBody": "company", "Airplane": "other",
}  # fmt: skip

Entity = dict[str, Any]


def sniff(file: ListFile) -> bool:
    first = file.head.lstrip()
    return first[:1] in ("{", "[") and '"schema"' in first and '"properties"' in first


def read(file: ListFile) -> Reading:
    """Return the listings; `as_of` is the newest day on which an entity was seen or changed."""
    return of_entities(_entities(file), file)


def of_entities(entities: Iterable[tuple[int, Entity]], file: ListFile) -> Reading:
    """Return the listings of (line, entity) pairs out of a file."""
    drafts: list[tuple[str, Draft]] = []
    sanctions: dict[str, list[Entity]] = {}
    seen: list[date] = []
    sets: list[set[str]] = []
    others = 0
    for line, entity in entities:
        schema = entity.get("schema")
        properties = entity.get("properties") or {}
        for key in ("last_seen", "last_change"):
            when = any_day(entity.get(key))
            seen.extend([when] if when else [])
        if schema == "Sanction":
            for target in _texts(properties, "entity"):
                sanctions.setdefault(target, []).append(properties)
        elif schema in KINDS:
            draft = _draft(entity, properties, line)
            drafts.append((str(entity.get("id")), draft))
            sets.append({str(d) for d in entity.get("datasets") or ()})
            for nested in properties.get("sanctions") or ():
                if isinstance(nested, dict):
                    sanctions.setdefault(str(entity.get("id")), []).append(nested["properties"])
        else:
            others += 1
    for entity_id, draft in drafts:
        for sanction in sanctions.get(entity_id, ()):
            _sanctioned(draft, sanction)
        if entity_id not in sanctions and "sanction" not in draft.programs:
            draft.consequence = "mentioned" if draft.programs else "none"
        draft.delisted_on = _ended(sanctions.get(entity_id, ()))
    notes = (f"{others} entities of other kinds (addresses, links) are no listings",)
    return Reading(
        [d for _, d in drafts],
        max(seen, default=None),
        notes if others else (),
        dataset=f"ftm:{_dataset(file, sets)}",
    )


def _dataset(file: ListFile, sets: list[set[str]]) -> str:
    """Return the dataset that every entity is of, else (a collection) the name of the file."""
    common = set.intersection(*sets) if sets else set()
    return "+".join(sorted(common)) or title(file.path)


def _entities(file: ListFile) -> Iterator[tuple[int, Entity]]:
    if (document := _document(file)) is not None:
        yield from enumerate(_inside(document), start=1)
        return
    with file.text() as text:
        for line, raw in enumerate(text, start=1):
            if not raw.strip():
                continue
            try:
                entity = json.loads(raw.rstrip("\r\n"))
            except json.JSONDecodeError as error:
                raise FormatError(
                    f"{file.path}: line {line}, column {error.colno}: broken JSON: {error.msg}"
                ) from error
            if not isinstance(entity, dict) or "schema" not in entity:
                raise FormatError(f"{file.path}: line {line}: no entity, expected a 'schema'")
            yield line, entity


def _document(file: ListFile) -> Any:
    """Return a file that is one document of entities; None where one stands on each line."""
    first = file.head.lstrip().partition("\n")[0]
    try:
        if "schema" in json.loads(first):
            return None
    except (ValueError, TypeError):
        pass
    try:
        with file.text() as text:
            return json.loads(text.read())
    except (ValueError, RecursionError):
        return None  # what is wrong, the line says


def _inside(value: Any) -> Iterator[Entity]:
    """Yield the entities of a document, but not those inside of others."""
    if isinstance(value, dict) and "schema" in value and isinstance(value.get("properties"), dict):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _inside(inner)


def _draft(entity: Entity, properties: Entity, line: int) -> Draft:
    names = _texts(properties, "name") or [str(entity.get("caption") or entity.get("id"))]
    caption = clean(entity.get("caption")) or names[0]
    ship = entity["schema"] == "Vessel"
    numbers = _texts(properties, "imoNumber")
    imo, imo_text = hull_numbers(numbers) if ship else (None, "; ".join(numbers) or None)
    flag, former_flags = flags_of(_texts(properties, "flag"), _texts(properties, "pastFlags"))
    datasets = [str(d) for d in entity.get("datasets") or ()]
    return Draft(
        id=str(entity.get("id") or f"line{line}"),
        kind=KINDS[entity["schema"]],
        name=caption,
        line=line,
        other_names=[*names, *_texts(properties, "alias"), *_texts(properties, "weakAlias")],
        former_names=_texts(properties, "previousName"),
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(_texts(properties, "mmsi")),
        call_sign=next(iter(_texts(properties, "callSign")), None),
        flag=flag if ship else None,
        former_flags=former_flags if ship else [],
        ship_type=next(iter(_texts(properties, "type")), None) if ship else None,
        programs=distinct([*_texts(properties, "topics"), *datasets]),
        is_dprk=names_dprk(datasets),
        reason=next(iter(_texts(properties, "notes")), None),
    )


def _sanctioned(draft: Draft, sanction: Entity) -> None:
    programs = [*_texts(sanction, "programId"), *_texts(sanction, "program")]
    draft.programs = distinct([*draft.programs, *programs])
    draft.measures = distinct([*draft.measures, *_texts(sanction, "provisions")])
    draft.is_dprk = draft.is_dprk or names_dprk(programs)
    starts = [any_day(t) for k in ("listingDate", "startDate") for t in _texts(sanction, k)]
    draft.listed_on = first_day([draft.listed_on, *starts])
    draft.authority = "; ".join(distinct([draft.authority, *_texts(sanction, "authority")])) or None
    draft.reason = draft.reason or next(iter(_texts(sanction, "reason")), None)


def _ended(sanctions: Sequence[Entity]) -> date | None:
    """Return the day on which the last of an entity's sanctions ended; None while one has no end.

    An end in the future is kept: the ship is listed until then.
    """
    ends = [max(filter(None, map(any_day, _texts(s, "endDate"))), default=None) for s in sanctions]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _texts(properties: Entity, name: str) -> list[str]:
    values = properties.get(name) or []
    texts = [values] if isinstance(values, str) else values
    return distinct(clean(t) for t in texts if isinstance(t, (str, int, float)))
