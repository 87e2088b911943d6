"""Pictures of cases, of which those of unchanged cases are not drawn again.

A picture is kept (`store.kept`) under all that `report.picture.draw` looks at: times, place and
hulls of the case, the names of its ships, their reports that are shown, and the ids in the drawing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ....report.markup import Safe
from ....report.picture import Draw, Picture, Track, draw
from ....store.kept import Kept, key_of

_LOOKED_AT = ("start_utc", "end_utc", "lat_deg", "lon_deg", "hulls", "is_simulated")


def drawn_once(kept: Kept) -> Draw:
    """Return `draw` that takes from `kept` what it drew before and keeps what it draws."""

    def drawn(
        case: Mapping[str, Any], names: Sequence[str], tracks: Mapping[int, Track], *, key: str
    ) -> Picture:
        shown = [tracks[h] for h in case["hulls"] or () if h in tracks]
        about = [case[name] for name in _LOOKED_AT], [*names], key
        place = key_of("picture", about, [_sum(track) for track in shown])
        held = kept.arrays(place)
        if held is not None and {"svg", "alt"} <= set(held):
            svg, alt = (held[name].tobytes().decode() for name in ("svg", "alt"))
            return Picture(Safe(svg), alt)
        made = draw(case, names, tracks, key=key)
        texts = {"svg": str(made.svg), "alt": made.alt}
        kept.keep(place, {n: np.frombuffer(t.encode(), np.uint8) for n, t in texts.items()})
        return made

    return drawn


def _sum(track: Track) -> str:
    total = hashlib.sha256(str(track.hull).encode())
    for values in (track.t_s, track.lat_deg, track.lon_deg, track.sog_kn):
        total.update(np.ascontiguousarray(values).tobytes())
    return total.hexdigest()
