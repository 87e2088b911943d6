"""One simulated scene that every layout of the tests must give: two tankers and a bulk carrier.

SIMULATED. The bulk carrier passes at 12 kn, the tankers drift alongside at 0.6 kn. Values are
such that every published layout can hold them: speeds in tenths of a knot, whole headings.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from pyais import encode_dict

from seawarden.read import Batch, open_and_read, options_of, sources

START = datetime(2026, 3, 1, tzinfo=UTC)


class Fix(NamedTuple):
    """A report of the scene."""

    mmsi: int
    when: datetime
    lat: float
    lon: float
    sog: float
    cog: float
    heading: int
    name: str
    imo: int
    call_sign: str
    ship_type: int
    draught: float

    @property
    def epoch(self) -> int:
        """Seconds since 1970."""
        return int(self.when.timestamp())


def scene(days: float = 1.0, step_min: int = 10) -> Iterator[Fix]:
    """Yield the reports in the order of time."""
    for i in range(round(days * 1440 / step_min)):
        when = START + timedelta(minutes=step_min * i)
        hours = step_min * i / 60
        yield Fix(563333330, when, round(25.0 + 0.2 * hours % 40, 5), 123.5, 12.0, 0.5, 1,
                  "PASSING BULK", 9200002, "9V3333", 70, 11.2)  # fmt: skip
        yield Fix(412111110, when, round(31.5 + 0.01 * hours, 5), 125.0, 0.6, 2.0, 75,
                  "TANKER ONE", 9100009, "BQAA", 80, 8.5)  # fmt: skip
        yield Fix(440222220, when, round(31.5 + 0.01 * hours, 5), 125.0005, 0.6, 2.0, 76,
                  "TANKER TWO", 9100011, "DSBB", 81, 6.5)  # fmt: skip


FIXES = tuple(scene())
"""A day, a report of each ship every ten minutes."""

Row = tuple[Any, ...]


def table(header: str, line: Callable[[Fix], str], fixes: Iterable[Fix] = FIXES) -> str:
    """Return a header and a line for each fix."""
    return "".join(f"{text}\n" for text in (header, *map(line, fixes)))


def truth(fixes: Iterable[Fix] = FIXES) -> list[Row]:
    """Return what the reader must give, sorted by time and ship."""
    found = [
        (f.mmsi, f.when, round(f.lat, 4), round(f.lon, 4), f.sog, f.cog, f.heading) for f in fixes
    ]
    return sorted(found, key=lambda r: (r[1], r[0]))


def shown(batches: list[Batch], *, with_course: bool = True) -> list[Row]:
    """Return the reports of batches in the form of `truth`."""
    reports = pl.concat([b.reports for b in batches]).sort("time_utc", "mmsi")

    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 1)

    return [
        (
            r["mmsi"], r["time_utc"].replace(microsecond=0),
            round(r["lat_aisu"] / 6e5, 4), round(r["lon_aisu"] / 6e5, 4), rounded(r["sog_kn"]),
            *((rounded(r["cog_deg"]), r["heading_deg"]) if with_course else ()),
        )
        for r in reports.iter_rows(named=True)
    ]  # fmt: skip


def read(path: Path | str, **given: Any) -> list[Batch]:
    """Read an input as `watch` would."""
    options = options_of(**given)
    out: list[Batch] = []
    for source in sources([str(path)]):
        out += open_and_read(source, file_id=0, options=options)
    return out


def put(folder: Path, data: str | bytes, name: str = "a.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@functools.cache
def sentence(f: Fix) -> str:
    """Return a fix as an AIS sentence, encoded by pyais."""
    fields = {
        "type": 1, "mmsi": f.mmsi, "lat": f.lat, "lon": f.lon, "speed": f.sog, "course": f.cog,
        "heading": f.heading, "status": 0, "second": f.when.second,
    }  # fmt: skip
    return str(encode_dict(fields, radio_channel="A", talker_id="AI", sentence_type="VDM")[0])


def tagged(fields: str) -> str:
    """Return a tag block with its checksum."""
    xor = functools.reduce(lambda x, c: x ^ c, fields.encode(), 0)
    return f"\\{fields}*{xor:02X}\\"
