"""`identity`: one identity on several ships, one ship under several, claims that do not hold."""

from dataclasses import dataclass

from .detail import Detail, Rows, described
from .kind import Kind, Role
from .rival import Rival


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityDetail(Detail):
    """What was found on one hull, or on two."""

    pattern: str | None = described("kind", "the strongest finding, as above")
    explanation: str | None = described("text", "the strongest finding, in one sentence")
    findings: Rows | None = described(
        "list", "every finding: `{pattern, probability, explanation}`"
    )
    claims: Rows | None = described(
        "list",
        "the claim history: `{mmsi, from_utc, to_utc, imo, name, call_sign, ship_type, size_m, "
        "n_statics}`, first and last six a hull",
    )
    claims_total: int | None = described("count", "rows of the full history")
    distance_km: float | None = described("km", "of two hulls: how far apart")
    wait_h: float | None = described("h", "of two hulls: silence between them")
    turns: int | None = described("count", "of a shared MMSI: turns taken")
    n_hulls: int | None = described("count", "of a shared MMSI: hulls under it")


_PATTERNS = {
    "shared_mmsi": "one MMSI on several hulls",
    "handover": "another MMSI takes over",
    "one_imo": "one IMO number under two MMSIs",
    "reflagged": "one MMSI after another",
    "two_identities": "two identities in turn",
    "imo_changed": "two IMO numbers",
    "back_and_forth": "a name comes back",
    "resized": "another size",
    "renamed": "another name",
    "invalid_imo": "IMO number not valid",
    "unassigned_mmsi": "MMSI of no form that is issued",
    "no_country": "MMSI of no country",
    "gear": "fishing gear",
}


def _variant(detail: IdentityDetail) -> str | None:
    return _PATTERNS.get(detail.pattern or "")


def _did(detail: IdentityDetail, _: float) -> str:
    reason = detail.explanation or _variant(detail) or detail.pattern
    why = f" ({reason.rstrip('.')})" if reason else ""
    return f"gave an identity that does not hold{why}"


KIND = Kind(
    name="identity",
    number=8,
    detail=IdentityDetail,
    role=Role.DECEPTION,
    precedence=2,
    opens_alone=False,
    head="Identity in doubt",
    conduct="a false identity",
    gravity=0.55,
    rivals=(Rival.ENTRY_ERROR,),
    did=_did,
    variant=_variant,
)
