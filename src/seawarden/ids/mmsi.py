"""MMSI: what kind of station a number belongs to, and the MID (country digits) inside it.

Source: ITU-R M.585-9, annexes 1 and 2. Forms, as nine digits with leading zeros:

    MIDxxxxxx   ship                       111MIDxxx  SAR aircraft
    0MIDxxxxx   group of ships             8MIDxxxxx  handheld VHF
    00MIDxxxx   coast (base) station       98MIDxxxx  craft of a parent ship
    99MIDxxxx   aid to navigation          970/972/974  AIS-SART, man overboard, EPIRB
                                           979        autonomous devices

Everything else is unassigned: nobody issued the number, somebody typed it. Blind spot: an MMSI
is set by hand, so a ship can send any of them; see `may_be_ship`.
"""

from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Station = Literal["ship", "base", "aton", "sar", "other"]
Form = Literal[
    "unassigned", "ship", "group", "coast", "sar_aircraft", "handheld", "craft", "aton",
    "sart", "mob", "epirb", "amrd",
]  # fmt: skip

_FORMS: tuple[str, ...] = get_args(Form)
_STATION: dict[str, Station] = {
    "ship": "ship", "coast": "base", "aton": "aton",
    "sar_aircraft": "sar", "sart": "sar", "mob": "sar", "epirb": "sar",
}  # fmt: skip
_STATIONS = np.array([_STATION.get(form, "other") for form in _FORMS])
_DEVICES = {970: "sart", 972: "mob", 974: "epirb", 979: "amrd"}
# (form, digits before the MID, 10 ** digits behind it, span of the MID)
_WITH_MID = (
    ("ship", 0, 1_000_000, 1_000),
    ("group", 0, 100_000, 1_000),
    ("coast", 0, 10_000, 1_000),
    ("sar_aircraft", 111, 1_000, 1_000),
    ("handheld", 8, 100_000, 1_000),
    ("craft", 98, 10_000, 1_000),
    ("aton", 99, 10_000, 1_000),
)


def station(mmsi: int) -> Station:
    """Return the kind of station: 'ship', 'base', 'aton', 'sar' or 'other'.

    'sar' are SAR aircraft and the emergency beacons 970, 972, 974. 'other' are groups,
    handhelds, craft of a parent ship, autonomous devices and unassigned numbers.
    """
    return _STATION.get(form(mmsi), "other")


def stations(mmsi: ArrayLike) -> NDArray[np.str_]:
    """Return `station` for each of `mmsi` (whole numbers; shape is kept)."""
    return _STATIONS[_codes(mmsi)[0]]


def form(mmsi: int) -> Form:
    """Return the form of the number by ITU-R M.585, in full; 'unassigned' if it has none."""
    code: Form = _FORMS[int(_codes(mmsi)[0])]  # type: ignore[assignment]
    return code


def forms(mmsi: ArrayLike) -> NDArray[np.str_]:
    """Return `form` for each of `mmsi`."""
    return np.array(_FORMS)[_codes(mmsi)[0]]


def may_be_ship(mmsi: ArrayLike) -> Any:
    """Return whether a ship may be behind each number: the ship form, and unassigned numbers.

    An unassigned number (150123456, 999999999, 1) was typed in by somebody; ships that hide
    do so. Beacons, aids, coast stations and handhelds are not ships.
    """
    code = _codes(mmsi)[0]
    return (code == _FORMS.index("ship")) | (code == _FORMS.index("unassigned"))


def mid(mmsi: int) -> int | None:
    """Return the Maritime Identification Digits inside `mmsi`, or None when its form has none.

    The MID may be one that the ITU has not allocated: `flags.of_mid` tells.
    """
    found = int(_codes(mmsi)[1])
    return found or None


def mids(mmsi: ArrayLike) -> NDArray[np.int64]:
    """Return `mid` for each of `mmsi`; 0 stands for none."""
    return _codes(mmsi)[1]


def _codes(mmsi: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    n = np.asarray(mmsi, dtype=np.int64)
    code = np.zeros(n.shape, dtype=np.int64)
    country = np.zeros(n.shape, dtype=np.int64)
    for name, lead, tail, span in _WITH_MID:
        head = n // tail
        digits = head % span
        # A MID starts with 2 to 7; the test on `head` also fixes the length of the number.
        hit = (head // span == lead) & (digits >= 200) & (digits < 800)
        code = np.where(hit, _FORMS.index(name), code)
        country = np.where(hit, digits, country)
    for lead, name in _DEVICES.items():
        code = np.where(n // 1_000_000 == lead, _FORMS.index(name), code)
    return code, country
