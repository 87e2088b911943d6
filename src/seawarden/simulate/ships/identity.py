"""Identities: MMSIs with the right MID, IMO numbers with a valid check digit, call signs, sizes.

MIDs: ITU table of maritime identification digits. IMO numbers: IMO resolution A.1117(30), the
last digit is the sum of the first six times 7 to 2. Invented numbers come from the top of the
seven-digit range, where few are issued; the tests hold them clear of every public list at hand.
"""

from dataclasses import dataclass

import numpy as np

from ...errors import UsageError
from ..ship import Claim, Hull
from . import names
from .designated import Designated

MIDS: dict[str, tuple[int, ...]] = {
    "CN": (412, 413, 414), "HK": (477,), "TW": (416,), "KR": (440, 441), "JP": (431, 432),
    "KP": (445,), "RU": (273,), "PA": (351, 352, 353, 354, 355, 370, 371, 372, 373),
    "LR": (636, 637), "MH": (538,), "SG": (563, 564, 565, 566), "VN": (574,), "KH": (514, 515),
    "TG": (671,), "SL": (667,), "KM": (620,), "KN": (341,), "BZ": (312,), "PW": (511,),
    "MN": (457,), "TZ": (677,),
}  # fmt: skip
"""MIDs by flag, for the flags of the scenario."""

_CALL_SIGN = {
    "CN": "B", "HK": "VR", "TW": "B", "KR": "D7", "JP": "7J", "KP": "HM", "RU": "UB", "PA": "3E",
    "LR": "D5", "MH": "V7", "SG": "9V", "VN": "3W", "KH": "XU", "TG": "5V", "SL": "9L",
    "KM": "D6", "KN": "V4", "BZ": "V3", "PW": "T8", "MN": "JU", "TZ": "5I",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Make:
    """What ships of a kind look like: ranges of length, beam ratio, speed; AIS type."""

    length_m: tuple[float, float]
    slender: float  # length over beam
    cruise_kn: tuple[float, float]
    ship_type: int
    flags: tuple[str, ...]
    antenna_aft: float  # share of the length ahead of the antenna


_OPEN = ("PA", "LR", "MH", "HK", "SG", "KR", "CN", "CN", "JP", "TW")
_COASTAL = ("CN", "CN", "CN", "KR", "KR", "JP", "RU", "PA", "KH", "SL", "TG", "MN")
MAKES: dict[str, _Make] = {
    "tanker": _Make((70, 183), 5.9, (10.0, 13.5), 80, _OPEN, 0.82),
    "large tanker": _Make((228, 333), 5.6, (12.0, 14.5), 80, ("PA", "LR", "MH", "HK", "SG"), 0.84),
    "bulk": _Make((90, 229), 6.4, (10.0, 13.5), 70, _OPEN, 0.84),
    "general": _Make((62, 138), 6.3, (8.5, 12.0), 70, _COASTAL, 0.82),
    "container": _Make((118, 330), 6.9, (13.0, 20.0), 71, _OPEN, 0.72),
    "fishing": _Make((22, 44), 4.4, (7.5, 10.0), 30, ("CN", "CN", "CN", "KR", "JP"), 0.4),
    "tug": _Make((24, 38), 2.9, (9.0, 12.0), 52, ("CN", "KR", "JP"), 0.4),
    "pilot": _Make((13, 20), 3.3, (13.0, 19.0), 50, ("CN", "KR", "JP"), 0.45),
    "passenger": _Make((85, 195), 6.8, (16.0, 22.0), 60, ("CN", "KR", "JP", "PA"), 0.3),
    "service": _Make((28, 88), 4.2, (8.5, 12.0), 90, ("CN", "KR", "JP"), 0.4),
    "barge": _Make((60, 108), 5.4, (7.0, 9.5), 80, ("CN", "KR", "JP"), 0.85),
}
"""The kinds of ship; figures are ordinary for these waters, own choice."""

TRADE = {"tanker": "t", "large tanker": "t", "bulk": "b", "general": "g", "container": "c",
         "passenger": "p", "fishing": "f"}  # fmt: skip


_ON_LISTS = {9953509, 9953511, 9953523, 9953535, 9953939, 9965580, 9969821, 9991679}
"""Numbers from this range that stand on public lists (OFAC, March 2026): never given out."""


def with_check_digit(six: int) -> int:
    """Return the IMO number whose first six digits are `six`."""
    weighted = zip(f"{six:06d}", range(7, 1, -1), strict=True)
    return six * 10 + sum(int(digit) * weight for digit, weight in weighted) % 10


class Registry:
    """Gives out identities, never the same twice. Depends on `rng` and the order of calls."""

    def __init__(self, rng: np.random.Generator, vessels: int) -> None:
        """Prepare enough IMO numbers for `vessels` ships."""
        self._taken: set[str] = set()
        self._mmsis: set[int] = set()
        size = max(4000, vessels * 2)
        if size > 400_000:
            raise UsageError(f"vessels: {vessels} came, expected at most 200000")
        numbers = (with_check_digit(999_999 - int(k)) for k in rng.permutation(size))
        self._imos = [number for number in numbers if number not in _ON_LISTS]

    def mmsi(self, rng: np.random.Generator, flag: str) -> int:
        """Return a new ship station MMSI of the flag."""
        mids = MIDS[flag]
        while True:
            number = mids[rng.integers(len(mids))] * 1_000_000 + int(rng.integers(100_000, 999_999))
            if number not in self._mmsis:
                self._mmsis.add(number)
                return number

    def name(self, rng: np.random.Generator, flag: str, kind: str) -> str:
        """Return a new name."""
        return names.name(rng, flag, kind, self._taken)

    def imo(self) -> int:
        """Return a new IMO number with a valid check digit."""
        return self._imos.pop()

    def call_sign(self, rng: np.random.Generator, flag: str) -> str:
        """Return a call sign with the flag's prefix."""
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
        prefix = _CALL_SIGN[flag]
        tail = "".join(letters[i] for i in rng.integers(len(letters), size=4 - len(prefix)))
        return f"{prefix}{tail}{rng.integers(1, 9)}"

    def ship(self, rng: np.random.Generator, kind: str, *, flag: str | None = None,
             length_m: tuple[float, float] | None = None,
             listed: Designated | None = None) -> tuple[Hull, Claim]:  # fmt: skip
        """Return the hull and first claim of a new ship of a kind."""
        make = MAKES[kind]
        flag = listed.flag if listed else flag or make.flags[rng.integers(len(make.flags))]
        length = float(rng.uniform(*(length_m or make.length_m)))
        if listed:
            length = listed.length_m
        beam = max(4.0, length / make.slender * rng.uniform(0.95, 1.05))
        bow = round(length * make.antenna_aft * rng.uniform(0.97, 1.03))
        port = round(beam * rng.uniform(0.35, 0.65))
        class_b = kind in ("fishing", "pilot") and rng.random() < 0.6
        hull = Hull(
            kind.removeprefix("large "), flag, 2 if class_b else 1, bow,
            max(1, round(length) - bow), port, max(1, round(beam) - port),
            float(rng.uniform(*make.cruise_kn)), float(5 + length / 9),
        )  # fmt: skip
        has_imo = kind not in ("fishing", "pilot", "barge") and rng.random() < 0.97
        imo = self.imo() if has_imo else 0
        mmsi, call_sign = self.mmsi(rng, flag), self.call_sign(rng, flag)
        if listed:
            imo, mmsi = listed.imo, listed.mmsi or mmsi
        return hull, Claim(
            -1e12, mmsi, imo, listed.name if listed else self.name(rng, flag, kind), call_sign,
            make.ship_type, round(length * float(rng.uniform(0.038, 0.055)), 1), "",
        )  # fmt: skip
