"""Where a position is, in a watch officer's words: "38 nm south-west of Cheju".

Method: the nearest ports of the World Port Index (`geo.ports`), a larger one preferred when it
is not much further; distance to the coast from `geo.coast`. Blind spot: port points are good to
1.9 km and coasts to 1 km, so distances are given rounded to nautical miles above 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..geo import coast, ports
from ..geo.places import Places
from ..geo.sphere import bearing_deg
from ..ids import flags
from ..units import M_PER_NM

_POINTS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_SMALL_FACTOR = 1.6  # a very small port must be this much closer to be named; own choice


@dataclass(frozen=True, slots=True)
class Where:
    """A position and what lies around it. `kind` is that of `geo.places.Places.kind`."""

    lat_deg: float
    lon_deg: float
    port: str
    port_country: str
    port_m: float
    point: str
    coast_m: float
    kind: str

    def phrase(self) -> str:
        """Return '38 nm south-west of Cheju (South Korea), 31 nm off the coast'."""
        country = "DPRK" if self.port_country == flags.DPRK else flags.name(self.port_country)
        tail = f" ({country})" if country else ""
        if self.port_m < M_PER_NM:
            return f"at {self.port}{tail}"
        off = f", {nm_text(self.coast_m)} off the coast" if np.isfinite(self.coast_m) else ""
        return f"{nm_text(self.port_m)} {self.point} of {self.port}{tail}{off}"

    def position(self) -> str:
        """Return the position in degrees and minutes: 33°06.2′N 125°54.0′E."""
        return f"{_dm(self.lat_deg, 'NS', 2)} {_dm(self.lon_deg, 'EW', 3)}"


def wheres(lat: Sequence[float], lon: Sequence[float], port_m: float) -> list[Where]:
    """Return one Where for each position; `port_m` is how far a port reaches."""
    if not lat:
        return []
    y, x = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
    row, metres = ports.nearest(y, x, k=6)
    frame = ports.ports()
    small = np.isin(frame["size"].to_numpy(), ("V", ""))[row]
    best = np.argmin(metres * np.where(small, _SMALL_FACTOR, 1.0), axis=1)
    at = np.arange(y.size)
    row, metres = row[at, best], metres[at, best]
    names, countries = frame["name"].to_list(), frame["country"].to_list()
    bearing = bearing_deg(frame["lat_deg"].to_numpy()[row], frame["lon_deg"].to_numpy()[row], y, x)
    off = coast.distance_to_coast_m(y, x)
    kind = Places().kind(y, x, port_m=port_m)
    return [
        Where(
            float(y[i]), float(x[i]), names[row[i]], countries[row[i]] or "", float(metres[i]),
            _POINTS[round(float(bearing[i]) / 45.0) % 8], float(off[i]), str(kind[i]),
        )
        for i in at
    ]  # fmt: skip


def nm_text(metres: float) -> str:
    """Return a distance in nautical miles: one decimal below 5, none above."""
    nm = metres / M_PER_NM
    return f"{nm:.1f} nm" if nm < 5 else f"{nm:.0f} nm"


def _dm(value: float, letters: str, width: int) -> str:
    tenths = round(abs(value) * 600)
    degrees, minutes = divmod(tenths, 600)
    letter = letters[0] if value >= 0 else letters[1]
    return f"{degrees:0{width}d}°{minutes / 10:04.1f}′{letter}"
