"""Which airspace each flight crosses, as a table and as sentences."""

from collections.abc import Sequence

from ..airspace.crossings import crossings
from ..airspace.zones import Zone, prohibitions
from ..flights import Sortie
from .positions import position

COLUMNS = ("flight", "airspace", "enters", "at", "leaves", "inside", "source")


def airspace_table(sorties: Sequence[Sortie], zones: Sequence[Zone]) -> tuple[tuple[str, ...], ...]:
    """Return the rows, header first; empty when no flight crosses a zone that is held."""
    rows = [
        (
            sortie.task.sortie_id,
            crossed.zone.label,
            f"{crossed.enters_utc:%d %b %H:%MZ}",
            position(crossed.lat_deg, crossed.lon_deg),
            f"{crossed.leaves_utc:%d %b %H:%MZ}",
            f"{crossed.inside_h * 60:.0f} min",
            ("" if crossed.zone.is_official else "not official: ") + crossed.zone.source,
        )
        for sortie in sorties
        for crossed in crossings(sortie, zones)
    ]
    return (COLUMNS, *rows) if rows else ()


def airspace_notes(sorties: Sequence[Sortie], zones: Sequence[Zone]) -> list[str]:
    """Return a sentence for each zone that a State forbids and a flight enters all the same, and
    the remark of every zone crossed."""
    out = []
    seen: dict[str, Zone] = {}
    for sortie in sorties:
        for crossed in crossings(sortie, zones):
            seen[crossed.zone.code] = crossed.zone
            orders = [p for p in prohibitions() if p.zone == crossed.zone.code]
            day = crossed.enters_utc.date()
            if orders:
                forbidden = "; ".join(
                    f"{p.name} of {p.state} forbids it to {p.binds}"
                    for p in orders if p.starts <= day <= p.ends
                )  # fmt: skip
                out.append(
                    f"{sortie.task.sortie_id} ENTERS THE {crossed.zone.label.upper()} "
                    f"{crossed.enters_utc:%d %b %H:%MZ} at "
                    f"{position(crossed.lat_deg, crossed.lon_deg)}, for "
                    f"{crossed.inside_h * 60:.0f} min{': ' + forbidden if forbidden else ''}."
                )
    out += [f"{zone.label}: {zone.remark}." for zone in seen.values() if zone.remark]
    return out
