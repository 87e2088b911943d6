"""From the NMEA kernels' columns to the tables of a `Batch`."""

from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from ...schema import REJECTS, REPORTS, STATICS, TIME
from ..batch import Batch
from . import state as s
from .state import Ints, Out, State

REASONS = {
    s.CHECKSUM: "checksum",
    s.NO_CHECKSUM: "no checksum",
    s.TAG_CHECKSUM: "tag block checksum",
    s.SENTENCE: "sentence",
    s.EMPTY: "empty payload",
    s.CHARACTER: "payload character",
    s.SHORT: "too short",
    s.INCOMPLETE: "multipart incomplete",
    s.MMSI: "mmsi out of range",
    s.NO_POSITION: "no position",
    s.LATITUDE: "latitude out of range",
    s.LONGITUDE: "longitude out of range",
    s.NO_TIME: "no time",
    s.LONG_LINE: "line too long",
    s.UNKNOWN: "unknown type",
}
"""The kernels' reasons as they stand in `REJECTS.reason`."""

_SIGNED = 1 << 40  # the kernels add it to a value that can be negative


def batch(out: Out, state: State, file_id: int) -> Batch:
    """Return what one block yielded; the arrays of `out` are not kept."""
    n_reports, n_rejects, n_other = (int(out.n[i]) for i in (s.N_REP, s.N_REJ, s.N_OTHER))
    n_statics = int(out.n[s.N_STA_COUNTED])
    return Batch(
        reports=_reports(out, state, file_id),
        statics=_statics(out, file_id),
        rejects=_rejects(out, file_id),
        lines=n_reports + n_statics + n_other + n_rejects,
        n_reports=n_reports,
        n_statics=n_statics,
        n_other=n_other,
        n_rejects=n_rejects,
    )


def _column(values: Ints, dtype: Any, null: int | None = None) -> pl.Series:
    """Return a column of integers; `null` is the value that stands for it."""
    series = pl.Series(values)
    if null is not None:
        series = series.set(pl.Series(values == null), None)
    return series.cast(dtype)


def _measure(values: Ints, unit: float) -> pl.Series:
    """Return a column of Float32, `unit` values in one; a value below 0 stands for null."""
    scaled = values.astype(np.float32) / np.float32(unit)
    scaled[values < 0] = np.nan
    return pl.Series(scaled, nan_to_null=True)


def _reports(out: Out, state: State, file_id: int) -> pl.DataFrame:
    n = int(out.n[s.N_REP])
    if n == 0:
        return REPORTS.empty()
    rep = out.rep[:, :n]
    return pl.DataFrame(
        {
            "time_utc": pl.Series(rep[s.R_MS]).cast(TIME),
            "mmsi": _column(rep[s.R_MMSI], pl.UInt32),
            "lat_aisu": _column(rep[s.R_LAT], pl.Int32),
            "lon_aisu": _column(rep[s.R_LON], pl.Int32),
            "sog_kn": _measure(rep[s.R_SOG], 10.0),
            "cog_deg": _measure(rep[s.R_COG], 10.0),
            "heading_deg": _measure(rep[s.R_HEADING], 1.0),
            "nav_status": _column(rep[s.R_STATUS], pl.UInt8, -1),
            "ais_class": _column(rep[s.R_CLASS], pl.UInt8),
            "msg_type": _column(rep[s.R_TYPE], pl.UInt8),
            "receiver": _receivers(rep[s.R_WHO], state),
            "file_id": _file(file_id, n),
            "line": _column(rep[s.R_LINE], pl.UInt32),
        }
    )


def _statics(out: Out, file_id: int) -> pl.DataFrame:
    n = int(out.n[s.N_STA])
    if n == 0:
        return STATICS.empty()
    sta = out.sta[:, :n]
    return pl.DataFrame(
        {
            "time_utc": pl.Series(sta[s.S_MS]).cast(TIME),
            "mmsi": _column(sta[s.S_MMSI], pl.UInt32),
            "imo": _column(sta[s.S_IMO], pl.UInt32, 0),
            "name": _text(out, s.NAME, sta[s.S_NAME_END]),
            "call_sign": _text(out, s.CALL, sta[s.S_CALL_END]),
            "ship_type": _column(sta[s.S_SHIP_TYPE], pl.UInt8, 0),
            "bow_m": _column(sta[s.S_BOW], pl.UInt16, -1),
            "stern_m": _column(sta[s.S_STERN], pl.UInt16, -1),
            "port_m": _column(sta[s.S_PORT], pl.UInt16, -1),
            "starboard_m": _column(sta[s.S_STARBOARD], pl.UInt16, -1),
            "draught_m": _measure(sta[s.S_DRAUGHT], 10.0),
            "destination": _text(out, s.DEST, sta[s.S_DEST_END]),
            "msg_type": _column(sta[s.S_TYPE], pl.UInt8),
            "file_id": _file(file_id, n),
            "line": _column(sta[s.S_LINE], pl.UInt32),
        }
    )


def _file(file_id: int, n: int) -> pl.Series:
    return pl.repeat(file_id, n, dtype=pl.UInt32, eager=True)


def _receivers(numbers: Ints, state: State) -> pl.Series:
    """Return the receivers' names for their numbers; 0 is null."""
    n_names = int(state.num[s.N_NAMES])
    known, codes = np.arange(n_names + 1), numbers
    if n_names > len(numbers):
        known, codes = np.unique(numbers, return_inverse=True)
    names: list[str | None] = []
    for number in known.tolist():
        if number == 0:
            names.append(None)
            continue
        start, length = (int(v) for v in state.names[number - 1, :2])
        names.append(state.arena[start : start + length].tobytes().decode("utf-8", "replace"))
    return pl.Series(names, dtype=pl.String).gather(pl.Series(codes))


def _text(out: Out, which: int, ends: Ints) -> pl.Series:
    """Return a column of six-bit texts; an empty one is null."""
    offsets = np.zeros(len(ends) + 1, np.int64)
    offsets[1:] = ends
    values = np.ascontiguousarray(out.text[which, : int(offsets[-1])])
    array = pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(values))
    series = pl.Series(pl.from_arrow(array))
    return series.set(series == "", None)


def _rejects(out: Out, file_id: int) -> pl.DataFrame:
    n = int(out.n[s.N_REJ])
    if n == 0:
        return REJECTS.empty()
    rej = out.rej[:, :n]
    ends = rej[s.J_TEXT_END].tolist()
    text = out.rej_text[: ends[-1]].tobytes()
    starts = [0, *ends[:-1]]
    reasons = rej[s.J_REASON].tolist()
    return pl.DataFrame(
        {
            "file_id": _file(file_id, n),
            "line": _column(rej[s.J_LINE], pl.UInt32),
            "reason": [REASONS[r] for r in reasons],
            "detail": [
                _detail(r, v) for r, v in zip(reasons, rej[s.J_VALUE].tolist(), strict=True)
            ],
            "text": [
                text[a:b].decode("utf-8", "replace") for a, b in zip(starts, ends, strict=True)
            ],
        },
        schema=REJECTS.schema,
    )


def _detail(reason: int, value: int) -> str:
    """Say what came and what was expected."""
    match reason:
        case s.CHECKSUM if value >= 0:
            return f"checksum is {value >> 8:02X}, the sentence gives {value & 255:02X}"
        case s.CHECKSUM:
            return "the checksum of the time sentence does not fit it; its time is not used"
        case s.NO_CHECKSUM:
            return "no '*hh' behind the sentence: it may be cut off"
        case s.TAG_CHECKSUM:
            return "the checksum of the tag block does not fit it: its time cannot be trusted"
        case s.SENTENCE:
            return "expected total (1-9), part, sequence id, channel, payload, fill bits (0-5)"
        case s.EMPTY:
            return "no payload, expected an AIS message"
        case s.CHARACTER:
            return f"character {chr(value)!r} in the payload, expected '0' to 'W' or '`' to 'w'"
        case s.SHORT:
            return f"{value} bits, too few for the message type"
        case s.INCOMPLETE:
            return f"{value >> 4} of {value & 15} sentences came"
        case s.MMSI:
            return f"MMSI {value}, expected 1 to 999999999"
        case s.NO_POSITION:
            return "the sender gives no position (latitude 91 or longitude 181)"
        case s.LATITUDE:
            return f"latitude {(value - _SIGNED) / 600_000:.4f}, expected -90 to 90"
        case s.LONGITUDE:
            return f"longitude {(value - _SIGNED) / 600_000:.4f}, expected -180 to 180"
        case s.NO_TIME:
            return (
                f"no time within {s.BACK_DATE} lines after the sentence"
                f" or {s.CARRY} lines before it"
            )
        case s.LONG_LINE:
            return f"more than {s.MAX_LINE} bytes in one line"
        case _:
            return f"message type {value}, expected 1 to 28"
