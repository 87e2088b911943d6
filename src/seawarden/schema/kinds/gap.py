"""`gap`: a ship falls silent where it would have been heard."""

from dataclasses import dataclass

from .detail import Rows, WeighedDetail, described
from .evidence_part import EvidencePart as P
from .kind import Kind, Role
from .rival import Rival


@dataclass(frozen=True, slots=True, kw_only=True)
class GapDetail(WeighedDetail):
    """A silence against the reception expected."""

    duration_h: float | None = described("h", "of the silence")
    distance_m: float | None = described("m", "from the last position to the next; null while open")
    implied_speed_kn: float | None = described("kn", "made good meanwhile; null while open")
    expected_reports: float | None = described(
        "count", "reports that would have been heard, mean over her possible tracks"
    )
    chance_by_reception: float | None = described(
        "probability", "of hearing none of them by reception alone"
    )
    own_factor: float | None = described(
        "0-1", "her own strength: her interval, and her other silences of the days around"
    )
    hour_factor: float | None = described(
        "ratio", "how well the hours were heard, 1 as usual: receivers alive, satellites overhead"
    )
    port_km: float | None = described("km", "from the last position to the nearest port")
    dispersion: float | None = described(
        "shape", "of the negative binomial: small where the rate is not well known"
    )
    looks: float | None = described(
        "count", "independent looks at the rate of the places she passed"
    )
    others_heard: float | None = described(
        "count", "reports of others heard in her 1 deg blocks and hours"
    )
    mean_interval_s: float | None = described("s", "between her reports before")
    n_before_12h: int | None = described("count", "her reports in the 12 h before")
    start_lat_deg: float | None = described("deg", "last position before")
    start_lon_deg: float | None = described("deg", "last position before")
    end_lat_deg: float | None = described("deg", "first position after; null while open")
    end_lon_deg: float | None = described("deg", "first position after; null while open")
    start_sog_kn: float | None = described("kn", "speed before")
    start_cog_deg: float | None = described("deg", "course before")
    ports_in_reach: Rows | None = described(
        "list",
        "of calls: up to 6 ports she had time for, DPRK ports first: `name`, `country`, "
        "`is_dprk`, `distance_nm` from the last position; null below 0.5",
    )
    silent_in_reach: Rows | None = described(
        "list",
        "of calls: up to 5 other silences that are calls: `hull`, `overlap_h`, `distance_nm`; "
        "null below 0.5",
    )


KIND = Kind(
    name="gap",
    number=5,
    detail_version=2,  # the part `fell silent together`
    detail=GapDetail,
    parts=(P.PRIOR, P.RECEPTION, P.LENGTH, P.PLACE, P.OPEN, P.JUMP, P.TOGETHER),
    role=Role.SILENCE,
    precedence=0,
    rests_on_absence=True,
    opens_alone=True,
    head="Silence",
    conduct="deliberate silence",
    gravity=0.6,
    rivals=(Rival.RECEPTION, Rival.BERTH, Rival.FISHING, Rival.POSITION_OR_CLONE),
    did=lambda _, hours: f"sent no AIS for {hours:.1f} h",
    raised_by="a sighting during the silence, or a draught or name that differs after it",
)
