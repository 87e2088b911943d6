"""What the NMEA tests share: sentences made by pyais, tag blocks, and one way to read them."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
from pyais import encode_dict

from seawarden.read import nmea
from seawarden.read.batch import Batch
from seawarden.schema import REJECTS, REPORTS, STATICS

EPOCH = 1_700_000_000
"""2023-11-14 22:13:20 UTC, the time most tests give their sentences."""

POSITION = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A"
"""A type 1 of gpsd's sample: MMSI 371798000, 48.381633 -123.395383, 12.3 kn, second 33."""


@dataclass(frozen=True)
class Read:
    """A whole input as it came out."""

    reports: pl.DataFrame
    statics: pl.DataFrame
    rejects: pl.DataFrame
    lines: int
    n_reports: int
    n_statics: int
    n_other: int
    n_rejects: int

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """Lines, reports, statics, other, rejects."""
        return self.lines, self.n_reports, self.n_statics, self.n_other, self.n_rejects


def read(text: bytes | str | Iterable[str], **options: Any) -> Read:
    """Read a text (or lines) whole, and check every batch against the data dictionary."""
    if not isinstance(text, bytes):
        text = (text if isinstance(text, str) else "\n".join(text) + "\n").encode()
    options = {"file_id": 7, "place": "log.nmea"} | options
    batches: list[Batch] = list(nmea.read(io.BytesIO(text), **options))
    for batch in batches:
        assert batch.reports.schema == REPORTS.schema
        assert batch.statics.schema == STATICS.schema
        assert batch.rejects.schema == REJECTS.schema
        assert batch.n_rejects == batch.rejects.height
        assert batch.n_reports == batch.reports.height

    def total(name: str) -> int:
        return sum(getattr(batch, name) for batch in batches)

    return Read(
        pl.concat([REPORTS.empty(), *(b.reports for b in batches)]),
        pl.concat([STATICS.empty(), *(b.statics for b in batches)]),
        pl.concat([REJECTS.empty(), *(b.rejects for b in batches)]),
        *(total(n) for n in ("lines", "n_reports", "n_statics", "n_other", "n_rejects")),
    )


def checksum(text: str) -> str:
    """Return the NMEA checksum of a text, by the definition (exclusive-or of the bytes)."""
    value = 0
    for c in text.encode():
        value ^= c
    return f"{value:02X}"


def sentence(body: str, mark: str = "!") -> str:
    """Return a sentence with its checksum: `sentence("AIVDM,1,1,,A,...,0")`."""
    return f"{mark}{body}*{checksum(body)}"


def tag(text: str) -> str:
    r"""Return a tag block: `tag("c:1700000000")` gives `\c:1700000000*5F\`."""
    return f"\\{text}*{checksum(text)}\\"


def ais(seq_id: int = 1, talker_id: str = "AI", channel: str = "A", **fields: Any) -> list[str]:
    """Return the sentences of a message, encoded by pyais."""
    return encode_dict(
        {"mmsi": 440_100_200, "msg_type": fields["type"]} | fields,
        talker_id=talker_id,
        sentence_type="VDM",
        radio_channel=channel,
        seq_id=seq_id,
    )


def at(seconds: float = 0) -> datetime:
    """Return the tests' time plus so many seconds."""
    return datetime.fromtimestamp(EPOCH, UTC) + timedelta(seconds=seconds)


def timed(sentences: Iterable[str], epoch: int = EPOCH) -> list[str]:
    """Return sentences with a tag block that gives the time."""
    return [tag(f"c:{epoch}") + s for s in sentences]


def pghp(when: datetime, sentence_checksum: str = "") -> str:
    """Return the $PGHP line of a time, naming the checksum of its sentence."""
    w = when
    body = (
        f"PGHP,1,{w.year},{w.month},{w.day},{w.hour},{w.minute},{w.second},"
        f"{w.microsecond // 1000},219,,2190067,1,{sentence_checksum}"
    )
    return sentence(body, "$")


def checksum_of(line: str) -> str:
    """Return the checksum that stands in an AIS sentence."""
    found = re.search(r"!.*\*(..)", line)
    assert found is not None
    return found.group(1)
