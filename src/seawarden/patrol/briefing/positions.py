"""Positions as crews read them."""


def position(lat: float, lon: float) -> str:
    """Return a position in degrees and tenths of minutes: 31 24.5N 124 55.0E."""
    out = []
    for value, letters, width in ((lat, "NS", 2), (lon, "EW", 3)):
        degrees, tenths = divmod(round(abs(value) * 600), 600)
        out.append(f"{degrees:0{width}d} {tenths / 10:04.1f}{letters[value < 0]}")
    return " ".join(out)
