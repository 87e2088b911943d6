"""`sts`: two cargo ships alongside each other, as for moving cargo."""

from dataclasses import dataclass

from .detail import WeighedDetail, described
from .evidence_part import EvidencePart as P
from .kind import Kind, Role
from .rival import OF_A_MEETING


@dataclass(frozen=True, slots=True, kw_only=True)
class StsDetail(WeighedDetail):
    """Two ships that can carry cargo, hull to hull."""

    place: str | None = described(
        "kind", "`open sea`, `inshore` (within 3 km of a coast), `anchorage`, `port` (within 10 km)"
    )
    port_km: float | None = described("km", "to the nearest port of the World Port Index")
    crowd: int | None = described("count", "other hulls within 500 m of either for half the time")
    together_h: float | None = described(
        "h", "length of the stretch, holes between looks counted half"
    )
    outside_h: float | None = described("h", "time near each other within a day of the stretch")
    looks: float | None = described("count", "independent looks at the pair")
    median_gap_m: float | None = described(
        "m",
        "hull to hull, median; antenna distance less a typical reach where dimensions or heading "
        "are not known",
    )
    min_gap_m: float | None = described("m", "hull to hull, least")
    mean_place_gap_m: float | None = described("m", "hull to hull at the mean relative position")
    outside_gap_m: float | None = described("m", "hull to hull in `outside_h`")
    median_distance_m: float | None = described("m", "antenna to antenna, median")
    share_alongside: float | None = described(
        "0-1", "looks within 100 m hull to hull, weighed by position error"
    )
    share_aligned: float | None = described(
        "0-1", "looks within 20° of parallel or opposite; null without headings"
    )
    relative_kn: float | None = described("kn", "median relative speed")
    draught_change_m: float | None = described("m", "after less before; null if not claimed")
    other_draught_change_m: float | None = described("m", "the same of the other ship")
    before_km: float | None = described(
        "km", "how far the pair travelled together before; null where not both were heard"
    )
    after_km: float | None = described("km", "the same after")
    between: bool | None = described("", "a third hull lay between them")
    separated_by: str | None = described(
        "text", "what tells the purpose: type, draught, place, course; null: nothing does"
    )
    contact_log_odds: float | None = described("log odds", "of the contact, before calibration")
    at_tenth: float | None = described(
        "probability", "the confidence if transfers were a tenth as common as taken"
    )
    at_tenfold: float | None = described("probability", "the same at ten times as common")
    log_odds: float | None = described("log odds", "sum of the weights of the parts")


KIND = Kind(
    name="sts",
    number=2,
    detail_version=4,  # the part `cargo moved`
    detail=StsDetail,
    parts=(
        P.PRIOR,
        P.ALONGSIDE,
        P.UNDER_WAY,
        P.BETWEEN,
        P.PURPOSE,
        P.DURATION,
        P.SEEN,
        P.HEADING,
        P.MOTION,
        P.BESIDE,
        P.NEIGHBOURS,
        P.PLACE,
        P.CROWD,
        P.MOORED,
        P.TRADE,
        P.DRAUGHT,
        P.CARGO_MOVED,
        P.TWO_HULLS,
        P.IDENTITY,
    ),
    role=Role.MEETING,
    precedence=0,
    opens_alone=True,
    head="Ship-to-ship transfer",
    conduct="a ship-to-ship transfer",
    gravity=1.0,
    transfer_share=1.0,
    rivals=OF_A_MEETING,
    did=lambda _, hours: f"lay alongside another ship for {hours:.1f} h",
)
