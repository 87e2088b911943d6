"""`dark_sts`: two ships lay together while one, or both, did not send."""

from dataclasses import dataclass

from .detail import WeighedDetail, described
from .evidence_part import EvidencePart as P
from .kind import Kind, Role
from .rival import OF_A_MEETING


@dataclass(frozen=True, slots=True, kw_only=True)
class DarkStsDetail(WeighedDetail):
    """A stop of a visible ship, or two silences that fit together."""

    dark: str | None = described("kind", "`one side` or `both sides`")
    place: str | None = described("kind", "of the meeting, as for `sts`")
    port_km: float | None = described("km", "from the stop to the nearest port")
    hours: float | None = described("h", "length of the stop")
    mean_sog_kn: float | None = described("kn", "mean speed in the stop")
    draught_change_m: float | None = described(
        "m", "at sea, after less before; null if not claimed"
    )
    other_draught_change_m: float | None = described("m", "the same of the other ship")
    own_sightings: int | None = described("count", "sightings of the visible ship in the stop")
    p_beside: float | None = described("probability", "of a ship not sending beside her")
    length_ratio: float | None = described("ratio", "longest seen length over her claimed length")
    beside_m: float | None = described("m", "how far off the ship beside her")
    sighting_ids: tuple[str, ...] | None = described("list", "all sightings that were weighed")
    visible_partner_h: float | None = described("h", "longest time of a visible ship within 500 m")
    candidates: int | None = described("count", "silent ships that could have lain there")
    partner_p: float | None = described(
        "probability",
        "that the likeliest is the one, stops and silences being paired all at once (named from "
        "0.6)",
    )
    partner_score: float | None = described(
        "0-1",
        "of the best fit: root of the chance that the silence is deliberate, times how far a "
        "meeting here fits it",
    )
    window_h: float | None = described(
        "h", "time the best candidate (or both ships) could have lain there"
    )
    candidate_mmsi: int | None = described("MMSI", "the likeliest candidate, even if not named")
    slack_h: float | None = described("h", "longer slack of the two silences")
    fills: float | None = described("0-1", "share of the slack that the meeting fills")
    rivals: float | None = described("count", "other meetings that either could have had")
    deliberate: float | None = described(
        "probability", "that the first silence is deliberate (`gap`)"
    )
    other_deliberate: float | None = described("probability", "that the other silence is")
    log_odds: float | None = described("log odds", "sum of the weights of the parts")


KIND = Kind(
    name="dark_sts",
    number=3,
    detail_version=2,  # `visible_partner_h`, once `company_h`
    detail=DarkStsDetail,
    parts=(
        P.PRIOR,
        P.DRAUGHT,
        P.SIGHTINGS,
        P.SILENT_SHIP,
        P.PASSAGE,
        P.DURATION,
        P.PLACE,
        P.KIND,
        P.VISIBLE_PARTNER,
        P.DELIBERATE,
        P.FILLS,
        P.RIVALS,
        P.TOWARD,
    ),
    role=Role.MEETING,
    precedence=1,
    rests_on_absence=True,
    opens_alone=True,
    head="Transfer in the dark",
    conduct="a ship-to-ship transfer",
    gravity=1.0,
    transfer_share=0.9,
    rivals=OF_A_MEETING,
    did=lambda _, hours: f"may have met another ship within {hours:.1f} h",
)
