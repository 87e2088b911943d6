"""Units: the few factors that turn one of the field's units into another.

Sources: the international nautical mile (1852 m, exact, First International Extraordinary
Hydrographic Conference 1929); WGS 84 mean radius (2a + b) / 3; ITU-R M.1371 for the AIS unit
of position.
"""

M_PER_NM = 1852.0
"""Metres in an international nautical mile (exact)."""

MPS_PER_KN = M_PER_NM / 3600.0
"""Metres a second in one knot."""

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of WGS 84, (2a + b) / 3."""

M_PER_DEG_LAT = EARTH_RADIUS_M * 3.141592653589793 / 180.0
"""Metres in one degree of latitude on the mean sphere."""

AIS_UNITS_PER_DEG = 600_000
"""Positions in AIS are whole numbers of 1/10000 minute, that is 1/600000 degree."""

MS_PER_H = 3_600_000
"""Milliseconds in an hour."""

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""The year before the first of a Japanese era: Reiwa began in 2019, Heisei 1989, Showa 1926."""


def year_of_era(era: str, year: str) -> int:
    """Return the year of our era of a Japanese one's, '元' for its first. Raises KeyError."""
    return _ERAS[era] + (1 if year == "元" else int(year))
