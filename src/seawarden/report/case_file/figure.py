"""A photograph as the documents show it: its pixels and a caption of what may be said of it.

Method: the pixels come bare and bounded (`pipeline.case_file.photographs.bare`); the caption is
made from the fields that are there, so an edition says of a picture only what its fields say.

Blind spot: a place, a face or a name that can be seen in the pixels is shown with them.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

_WIDEST_MM, _HIGHEST_MM = 178.0, 115.0
"""The line of A4 less margins, and a height that leaves room for the caption."""
_PX_MM = 25.4 / 96  # a pixel of the web, CSS Values and Units: a small picture is not blown up


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (JPEG) with its caption; `width_px` and `height_px` are the JPEG's own."""

    jpeg: bytes
    name: str
    caption: str
    width_px: int
    height_px: int

    @property
    def width_mm(self) -> float:
        """How wide it stands on a page of A4."""
        scale = min(_PX_MM, _WIDEST_MM / self.width_px, _HIGHEST_MM / self.height_px)
        return self.width_px * scale


def figures(fields: Mapping[str, Any], pictures: Mapping[str, bytes]) -> list[Figure]:
    """Return the pictures by the name of the enclosed file, those first that a field tells of."""
    photographs = sorted(
        (int(m[1]), value) for name, value in fields.items()
        if (m := re.fullmatch(r"photograph\.(\d+)", name)) and value["file"] in pictures
    )  # fmt: skip
    named = {value["file"] for _, value in photographs}
    out = [
        _figure(pictures[value["file"]], f"Photograph {n}", _caption(value, fields))
        for n, value in photographs
    ]
    words = "what else is known of it is not shown here"
    silent = [jpeg for file, jpeg in pictures.items() if file not in named]
    return out + [_figure(j, "Photograph", [words]) for j in silent]


def _figure(jpeg: bytes, name: str, words: list[str]) -> Figure:
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        width_px, height_px = image.size
    shown = "Shown are its pixels alone, at most 1600 px on the long side"
    return Figure(jpeg, name, f"{name}: {'. '.join([*words, shown])}.", width_px, height_px)


def _caption(photo: Mapping[str, Any], fields: Mapping[str, Any]) -> list[str]:
    """Return who, when, where, by which sensor as far as stated, and the hash."""
    of = str(photo.get("sighting"))
    seen = fields.get(of) or {}
    out = [f"of {of.replace('.', ' ')}"]
    if seen.get("time_utc"):
        out[0] += f", {seen['time_utc']}"
    if seen.get("lat_deg") is not None and seen.get("lon_deg") is not None:
        lat, lon = seen["lat_deg"], seen["lon_deg"]
        out[0] += f", {abs(lat):.4f} {'NS'[lat < 0]} {abs(lon):.4f} {'EW'[lon < 0]}"
    if seen.get("sensor"):
        out.append(f"Sensor: {seen['sensor']}")
    wrote = [str(photo[k]) for k in ("taken", "camera_make", "camera") if photo.get(k)]
    if wrote:
        out.append(f"The camera wrote: {', '.join(wrote)}")
    c2pa = photo.get("c2pa")
    signer = c2pa.get("signed_by") if isinstance(c2pa, Mapping) else None
    out.append(
        f"Who took it: not stated; content credentials signed as {signer} ({c2pa['words']})"
        if signer and isinstance(c2pa, Mapping) else "Who took it: not stated"
    )  # fmt: skip
    return [*out, f"SHA-256 of the file as enclosed: {photo['sha256']}"]
