"""`encounter`: two ships near each other, slow, away from port."""

from dataclasses import dataclass

from .detail import Detail, described
from .kind import Kind, Role
from .rival import OF_A_MEETING


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterDetail(Detail):
    """Two ships within 500 m for two hours and more."""

    median_distance_m: float | None = described("m", "antenna to antenna, median")
    min_distance_m: float | None = described("m", "antenna to antenna, least")
    median_sog_kn: float | None = described("kn", "of the faster ship at each time")
    together_h: float | None = described(
        "h", "expected time within 500 m, each slot weighed by its position error"
    )
    place: str | None = described("kind", "as for `sts`")
    port_km: float | None = described("km", "to the nearest port of the World Port Index")
    slots: int | None = described(
        "count", "grid times at which both were seen or inferred near each other"
    )


KIND = Kind(
    name="encounter",
    number=1,
    detail=EncounterDetail,
    detail_version=2,  # `place`; the figure is that of a meeting, not of a transfer
    role=Role.MEETING,
    precedence=2,
    opens_alone=False,
    head="Encounter",
    conduct="a meeting",
    gravity=0.85,
    transfer_share=0.4,
    rivals=OF_A_MEETING,
    did=lambda _, hours: f"lay near another ship for {hours:.1f} h",
)
