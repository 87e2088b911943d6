"""Was an event's conduct real? Asked of the true tracks and the rows of truth, kind by kind.

    encounter   the two were truly within 500 m for 2 h in all, at a median below 2 kn
    sts         the two truly made a transfer at some time of it
    loitering   a merchant ship truly drifted: mean speed 2 kn or less over 4 h and more, and not
                held by an anchor or a berth (within 400 m of her mean place throughout)
    port_visit  she truly lay still for half an hour within 15 km of the place
    gap         she was switched off for at least half of it, or went on under another name
    dark_sts    a ship named took part in a transfer with a dark side, both if two are named
    spoofing, identity   as in `deceit`
    dark_ship   a ship that was switched off was seen there: in that sighting or, where several
                lie together and one is left over, in one within 500 m of it

The two ships of hard case 6 fall silent together without intent: nobody can tell from AIS, so
their gaps are not asked about (null).
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seawarden.geo.sphere import distance_m

from .deceit import _fits as fits_deceit
from .run import World

Floats = NDArray[np.float64]
_TRADE = ("tanker", "bulk", "general", "container", "barge")
_BESIDE_M = 500.0
_STEP_H = 1.0 / 12.0  # tracks_truth has a row every five minutes


class _Tracks:
    """The true tracks by MMSI; one that two ships share has two."""

    def __init__(self, tracks: pl.DataFrame) -> None:
        self._by: dict[int, list[dict[str, Floats]]] = {}
        for part in tracks.partition_by("ship", maintain_order=True):
            columns = {
                "t": part["time_utc"].dt.epoch("ms").to_numpy().astype(np.float64),
                **{c: part[c].cast(pl.Float64).to_numpy()
                   for c in ("lat_deg", "lon_deg", "sog_kn", "is_dark")},
                "trade": np.full(part.height, float(part["kind"][0] in _TRADE)),
            }  # fmt: skip
            self._by.setdefault(int(part["mmsi"][0]), []).append(columns)

    def of(self, mmsi: int | None, event: dict[str, Any]) -> list[dict[str, Floats]]:
        """Return the tracks under an MMSI, cut to the event's span."""
        low, high = (event[c].timestamp() * 1000 for c in ("start_utc", "end_utc"))
        out = []
        for track in self._by.get(mmsi or 0, []):
            inside = (track["t"] >= low) & (track["t"] <= high)
            out.append({name: values[inside] for name, values in track.items()})
        return out


def labelled(made: World, events: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return (`kind`, `confidence`, `raw`, `is_true`) of the events; null where undecidable."""
    events = made.found.events if events is None else events
    tracks = _Tracks(made.tracks)
    truth = made.truth.to_dicts()
    seen = _sightings(made)
    rows = [_true(e, tracks, truth, seen) for e in events.iter_rows(named=True)]
    raw = made.found.raw.select("event_id", raw="confidence")
    return (
        events.with_columns(is_true=pl.Series(rows, dtype=pl.Boolean))
        .join(raw, on="event_id", how="left", maintain_order="left")
        .select("kind", "confidence", "raw", "is_true", "event_id", "mmsi", "other_mmsi",
                "start_utc", "end_utc")
    )  # fmt: skip


def _true(  # noqa: PLR0911 -- one line a kind
    event: dict[str, Any], tracks: _Tracks, truth: list[dict[str, Any]],
    seen: dict[tuple[int, int], bool],
) -> bool | None:  # fmt: skip
    kind = event["kind"]
    if kind == "encounter":
        return _met(event, tracks)
    if kind == "loitering":
        return _loitered(event, tracks)
    if kind == "port_visit":
        return _lay(event, tracks)
    if kind == "gap":
        return _dark(event, tracks, truth)
    if kind in ("sts", "dark_sts"):
        return _transferred(event, truth)
    if kind == "dark_ship":
        return seen.get((round(event["lat_deg"] * 1e4), round(event["lon_deg"] * 1e4)))
    return any(fits_deceit(t, event) for t in truth if t["kind"] == kind)


def _met(event: dict[str, Any], tracks: _Tracks) -> bool:
    for one in tracks.of(event["mmsi"], event):
        for two in tracks.of(event["other_mmsi"], event):
            if one is two or one["t"].size != two["t"].size:
                continue
            away = distance_m(one["lat_deg"], one["lon_deg"], two["lat_deg"], two["lon_deg"])
            close = np.asarray(away) <= 500.0
            if close.sum() * _STEP_H < 2.0:
                continue
            if np.median(np.maximum(one["sog_kn"], two["sog_kn"])[close]) < 2.0:
                return True
    return False


def _loitered(event: dict[str, Any], tracks: _Tracks) -> bool:
    hours = (event["end_utc"] - event["start_utc"]).total_seconds() / 3600.0
    for t in tracks.of(event["mmsi"], event):
        if hours < 4.0 or not t["sog_kn"].size or t["sog_kn"].mean() > 2.0 or not t["trade"][0]:
            continue
        # The anchor's circle; across 180 degrees the mean is taken from the first place.
        east = (t["lon_deg"] - t["lon_deg"][0] + 180.0) % 360.0 - 180.0
        middle = t["lat_deg"].mean(), t["lon_deg"][0] + east.mean()
        away = np.asarray(distance_m(t["lat_deg"], t["lon_deg"], *middle))
        if np.quantile(away, 0.9) > 400.0:
            return True
    return False


def _lay(event: dict[str, Any], tracks: _Tracks) -> bool:
    for t in tracks.of(event["mmsi"], event):
        away = distance_m(t["lat_deg"], t["lon_deg"], event["lat_deg"], event["lon_deg"])
        still = (t["sog_kn"] < 0.5) & (np.asarray(away) < 15_000.0)
        if still.sum() * _STEP_H >= 0.5:
            return True
    return False


def _dark(event: dict[str, Any], tracks: _Tracks, truth: list[dict[str, Any]]) -> bool | None:
    for t in truth:
        mine = event["mmsi"] in (t["mmsi"], t["other_mmsi"])
        if not mine or not _overlap(event, t):
            continue
        if t["behaviour"] == "silent_pair":
            return None
        if t["behaviour"] == "identity_change":
            return True
    return any(
        t["is_dark"].size and t["is_dark"].mean() >= 0.5 for t in tracks.of(event["mmsi"], event)
    )


def _transferred(event: dict[str, Any], truth: list[dict[str, Any]]) -> bool:
    named = {event["mmsi"], event["other_mmsi"]} - {None}
    kinds = ("sts", "dark_sts") if event["kind"] == "sts" else ("dark_sts",)
    return any(
        t["kind"] in kinds and named <= {t["mmsi"], t["other_mmsi"]} and _overlap(event, t)
        for t in truth
    )


def _overlap(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return bool(a["start_utc"] < b["end_utc"] and b["start_utc"] < a["end_utc"])


def _sightings(made: World) -> dict[tuple[int, int], bool]:
    """Return for the place of each sighting whether a switched-off ship was seen there."""
    seen = made.found.tables["SIGHTINGS"].select("line", "time_utc", "lat_deg", "lon_deg").join(
        made.sightings_truth.select("line", "is_dark"), on="line"
    )  # fmt: skip
    out: dict[tuple[int, int], bool] = {}
    for _, scene in seen.group_by("time_utc"):
        lat, lon = scene["lat_deg"].to_numpy(), scene["lon_deg"].to_numpy()
        dark = scene["is_dark"].to_numpy()
        for y, x in zip(lat, lon, strict=True):
            close = np.asarray(distance_m(y, x, lat, lon)) <= _BESIDE_M
            out[round(y * 1e4), round(x * 1e4)] = bool((dark & close).any())
    return out
