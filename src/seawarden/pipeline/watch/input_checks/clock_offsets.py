"""Receivers whose clocks differ by a constant number of half hours: one of them is in local time.

Two receivers that hear one transmission write down the same position of the same ship. Method: of
each file the first reports of moving ships are kept, by MMSI and position; a position that stands
once in each of two files gives a difference in time. When 10 and more do, and 8 of 10 of them are
the same whole number of half hours, not 0, within 2 minutes, that is named (own choice: every
time zone in use is a multiple of a quarter hour, all but three of a half). Nothing is changed:
the user knows which clock is right, and gives `--time-zone`. Blind spot: receivers that hear no
transmission in common.
"""

from dataclasses import dataclass, field

import polars as pl

_KEPT = 50_000  # reports a file
_FILES = 40  # compared with each other
_PAIRS, _SHARE = 10, 0.8
_HALF_H_MS, _TOLERANCE_MS = 30 * 60_000, 2 * 60_000
_AT = ("mmsi", "lat_aisu", "lon_aisu")


@dataclass(slots=True)
class Clocks:
    """What is kept of each file to compare its clock with the others'."""

    kept: dict[int, list[pl.DataFrame]] = field(default_factory=dict)

    def add(self, file_id: int, reports: pl.DataFrame) -> None:
        """Keep the first reports of moving ships of a file."""
        if file_id not in self.kept and len(self.kept) >= _FILES:
            return
        parts = self.kept.setdefault(file_id, [])
        room = _KEPT - sum(part.height for part in parts)
        if room > 0:
            moving = reports.filter(pl.col("sog_kn") > 0.3).head(room)
            parts.append(moving.select(*_AT, pl.col("time_utc").to_physical().alias("ms")))

    def take(self, file_id: int, kept: pl.DataFrame) -> None:
        """Take what another process kept of a file."""
        if len(self.kept) < _FILES:
            self.kept[file_id] = [kept]

    def notes(self, places: list[str]) -> list[tuple[str, str]]:
        """Return (place, note) for each file whose clock differs from an earlier file's."""
        files = {i: _unique(pl.concat(parts)) for i, parts in self.kept.items() if parts}
        out: list[tuple[str, str]] = []
        ids = sorted(files)
        for n, i in enumerate(ids):
            for j in ids[:n]:
                found = _offset(files[j], files[i])
                if found is not None:
                    hours, pairs = found
                    word = "ahead of" if hours > 0 else "behind"
                    out.append((places[i], (
                        f"its times are {abs(hours):g} h {word} those of {places[j]} "
                        f"({pairs} equal positions): one of the two is in local time; say which, "
                        f"e.g. --time-zone '{places[i].rsplit('/', 1)[-1]}={_zone(hours)}'"
                    )))  # fmt: skip
                    break
        return out


def _unique(reports: pl.DataFrame) -> pl.DataFrame:
    return reports.unique(_AT, keep="none")


def _offset(a: pl.DataFrame, b: pl.DataFrame) -> tuple[float, int] | None:
    """Return (hours that `b` is ahead of `a`, from how many positions), or None."""
    both = a.join(b, on=_AT, suffix="_b")
    if both.height < _PAIRS:
        return None
    away = both["ms_b"] - both["ms"]
    steps = (away / _HALF_H_MS).round()
    step = steps.mode().min()
    same = (steps == step) & ((away - steps * _HALF_H_MS).abs() <= _TOLERANCE_MS)
    if step == 0 or same.sum() < _SHARE * both.height:
        return None
    return float(step) / 2, int(same.sum())  # type: ignore[arg-type]


def _zone(hours: float) -> str:
    minutes = round(abs(hours) * 60)
    return f"{'+' if hours > 0 else '-'}{minutes // 60:02d}:{minutes % 60:02d}"
