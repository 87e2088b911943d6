"""`dark_ship`: a sensor saw a ship where none was sending."""

from dataclasses import dataclass

from .detail import Detail, Rows, described
from .kind import Kind, Pointer, Role
from .rival import Rival


@dataclass(frozen=True, slots=True, kw_only=True)
class DarkShipDetail(Detail):
    """A sighting that no transmitting ship explains."""

    sighting_id: str | None = described("id", "the sighting")
    sensor: str | None = described("kind", "what saw it: `sar`, `optical`, `crew`, ...")
    scene_id: str | None = described("id", "image or flight it belongs to")
    file_id: int | None = described("index", "file of sightings")
    line: int | None = described("line", "where it stands in that file")
    place: str | None = described("kind", "as for `sts`")
    port_km: float | None = described("km", "to the nearest port")
    hull_length_m: float | None = described("m", "claimed length of the hull named")
    length_m: float | None = described("m", "as measured")
    heading_deg: float | None = described("deg", "as measured")
    sigma_m: float | None = described("m", "1-sigma error of the position")
    away_h: float | None = described("h", "from the sighting to the named hull's nearest report")
    others_heard: float | None = described("count", "class A reports heard around within 6 h")
    p_match: float | None = described(
        "probability", "that it is the hull named; null where none is"
    )
    p_none: float | None = described("probability", "that it is no hull on AIS")
    p_extra: float | None = described(
        "probability",
        "the same, or of the sighting left over if it were one: of two detections beside one hull "
        "one is extra, whichever it is",
    )
    p_real: float | None = described(
        "probability",
        "that it is a ship and no clutter, given that it is no hull: size, and the sensor's own "
        "score",
    )
    p_must: float | None = described(
        "probability",
        "that a ship of her length owes a signal (SOLAS V/19.2.4: 300 GT on international "
        "voyages, taken as 45 m; cargo ships on others only from 500 GT)",
    )
    heard: float | None = described("0-1", "belief that she would have been heard")
    candidates: Rows | None = described(
        "list",
        "the three likeliest hulls within 30 km: `mmsi`, `hull`, `p`, `distance_m`, `why` it is "
        "not (or may be) the one",
    )


_SENSORS = {"sar": "radar satellite", "optical": "optical satellite", "crew": "a crew"}


def _sensor(detail: DarkShipDetail) -> str:
    return _SENSORS.get(detail.sensor or "", detail.sensor or "a sensor")


def _did(detail: DarkShipDetail, _: float) -> str:
    size = f", about {detail.length_m:.0f} m long," if detail.length_m else ""
    return f"was seen by {_sensor(detail)}{size} and sent no AIS"


def _pointers(detail: DarkShipDetail) -> tuple[Pointer, ...]:
    if detail.sighting_id is None:
        return ()
    words = [f"seen by {_sensor(detail)}"]
    if detail.scene_id is not None:
        words.append(f"scene {detail.scene_id}")
    if detail.length_m is not None:
        words.append(f"about {detail.length_m:.0f} m long")
    return (Pointer("sighting", detail.sighting_id, f"{', '.join(words)}; not weighed"),)


KIND = Kind(
    name="dark_ship",
    number=9,
    detail=DarkShipDetail,
    role=Role.SIGHTING,
    precedence=4,
    rests_on_absence=True,
    opens_alone=True,
    head="Ship seen without AIS",
    conduct="a ship that sent no AIS",
    gravity=0.45,
    rivals=(Rival.FISHING, Rival.POSITION_OR_CLONE),
    did=_did,
    pointers=_pointers,
)
