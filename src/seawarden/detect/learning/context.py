"""CONTEXT: all that detectors know beforehand, learnt from closed days and then fixed.

Method: typed parts, each made by one file of this room. The table `schema.CONTEXT` is the same in
rows, so that a context can be kept in the docket and as a Parquet file, and read back: detecting
with what was read back finds the same to the last digit. `sha256` names it: two runs with one name
weighed by one standard. An empty context knows nothing: no silence is then suspicious, for nothing
was expected to be heard.

Blind spot: what is learnt is as good as the days behind it (`days`).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256

import numpy as np
import polars as pl

from ...errors import SchemaError
from ...geo import anchorages
from ...geo.places import Places
from ...schema import CONTEXT, TIME, require
from ...units import MS_PER_H
from ..silence.cell_grid import GRID_CELLS
from ..silence.reception import HOURS_IN_KEY, Blocks, Cells, Sums

USUAL = pl.Schema({"hull": pl.Int64, "interval_s": pl.Float64, "n_reports": pl.Float64})
"""A hull's usual interval between reports (null: never silent), and how many are known of her."""

HISTORY = pl.Schema(
    {"hull": pl.Int64(), "day_utc": TIME, "heard": pl.Float64(), "expected": pl.Float64()}
)
"""Reports of a hull beside her silences of a day: heard, and expected at the usual rates."""

SHARED = pl.Schema({"mmsi": pl.UInt32, "several": pl.Boolean})
"""MMSIs that several ships share (`facts.shared_mmsi.senders.contested`)."""

IDENTITIES = pl.Schema({"mmsi": pl.UInt32, "identity": pl.String})
"""What was claimed under each of them."""

_SIZES = {"1 deg": 4, "4 deg": 16}
"""Blocks by their name in the table, and cells of 0.25 deg to a side."""


def _no_blocks() -> Blocks:
    none = np.empty(0)
    return Blocks(np.empty(0, np.int64), none, none, none, none)


def _no_sums() -> Sums:
    none = np.empty(0)
    return Sums(Cells(np.empty(0, np.int64), none, none, none), _no_blocks(), _no_blocks())


@dataclass(frozen=True, eq=False)
class Context:
    """What was learnt; every part is fixed once made."""

    days: tuple[date, ...] = ()
    """The closed UTC days it was learnt from."""
    reception: Sums = field(default_factory=_no_sums)
    shape: tuple[float, float] = (1.0, 1.0)
    """Of the negative binomial of reports: for silences that ended, for those still open."""
    prior: tuple[float, float] | None = None
    """Log odds that a silence is deliberate: ended, still open; None: not learnt."""
    usual: pl.DataFrame = field(default_factory=USUAL.to_frame)
    history: pl.DataFrame = field(default_factory=HISTORY.to_frame)
    shared: pl.DataFrame = field(default_factory=SHARED.to_frame)
    identities: pl.DataFrame = field(default_factory=IDENTITIES.to_frame)
    anchorages: pl.DataFrame = field(default_factory=anchorages.SCHEMA.to_frame)

    @cached_property
    def places(self) -> Places:
        """Return the places that detectors ask about, with the learnt anchorages."""
        return Places(self.anchorages)

    @cached_property
    def sha256(self) -> str:
        """Return the hash of its rows; floats to nine places, in the table's order."""
        text = self.table().write_csv(float_precision=9, datetime_format="%Y-%m-%dT%H:%M:%SZ")
        return sha256(text.encode()).hexdigest()

    def table(self) -> pl.DataFrame:
        """Return `schema.CONTEXT`."""
        parts = [
            _days(self.days), _cells(self.reception.cells), _blocks(self.reception.one, "1 deg"),
            _blocks(self.reception.four, "4 deg"), _silences(self.shape, self.prior),
            _as_rows(self.usual, "usual", n="n_reports", value="interval_s"),
            _as_rows(self.history, "history", hour_utc="day_utc", n="heard", expected="expected"),
            _as_rows(self.shared.with_columns(x=pl.col("several").cast(pl.Float64)),
                     "shared_mmsi", value="x"),
            _as_rows(self.identities, "shared_mmsi", what="identity"),
            _as_rows(self.anchorages, "anchorage", n="n_hulls", value="radius_m"),
        ]  # fmt: skip
        return pl.concat(parts).sort(*CONTEXT.sort, nulls_last=True)


def read(frame: pl.DataFrame) -> Context:
    """Return the context that a table holds, the reverse of `Context.table`.

    Raises SchemaError if the table lacks a column or a row is of no known part.
    """
    rows = require(frame, CONTEXT)
    known = ("day", "cell", "hour", "silence", "usual", "history", "shared_mmsi", "anchorage")
    odd = rows.filter(~pl.col("part").is_in(known))["part"].unique().sort().to_list()
    if odd:
        raise SchemaError(
            f"table CONTEXT: part '{odd[0]}' is not known, expected one of {', '.join(known)}"
        )
    of = {part: rows.filter(pl.col("part") == part) for part in known}
    figures = dict(of["silence"].select("what", "value").iter_rows())
    shared = of["shared_mmsi"]
    prior = tuple(figures[f"prior {x}"] for x in _ENDS if f"prior {x}" in figures)
    shape = tuple(figures.get(f"shape {x}", 1.0) for x in _ENDS)
    sums = Sums(
        _cells_of(of["cell"]),
        *(_blocks_of(of["hour"].filter(pl.col("what") == w), w) for w in _SIZES),
    )
    return Context(
        days=tuple(of["day"]["hour_utc"].dt.date().sort().to_list()),
        reception=sums,
        shape=(shape[0], shape[1]),
        prior=(prior[0], prior[1]) if prior else None,
        usual=of["usual"].select("hull", interval_s="value", n_reports="n"),
        history=of["history"].select("hull", day_utc="hour_utc", heard="n", expected="expected"),
        shared=shared.filter(pl.col("what").is_null()).select(
            "mmsi", several=pl.col("value").cast(pl.Boolean)
        ),
        identities=shared.drop_nulls("what").select("mmsi", identity="what"),
        anchorages=of["anchorage"].select("lat_deg", "lon_deg", radius_m="value", n_hulls="n"),
    )


_ENDS = ("ended", "open")


def _rows(part: str, **columns: object) -> pl.DataFrame:
    """Return rows of CONTEXT; columns that are not given are null."""
    given = pl.DataFrame(columns)
    return given.select(
        pl.lit(part).alias("part") if c.name == "part"
        else pl.col(c.name).cast(c.dtype) if c.name in columns
        else pl.lit(None, c.dtype).alias(c.name)
        for c in CONTEXT.columns
    )  # fmt: skip


def _as_rows(frame: pl.DataFrame, part: str, **renamed: str) -> pl.DataFrame:
    kept = {c: frame[c] for c in ("hull", "mmsi", "lat_deg", "lon_deg") if c in frame.columns}
    return _rows(part, **kept, **{to: frame[source] for to, source in renamed.items()})


def _days(days: tuple[date, ...]) -> pl.DataFrame:
    return _rows("day", hour_utc=pl.Series(days, dtype=pl.Date).cast(TIME))


def _silences(shape: tuple[float, float], prior: tuple[float, float] | None) -> pl.DataFrame:
    figures = {f"shape {x}": v for x, v in zip(_ENDS, shape, strict=True)}
    figures |= {f"prior {x}": v for x, v in zip(_ENDS, prior or (), strict=False)}
    return _rows("silence", what=list(figures), value=list(figures.values()))


def _cells(known: Cells) -> pl.DataFrame:
    return _rows(
        "cell", what=pl.Series(["0.25 deg"] * known.at.size, dtype=pl.String),
        ais_class=pl.Series(known.at // GRID_CELLS + 1), cell=pl.Series(known.at % GRID_CELLS),
        n=pl.Series(known.reports), heard_h=pl.Series(known.heard_ms / MS_PER_H),
        all_h=pl.Series(known.all_ms / MS_PER_H),
    )  # fmt: skip


def _cells_of(rows: pl.DataFrame) -> Cells:
    rows = rows.sort("ais_class", "cell")
    at = (rows["ais_class"].cast(pl.Int64) - 1) * GRID_CELLS + rows["cell"].cast(pl.Int64)
    ms = (np.rint(rows[c].to_numpy() * MS_PER_H) for c in ("heard_h", "all_h"))
    return Cells(at.to_numpy(), rows["n"].to_numpy(), *ms)


def _blocks(blocks: Blocks, name: str) -> pl.DataFrame:
    return _rows(
        "hour", what=pl.Series([name] * blocks.key.size, dtype=pl.String),
        cell=pl.Series(blocks.key // HOURS_IN_KEY),
        hour_utc=pl.Series(blocks.key % HOURS_IN_KEY * MS_PER_H).cast(pl.Int64).cast(TIME),
        n=pl.Series(blocks.heard), expected=pl.Series(blocks.expected),
        value=pl.Series(blocks.above if name == "4 deg" else np.ones(blocks.key.size)),
    )  # fmt: skip


def _blocks_of(rows: pl.DataFrame, name: str) -> Blocks:
    hour = rows["hour_utc"].to_physical().to_numpy() // MS_PER_H
    key = rows["cell"].cast(pl.Int64).to_numpy() * HOURS_IN_KEY + hour
    order = np.argsort(key)
    heard, expected, above = (rows[c].to_numpy()[order] for c in ("n", "expected", "value"))
    return Blocks(key[order].astype(np.int64), heard, expected, expected, above)
