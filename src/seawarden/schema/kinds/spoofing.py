"""`spoofing`: positions that cannot be true, of a ship or of an area."""

from dataclasses import dataclass

from .detail import WeighedDetail, described
from .evidence_part import EvidencePart as P
from .kind import Kind, Pointer, Role
from .rival import Rival


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoofingDetail(WeighedDetail):
    """A false position: a jump, a circle, a place inland, or many ships at one place."""

    pattern: str | None = described("kind", "as above")
    explanation: str | None = described("text", "one sentence")
    false_hull: int | None = described("id", "hull under which the false positions lie")
    jump_km: float | None = described("km", "of the jump there")
    implied_speed_kn: float | None = described("kn", "the faster of the jumps there and back")
    is_one_way: bool | None = described("", "never undone")
    n_reports: int | None = described("count", "sent at the false place")
    expected_reports: float | None = described("count", "due from the true place meanwhile")
    one_sender: float | None = described("probability", "that one transmitter sent both")
    mixing: float | None = described("ratio", "turns taken over those of two independent senders")
    sog_kn: float | None = described("kn", "mean speed sent meanwhile")
    offset_nm: float | None = described("nm", "of an offset")
    replayed_from_h_earlier: float | None = described("h", "of a replay")
    from_lat_deg: float | None = described("deg", "last position before the jump")
    from_lon_deg: float | None = described("deg", "last position before the jump")
    heard_by: str | None = described("kind", "who heard the false positions")
    radius_m: float | None = described("m", "of a circle")
    residual_share: float | None = described(
        "ratio", "of a circle: how far off it beyond position noise, over the radius"
    )
    rounds: float | None = described("count", "of a circle: speed times time over its length")
    points: int | None = described("count", "of a circle: positions on it")
    turn_deg: float | None = described("deg", "of a circle: net turn")
    kind: str | None = described("kind", "what the ship is for, from its AIS type")
    others: int | None = described("count", "other ships inland near there")
    port_km: float | None = described("km", "nearest port")
    ships: int | None = described("count", "of an area: the ships")
    mmsis: tuple[int, ...] | None = described("list", "of an area: their MMSIs")
    radius_nm: float | None = described("nm", "of an area: how far they lay around its middle")
    shown_lat_deg: float | None = described("deg", "of an area: where they were shown")
    shown_lon_deg: float | None = described("deg", "of an area: where they were shown")

    @property
    def is_of_area(self) -> bool:
        """Whether it is the area's or a receiver's, and no ship's deed."""
        return self.pattern in ("interference", "receiver")


_PATTERNS = {
    "teleport": "far from her track",
    "offset": "track shifted",
    "replay": "an old track again",
    "circle": "going in circles",
    "on_land": "on land",
    "interference": "many ships disturbed",
    "receiver": "many ships disturbed",
}


def _variant(detail: SpoofingDetail) -> str | None:
    return _PATTERNS.get(detail.pattern or "")


def _did(detail: SpoofingDetail, _: float) -> str:
    reason = detail.explanation or _variant(detail) or detail.pattern
    why = f" ({reason.rstrip('.')})" if reason else ""
    return f"sent positions that cannot be true{why}"


def _pointers(detail: SpoofingDetail) -> tuple[Pointer, ...]:
    if detail.false_hull is None:
        return ()
    many = f"the {detail.n_reports} reports" if detail.n_reports else "the reports"
    words = f"{many} of the false positions stand apart as hull {detail.false_hull}; not weighed"
    return (Pointer("false positions", str(detail.false_hull), words),)


KIND = Kind(
    name="spoofing",
    number=7,
    detail=SpoofingDetail,
    parts=(
        P.SHIPS,
        P.RECEIVERS,
        P.ONE_TRANSMITTER,
        P.RETURN,
        P.LENGTH,
        P.RECEIVER,
        P.PATTERN,
        P.CIRCLE,
        P.INLAND,
    ),
    role=Role.DECEPTION,
    precedence=3,
    opens_alone=True,
    head="False position",
    conduct="a false position",
    gravity=0.55,
    rivals=(Rival.INTERFERENCE, Rival.POSITION_OR_CLONE),
    did=_did,
    variant=_variant,
    pointers=_pointers,
)
