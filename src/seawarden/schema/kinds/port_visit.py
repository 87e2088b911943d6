"""`port_visit`: a ship stops in a port or anchorage."""

from dataclasses import dataclass

from .detail import Detail, described
from .kind import Kind, Role
from .rival import Rival


@dataclass(frozen=True, slots=True, kw_only=True)
class PortVisitDetail(Detail):
    """A visit, of one stay or several."""

    port_name: str | None = described("text", "World Port Index; null in an anchorage")
    port_number: int | None = described("id", "World Port Index number; null in an anchorage")
    port_country: str | None = described("ISO 3166 alpha-2", "of the port; null in an anchorage")
    port_locode: str | None = described("UN/LOCODE", "of the port; null where it has none")
    is_dprk_port: bool | None = described("", "the port is in the DPRK")
    is_anchorage: bool | None = described("", "learnt anchorage, not a port of the index")
    stop: str | None = described("kind", "`moored` (spread at most 60 m), `at anchor or shifting`")
    port_km: float | None = described("km", "from the port's point to the longest stop")
    stopped_h: float | None = described("h", "at 0.5 kn or less")
    spread_m: float | None = described("m", "of the longest stop, root mean square")
    longest_silence_h: float | None = described("h", "longest interval between reports")
    stays: int | None = described("count", "stays joined")
    n_reports: int | None = described("count", "reports in them")
    inferred: str | None = described(
        "text", "how it was inferred, where one silence makes up nearly all of it; else null"
    )


def _did(detail: PortVisitDetail, _: float) -> str:
    where = f"in port at {detail.port_name}" if detail.port_name else "in port"
    return f"may have lain {where}: {detail.inferred}" if detail.inferred else f"lay {where}"


KIND = Kind(
    name="port_visit",
    number=6,
    detail_version=2,  # `inferred`
    detail=PortVisitDetail,
    role=Role.PORT_CALL,
    precedence=1,
    opens_alone=False,
    head="Port visit",
    conduct="a port visit",
    gravity=0.75,
    rivals=(Rival.RECEPTION, Rival.POSITION_OR_CLONE),
    did=_did,
)
