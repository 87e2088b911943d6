"""NMEA 0183 sentences with tag blocks, written in bulk.

    \\s:SIMULATED-KRPUS,c:1772409600*hh\\!AIVDM,1,1,,A,<payload>,0*hh
    \\g:1-2-4711,s:SIMULATED-KRPUS,c:1772409600*hh\\!AIVDM,2,1,1,B,<payload>,0*hh
    \\g:2-2-4711*hh\\!AIVDM,2,2,1,B,<payload>,2*hh

Types 1, 3, 18 and 27 for positions; 5 (two sentences), 24A and 24B for statics. Every line ends
in CR LF. The first line is a comment that says SIMULATED. `c:` is the time of transmission in
integer seconds, also for packets that arrive late.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..radio.broadcast import Reports, Statics
from .ais_bits import Bytes, Field, Ints, pack, taken, text

_CHUNK = 150_000
_HEX = np.frombuffer(b"0123456789ABCDEF", np.uint8)


@dataclass(frozen=True, slots=True)
class Voice:
    """What all sentences need: epoch of the start, receivers' names, the table of claims."""

    epoch_s: int
    receivers: tuple[str, ...]
    claims: pl.DataFrame


def write(path: Path, reports: Reports, statics: Statics, voice: Voice, title: str) -> int:
    """Write the file; return the number of lines."""
    arrived = np.concatenate([reports.arrived, statics.arrived])
    is_static = np.repeat([False, True], [reports.t.size, statics.t.size])
    index = np.concatenate([np.arange(reports.t.size), np.arange(statics.t.size)])
    order = np.lexsort((index, is_static, arrived))
    source = _Source(reports, statics, voice)
    lines = 1
    with path.open("wb") as file:
        file.write(f"# {title}\r\n".encode("ascii"))
        for i in range(0, order.size, _CHUNK):
            rows = order[i : i + _CHUNK]
            blocks = source.blocks(index[rows], is_static[rows])
            file.write(_woven(blocks, rows.size).tobytes())
            lines += sum(at.size * count for at, _, count in blocks)
    return lines


Block = tuple[Ints, Bytes, int]
"""Rows of the chunk, their bytes as a rectangle, and how many lines each holds."""


@dataclass(slots=True)
class _Source:
    reports: Reports
    statics: Statics
    voice: Voice

    def blocks(self, index: Ints, is_static: NDArray[np.bool_]) -> list[Block]:
        """Return the chunk's lines, one block for each kind of message."""
        out: list[Block] = []
        here = np.flatnonzero(~is_static)
        types = self.reports.msg_type[index[here]]
        for kind in np.unique(types):
            at = here[types == kind]
            out.append((at, self._positions(int(kind), index[at]), 1))
        here = np.flatnonzero(is_static)
        ais_class = self.voice.claims["ais_class"].to_numpy()[self.statics.claim[index[here]]]
        for kind, build, count in ((1, self._type5, 2), (2, self._type24, 2)):
            at = here[ais_class == kind]
            if at.size:
                out.append((at, build(index[at]), count))
        return out

    def _positions(self, kind: int, i: Ints) -> Bytes:
        r = self.reports
        mmsi = self.voice.claims["mmsi"].to_numpy()[r.claim[i]].astype(np.int64)
        payload = pack(_position_fields(kind, mmsi, r, i, self.voice.epoch_s), i.size)
        return self._lines(r.t[i], r.receiver[i], [(payload, 0)], i)

    def _type5(self, i: Ints) -> Bytes:
        s = self.statics
        fields = taken(_type5_fields(self.voice.claims), s.claim[i])
        payload = pack(fields, i.size)
        return self._lines(s.t[i], s.receiver[i], [(payload[:, :60], 0), (payload[:, 60:], 2)], i)

    def _type24(self, i: Ints) -> Bytes:
        s = self.statics
        part_a, part_b = _type24_fields(self.voice.claims)
        a = pack(taken(part_a, s.claim[i]), i.size)
        b = pack(taken(part_b, s.claim[i]), i.size)
        first = self._lines(s.t[i], s.receiver[i], [(a, 0)], i)
        return np.hstack([first, self._lines(s.t[i], s.receiver[i], [(b, 0)], i)])

    def _lines(self, t: Ints, receiver: NDArray[np.int16], parts: list[tuple[Bytes, int]],
               i: Ints) -> Bytes:  # fmt: skip
        """Return tag block and sentence(s), one row each message."""
        n = t.size
        names = np.array([list(name.encode("ascii")) for name in self.voice.receivers], np.uint8)
        stamp = _digits(t + self.voice.epoch_s, 10)
        tag = [_same(b"s:", n), names[receiver], _same(b",c:", n), stamp]
        channel = np.where(i % 2 == 0, ord("A"), ord("B")).astype(np.uint8)[:, None]
        if len(parts) == 1:
            body = [_same(b"AIVDM,1,1,,", n), channel, _same(b",", n), parts[0][0],
                    _same(b",0", n)]  # fmt: skip
            return np.hstack([_tagged(tag), _summed(b"!", body), _same(b"\r\n", n)])
        group = _digits(1000 + i % 9000, 4)
        number = _digits(i % 10, 1)
        out = []
        for part, (payload, fill) in enumerate(parts, start=1):
            head = [_same(f"g:{part}-2-".encode(), n), group]
            head += [_same(b",", n), *tag] if part == 1 else []
            body = [_same(f"AIVDM,2,{part},".encode(), n), number, _same(b",", n), channel,
                    _same(b",", n), payload, _same(f",{fill}".encode(), n)]  # fmt: skip
            out += [_tagged(head), _summed(b"!", body), _same(b"\r\n", n)]
        return np.hstack(out)


def _position_fields(kind: int, mmsi: Ints, r: Reports, i: Ints, epoch_s: int) -> list[Field]:
    sog = np.minimum(np.round(r.sog_kn[i] * 10), 1022).astype(np.int64)
    cog = np.round(r.cog_deg[i] * 10).astype(np.int64) % 3600
    lon = np.round(r.lon[i] * 600_000).astype(np.int64)
    lat = np.round(r.lat[i] * 600_000).astype(np.int64)
    second = (r.t[i] + epoch_s) % 60
    status = r.status[i].astype(np.int64)
    if kind == 27:
        return [
            (27, 6), (3, 2), (mmsi, 30), (0, 1), (0, 1), (status, 4),
            (np.round(r.lon[i] * 600).astype(np.int64), 18),
            (np.round(r.lat[i] * 600).astype(np.int64), 17),
            (np.minimum(np.round(r.sog_kn[i]), 62).astype(np.int64), 6),
            (np.round(r.cog_deg[i]).astype(np.int64) % 360, 9), (0, 1), (0, 1),
        ]  # fmt: skip
    if kind == 18:
        return [
            (18, 6), (0, 2), (mmsi, 30), (0, 8), (sog, 10), (0, 1), (lon, 28), (lat, 27),
            (cog, 12), (r.heading[i], 9), (second, 6), (0, 2), (1, 1), (0, 1), (0, 1), (1, 1),
            (1, 1), (0, 1), (0, 1), (393222, 20),  # a carrier-sense unit's fixed radio state
        ]  # fmt: skip
    return [
        (kind, 6), (0, 2), (mmsi, 30), (status, 4), (-128, 8), (sog, 10), (0, 1), (lon, 28),
        (lat, 27), (cog, 12), (r.heading[i], 9), (second, 6), (0, 2), (0, 3), (0, 1), (0, 19),
    ]  # fmt: skip


def _type5_fields(claims: pl.DataFrame) -> list[Field]:
    c = {name: claims[name].to_numpy().astype(np.int64) for name in _NUMBERS}
    draught = np.round(claims["draught_m"].to_numpy() * 10).astype(np.int64)
    return [
        (5, 6), (0, 2), (c["mmsi"], 30), (0, 2), (c["imo"], 30),
        *text(claims["call_sign"].to_list(), 7), *text(claims["name"].to_list(), 20),
        (c["ship_type"], 8), *_sizes(c), (1, 4), (0, 4), (0, 5), (24, 5), (60, 6), (draught, 8),
        *text(claims["destination"].to_list(), 20), (0, 1), (0, 1),
    ]  # fmt: skip


def _type24_fields(claims: pl.DataFrame) -> tuple[list[Field], list[Field]]:
    c = {name: claims[name].to_numpy().astype(np.int64) for name in _NUMBERS}
    start: list[Field] = [(24, 6), (0, 2), (c["mmsi"], 30)]
    name = text(claims["name"].to_list(), 20)
    sign = text(claims["call_sign"].to_list(), 7)
    part_b = [*start, (1, 2), (c["ship_type"], 8), (0, 42), *sign, *_sizes(c), (0, 6)]
    return [*start, (0, 2), *name, (0, 8)], part_b


_NUMBERS = ("mmsi", "imo", "ship_type", "bow_m", "stern_m", "port_m", "starboard_m")


def _sizes(c: dict[str, Ints]) -> list[Field]:
    return [(c["bow_m"], 9), (c["stern_m"], 9), (c["port_m"], 6), (c["starboard_m"], 6)]


def _same(value: bytes, n: int) -> Bytes:
    """Return the same bytes in n rows."""
    return np.broadcast_to(np.frombuffer(value, np.uint8), (n, len(value)))


def _digits(values: Ints, size: int) -> Bytes:
    """Return numbers as decimal digits of a fixed size."""
    powers = 10 ** np.arange(size - 1, -1, -1, dtype=np.int64)
    return (np.asarray(values, np.int64)[:, None] // powers % 10 + 48).astype(np.uint8)


def _summed(start: bytes, parts: list[Bytes]) -> Bytes:
    """Return start, parts and '*hh', the exclusive or of the parts."""
    body = np.hstack(parts)
    check = np.bitwise_xor.reduce(body, axis=1)
    star = [_same(b"*", len(body)), _HEX[check >> 4][:, None], _HEX[check & 15][:, None]]
    return np.hstack([_same(start, len(body)), body, *star])


def _tagged(parts: list[Bytes]) -> Bytes:
    summed = _summed(b"\\", parts)
    return np.hstack([summed, _same(b"\\", len(summed))])


def _woven(blocks: list[Block], n: int) -> Bytes:
    """Return the blocks' rows, put back into the chunk's order, as one run of bytes."""
    width = np.zeros(n, np.int64)
    for at, lines, _ in blocks:
        width[at] = lines.shape[1]
    start = np.concatenate([[0], np.cumsum(width)])
    out = np.empty(int(start[-1]), np.uint8)
    for at, lines, _ in blocks:
        out[start[at][:, None] + np.arange(lines.shape[1])] = lines
    return out
