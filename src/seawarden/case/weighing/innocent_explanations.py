"""The innocent explanations, each tested against the case and printed with its result.

Results: 'ruled out' and 'unlikely' weigh nothing; 'possible' halves the odds and 'likely'
divides them by seven (our judgement, `LOG_ODDS`); 'not tested' says which data were missing. A
rival that the detector has tested itself is printed with its result but weighs nothing here,
or it would count twice.
"""

from collections.abc import Callable

from ...schema.kinds.dark_sts import DarkStsDetail
from ...schema.kinds.encounter import EncounterDetail
from ...schema.kinds.gap import GapDetail
from ...schema.kinds.kind import Role
from ...schema.kinds.rival import Rival
from ...schema.kinds.sts import StsDetail
from ..finding import Finding
from ..place import nm_text
from ..scene import Part, Scene

LOG_ODDS = {"likely": -2.0, "possible": -0.7, "unlikely": 0.0, "ruled out": 0.0, "not tested": 0.0}
"""What each result adds to the log-odds of the case."""

_SERVICE = frozenset((31, 32, 50, 51, 52, 53, 54))
_TOWING = frozenset((31, 32, 52))
_FISHING = 30
_TANKER = range(80, 90)


Test = Callable[[Scene], tuple[str, str]]
"""Returns the result and the reason in words."""


def tested(scene: Scene) -> list[Part]:
    """Return one Part for each rival that can explain this kind of case, in fixed order."""
    out = []
    for name in scene.draft.about.rivals:
        result, detail = _TESTS[name](scene)
        out.append(Part(name, result, LOG_ODDS[result], detail, _rows(scene), result))
    return out


def _berth(scene: Scene) -> tuple[str, str]:
    lead, where = scene.draft.lead, scene.where
    visits = [f for f in scene.around(Role.PORT_CALL) if lead and f.apart_h(lead) == 0]
    if visits:
        return "likely", f"a port visit covers the time; {where.phrase()}"
    if where.kind == "port":
        return "possible", f"inside {nm_text(scene.params.port_m)} of a port: {where.phrase()}"
    if where.coast_m <= scene.params.coast_m:
        return "possible", f"{nm_text(where.coast_m)} off the coast, close enough for a berth"
    return "ruled out", f"no port within reach: {where.phrase()}"


def _anchorage(scene: Scene) -> tuple[str, str]:
    lead, where = scene.draft.lead, scene.where
    if lead and lead.place == "anchorage":
        return "possible", "inside an anchorage learnt from the data; neighbours swing at anchor"
    if where.kind in ("port", "inshore"):
        return "possible", f"roads and waiting places lie so close to the coast: {where.phrase()}"
    apart = scene.gap_m
    if apart is not None and apart > scene.params.alongside_m * 2:
        return "possible", f"{apart:.0f} m apart at the middle, as anchored neighbours swing"
    return "unlikely", "no anchorage is known at this place"


def _bunkering(scene: Scene) -> tuple[str, str]:
    tankers = [s for s in scene.sides if s.ship_type in _TANKER]
    sheltered = scene.where.kind in ("port", "inshore")
    barge = [s for s in tankers if s.length_m and s.length_m <= scene.params.barge_m]
    if barge and sheltered:
        return (
            "likely",
            f"a tanker of {barge[0].length_m} m close to the coast is a bunker barge's size",
        )
    if tankers and len(tankers) < len(scene.sides) and scene.all_types_known:
        return "possible", "a tanker beside a ship of another type may be taking or giving fuel"
    if not scene.all_types_known:
        return "not tested", "a ship's type was not heard"
    return "ruled out", "no tanker beside a ship of another type"


def _pilot_or_tug(scene: Scene) -> tuple[str, str]:
    service = [t for t in scene.types if t in _SERVICE]
    if service:
        return "likely", "a side says that it is a pilot, tug, tender or service craft"
    if scene.all_types_known:
        return "ruled out", "neither side says that it is a service craft"
    lead = scene.draft.lead
    if lead and lead.observed_h + lead.inferred_h >= scene.params.probable_h:
        return "unlikely", f"{lead.duration_h:.1f} h is longer than a pilot or tug stays"
    return "not tested", "a ship's type was not heard"


def _fishing(scene: Scene) -> tuple[str, str]:
    fishing = scene.types.count(_FISHING)
    if fishing and fishing == len(scene.sides):
        return "likely", "each side says that it is a fishing vessel"
    if fishing:
        return "possible", "one side says that it is a fishing vessel"
    if scene.all_types_known:
        return "ruled out", "no side says that it is a fishing vessel"
    return "not tested", "a ship's type was not heard"


def _towing(scene: Scene) -> tuple[str, str]:
    lead = scene.draft.lead
    speed = _speed_kn(lead) if lead else None
    if any(t in _TOWING for t in scene.types):
        return "likely", "a side says that it tows"
    if lead and isinstance(lead.detail, StsDetail):
        return "ruled out", "the detector asks for 3 kn or less"
    if speed is None:
        return "not tested", "no speed was heard"
    if speed > 3.0:
        return "likely", f"{speed:.1f} kn is a towing or convoy speed"
    return "ruled out", f"{speed:.1f} kn is no towing or convoy speed"


def _speed_kn(lead: Finding) -> float | None:
    if isinstance(lead.detail, EncounterDetail):
        return lead.detail.median_sog_kn
    return lead.detail.mean_sog_kn if isinstance(lead.detail, DarkStsDetail) else None


def _reception(scene: Scene) -> tuple[str, str]:
    lead = scene.draft.lead
    if lead is None:
        return "not tested", "no time is concerned"
    if isinstance(lead.detail, GapDetail):
        return _gap_reception(lead.detail)
    hours = lead.observed_h + lead.inferred_h
    share = lead.inferred_h / hours if hours > 0 else 1.0
    if share > scene.params.max_inferred_share:
        return "possible", f"{lead.inferred_h:.1f} of {hours:.1f} h are inferred across silence"
    if share > 0.2:
        return "unlikely", f"{lead.inferred_h:.1f} of {hours:.1f} h are inferred across silence"
    return "ruled out", f"{lead.observed_h:.1f} of {hours:.1f} h were heard"


def _gap_reception(gap: GapDetail) -> tuple[str, str]:
    chance, expected = gap.chance_by_reception, gap.expected_reports
    if chance is not None:
        word = "ruled out" if chance < 0.05 else "unlikely" if chance < 0.3 else "possible"
        return word, f"so long a silence has probability {chance:.2f} from reception alone"
    if expected is not None:
        word = "unlikely" if expected >= 3 else "possible"
        return word, f"{expected:.0f} reports were to be expected there and then, none came"
    return "not tested", "the detector did not say what reception it expected"


def _weather(scene: Scene) -> tuple[str, str]:
    n = len({h for f in scene.adrift for h in f.hulls})
    if n >= scene.params.drifters:
        return "possible", f"{n} other ships were adrift within 50 nm at the time"
    return "unlikely", f"{n} other ships were adrift within 50 nm; no weather data are read"


def _position_or_clone(scene: Scene) -> tuple[str, str]:
    lead = scene.draft.lead
    odd = [f for f in scene.around(Role.DECEPTION) if lead and f.apart_h(lead) == 0]
    if odd:
        return "possible", f"{len(odd)} event(s) of false position or identity overlap it"
    if any("same MMSI" in doubt for ship in scene.sides for doubt in ship.doubts):
        return "possible", "two hulls used one of the MMSIs at the same time"
    return "unlikely", "no jump, clone or false position was found on the ships"


def _one_hull(scene: Scene) -> tuple[str, str]:
    """Two transponders on one hull are 'alongside' each other wherever it goes."""
    numbers = {s.imo for s in scene.sides if s.imo}
    names = {s.name for s in scene.sides if s.name}
    if len(numbers) > 1 or len(scene.sides) != 2:
        return "ruled out", "two IMO numbers, so two hulls"
    mmsis = [s.mmsi for s in scene.sides if s.mmsi is not None]
    is_one_place = scene.antenna_m is not None and scene.antenna_m <= scene.params.one_hull_m
    in_turn = len(mmsis) == 2 and abs(mmsis[0] - mmsis[1]) == 1
    if is_one_place and in_turn:
        return "likely", f"antennas {scene.antenna_m:.0f} m apart under MMSIs one after the other"
    if is_one_place and len(names) < 2:
        return (
            "possible",
            f"antennas {scene.antenna_m:.0f} m apart, and no two IMO numbers or names",
        )
    return "unlikely", "the antennas lie further apart or two names were given"


def _small_craft(scene: Scene) -> tuple[str, str]:
    """Typed-in MMSIs without IMO number or size are mostly fishing craft, tenders and gear."""
    odd = [s for s in scene.sides if s.hull is not None and s.is_unidentified and not s.length_m]
    if odd and len(odd) == len(scene.sides):
        return "likely", "no side gave an allotted MMSI, an IMO number or a size"
    if odd:
        return "possible", "a side gave no allotted MMSI, no IMO number and no size"
    return "ruled out", "each side gave an allotted MMSI, an IMO number or a size"


def _mistaken(scene: Scene) -> tuple[str, str]:
    if any(x.imo and x.imo == s.imo for s in scene.sides for x in s.matches()):
        return "unlikely", "the IMO number is the listed one; a crew can still type it in"
    if any(s.matches() for s in scene.sides):
        return "possible", "no IMO number ties the ship to the listing"
    return "likely", "name or flag only: several ships bear such a name"


def _entry_error(scene: Scene) -> tuple[str, str]:
    lead = scene.draft.lead
    if lead and lead.confidence >= scene.params.alone_call:
        return "unlikely", "the claims differ by more than one slip explains"
    return "possible", "a crew can mistype a number or a name"


def _area_interference(scene: Scene) -> tuple[str, str]:
    return "unlikely", "the detector gives it to the ship, not to the area or a receiver"


_TESTS: dict[Rival, Test] = {
    Rival.BERTH: _berth,
    Rival.ANCHORAGE: _anchorage,
    Rival.BUNKERING: _bunkering,
    Rival.PILOT_OR_TUG: _pilot_or_tug,
    Rival.FISHING: _fishing,
    Rival.TOWING: _towing,
    Rival.RECEPTION: _reception,
    Rival.WEATHER: _weather,
    Rival.POSITION_OR_CLONE: _position_or_clone,
    Rival.ONE_HULL: _one_hull,
    Rival.SMALL_CRAFT: _small_craft,
    Rival.NAMESAKE: _mistaken,
    Rival.ENTRY_ERROR: _entry_error,
    Rival.INTERFERENCE: _area_interference,
}


def _rows(scene: Scene) -> tuple[str, ...]:
    return (scene.draft.lead.event_id,) if scene.draft.lead else ()
