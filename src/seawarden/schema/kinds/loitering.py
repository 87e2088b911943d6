"""`loitering`: a ship drifts or waits where ships do not stop."""

from dataclasses import dataclass

from .detail import Detail, described
from .kind import Kind, Role
from .rival import Rival


@dataclass(frozen=True, slots=True, kw_only=True)
class LoiteringDetail(Detail):
    """A stay at sea."""

    motion: str | None = described(
        "kind", "`anchored` (spread at most 350 m, mostly stopped), `drifting`, `slow steaming`"
    )
    place: str | None = described("kind", "`open sea` or `inshore`")
    kind: str | None = described("kind", "what the ship is for, from its AIS type")
    port_km: float | None = described("km", "to the nearest port")
    hours: float | None = described("h", "length of the stay")
    stopped_h: float | None = described("h", "of it at 0.5 kn or less")
    mean_sog_kn: float | None = described("kn", "mean speed")
    spread_m: float | None = described("m", "root mean square distance to the mean position")
    longest_silence_h: float | None = described("h", "longest interval between reports")
    n_reports: int | None = described("count", "reports in the stay")
    inferred: str | None = described(
        "text", "how it was inferred, where one silence makes up nearly all of it; else null"
    )


_MOTION = {
    "anchored": "lay at anchor",
    "drifting": "drifted",
    "slow steaming": "steamed slowly",
}


def _did(detail: LoiteringDetail, hours: float) -> str:
    what = f"{_MOTION.get(detail.motion or '', 'drifted or idled')} for {hours:.1f} h"
    return f"may have stayed: {detail.inferred}" if detail.inferred else what


KIND = Kind(
    name="loitering",
    number=4,
    detail_version=2,  # `inferred`
    detail=LoiteringDetail,
    role=Role.IDLING,
    precedence=5,
    opens_alone=False,
    head="Loitering",
    conduct="loitering",
    gravity=0.4,
    rivals=(
        Rival.BERTH,
        Rival.ANCHORAGE,
        Rival.FISHING,
        Rival.WEATHER,
        Rival.POSITION_OR_CLONE,
    ),
    did=_did,
)
