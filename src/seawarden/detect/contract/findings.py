"""How the findings of a detector become EVENTS: identified, in order, `detail` as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields
from typing import Any

import numpy as np
import polars as pl

from ...schema import EVENTS, Table, conform
from ...schema.kinds import kind_of
from ...schema.kinds.detail import COMMON, Detail
from ...schema.kinds.evidence_part import EvidencePart
from ...schema.kinds.kind import Kind
from .event_id import event_ids

EVENT_ROWS = ("first_row", "last_row", "other_first_row", "other_last_row")
"""Extra Int64 columns of what a detector returns: the archive rows that an event rests on, per
ship; null where there is no second ship. The pipeline turns them into `evidence`."""

SCHEMA = pl.Schema({**EVENTS.schema, **dict.fromkeys(EVENT_ROWS, pl.Int64())})
"""What `detect` returns: EVENTS with null `evidence`, and `EVENT_ROWS`."""


def as_events(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Return findings as `SCHEMA`: identified, version 1, sorted as EVENTS are.

    `frame` holds the columns of EVENTS that the detector knows, and those of `EVENT_ROWS`.
    """
    if frame.is_empty():
        return SCHEMA.to_frame()
    frame = frame.with_columns(
        kind=pl.lit(kind),
        version=pl.lit(1, pl.Int32),
        detail_version=pl.lit(kind_of(kind).detail_version, pl.Int32),
    )
    frame = frame.with_columns(event_id=event_ids(frame, kind))
    known = [c for c in EVENT_ROWS if c in frame.columns]
    rows = frame.select(pl.col(known).cast(pl.Int64)).with_columns(
        pl.lit(None, pl.Int64).alias(c) for c in EVENT_ROWS if c not in known
    )
    events = conform(frame, EVENTS, where=kind).hstack(rows.select(EVENT_ROWS))
    return events.sort(*EVENTS.sort)


def sorted_by_key(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return `frame` sorted by the table's sort columns, untouched if it is so already.

    Ties are broken by all other columns, so that the order rows came in never matters.
    """
    if frame.height < 2 or _is_sorted(frame, table.sort):
        return frame
    rest = [c.name for c in table.columns if c.name not in table.sort]
    return frame.sort(*table.sort, *rest, nulls_last=False)


def _is_sorted(frame: pl.DataFrame, by: tuple[str, ...]) -> bool:
    """Return True when rows are in strictly rising order of `by` (so without ties)."""
    tied = np.ones(frame.height - 1, dtype=bool)
    for name in by:
        values = frame[name].to_physical()
        if values.dtype == pl.String or values.null_count():
            return False
        step = np.diff(values.to_numpy().astype(np.int64, copy=False))
        if (step[tied] < 0).any():
            return False
        tied &= step == 0
    return not tied.any()


def probability(log_odds: pl.Expr) -> pl.Expr:
    """Return the probability of natural log odds."""
    return 1.0 / (1.0 + (-log_odds).exp())


Part = tuple[EvidencePart, pl.Expr, pl.Expr, pl.Expr]
"""A part of the evidence: what was looked at, its value, its log odds, a phrase in words."""


def detail_json(
    kind: Kind[Any], parts: Sequence[Part] | None, /, **fields: pl.Expr | str
) -> pl.Expr:
    """Return `detail` as JSON: `fields` by name, each an expression or a column's name, `parts`.

    Each part becomes `{"what", "value", "weight", "detail"}`. Texts are joined, because building
    a list column of structs costs ten times as much. Raises TypeError that names a field or part
    which the kind's record does not hold.
    """
    _refuse_unknown(kind, fields, [what for what, *_ in parts or ()])
    columns = [pl.col(e).alias(n) if isinstance(e, str) else e.alias(n) for n, e in fields.items()]
    head: pl.Expr = pl.struct(columns).struct.json_encode()
    if parts is None:
        return head
    texts = [
        pl.struct(
            pl.lit(what.value).alias("what"),
            value.cast(pl.Float64).round(4).alias("value"),
            weight.cast(pl.Float64).round(3).alias("weight"),
            words.alias("detail"),
        ).struct.json_encode()
        for what, value, weight, words in parts
    ]
    return pl.concat_str(
        head.str.strip_suffix("}"), pl.lit(',"parts":['), pl.concat_str(texts, separator=","),
        pl.lit("]}"),
    )  # fmt: skip


def detail_text(kind: Kind[Any], /, **fields: object) -> str:
    """Return `detail` of one event as JSON, from plain values; refuses as `detail_json` does."""
    _refuse_unknown(kind, fields, ())
    return json.dumps(fields)


def rounded(digits: int, *columns: str) -> dict[str, pl.Expr]:
    """Return columns under their names, rounded, to be handed to `detail_json`."""
    return {name: pl.col(name).round(digits) for name in columns}


def _refuse_unknown(
    kind: Kind[Any], given: Mapping[str, object], parts: Sequence[EvidencePart]
) -> None:
    known = written_fields(kind.detail)
    for name in given:
        if name not in known:
            raise TypeError(f"detail of '{kind.name}' has no field '{name}': {', '.join(known)}")
    for part in parts:
        if part not in kind.parts:
            raise TypeError(f"'{kind.name}' has no part '{part}': {', '.join(kind.parts)}")


def written_fields(record: type[Detail]) -> tuple[str, ...]:
    """Return the fields of a record that its detector writes, but for `parts`."""
    return tuple(f.name for f in dataclass_fields(record) if f.name not in {*COMMON, "parts"})
