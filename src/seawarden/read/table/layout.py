"""What a table's columns mean: a `Layout`, the bridge between a file and the data dictionary."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .positions import points
from .times import Clock

NUMBERS = (
    "mmsi", "lat", "lon", "sog", "cog", "heading", "msg_type", "bow", "stern", "port", "starboard",
    "length", "width", "draught", "millisecond",
)  # fmt: skip
"""Meanings whose cells are numbers in every layout."""

STATIC = (
    "imo", "name", "call_sign", "ship_type", "cargo", "bow", "stern", "port", "starboard",
    "length", "width", "draught", "destination",
)  # fmt: skip
"""Meanings that say who the ship is, not where."""

LETTERS = ("north_south", "east_west")
"""Columns of the letters N and S, E and W, that belong to unsigned degrees beside them."""

MEANINGS = (
    "time", "date", "millisecond", "mmsi", "seg_id", "lat", "lon", *LETTERS, "sog", "cog",
    "heading", "nav_status", "ais_class", "msg_type", "receiver", *STATIC,
)  # fmt: skip
"""Everything a column can mean."""


DEGREES, SEXAGESIMAL = "degrees", "degrees and minutes"
"""How positions are written: numbers; minutes or N, S, E, W; else one of `points.FORMS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which column means what, and how its cells are written.

    `columns` maps a meaning (`MEANINGS`) to the column's name in the file. `numbers` names the
    meanings whose cells are numbers here, beyond `NUMBERS`. `factors` turns the numbers of a
    meaning into knots, degrees or metres. `coordinates` is how latitude and longitude are
    written; `with_units` names the meanings whose cells hold a unit behind the
    number. `receiver` is the feed that heard everything in the file, where the file has no
    column for it. `notes` says what was decided that a reader of the run should know, `unused`
    which columns mean nothing here.
    """

    format: str
    columns: Mapping[str, str]
    clock: Clock
    numbers: frozenset[str] = frozenset()
    draught_unit_m: float = 1.0
    receiver: str | None = None
    notes: tuple[str, ...] = field(default=())
    factors: Mapping[str, float] = field(default_factory=dict)
    coordinates: str = DEGREES
    unused: tuple[str, ...] = ()
    with_units: frozenset[str] = frozenset()

    @property
    def has_points(self) -> bool:
        """Tell whether latitude and longitude stand in one cell."""
        return self.coordinates in points.FORMS

    def is_number(self, meaning: str) -> bool:
        """Tell whether the cells of `meaning` are numbers in this layout."""
        if meaning in ("lat", "lon") and self.coordinates != DEGREES:
            return False
        return meaning in NUMBERS or meaning in self.numbers

    def named(self, format: str) -> "Layout":
        """Return this layout under another format's name."""
        return replace(self, format=format)
