"""Ships designated by the UN Security Council's 1718 Committee that take part, as facts.

Name, IMO number, date: Council Regulation (EU) 2017/1509, Annex XIV.B, which follows the UN
1718 designated vessels list (entries of 3 October 2017 and 28 December 2017; HAO FAN 6 is given
there with 30.3.2018 after its later measure). Flag: the MID of the MMSI printed in the same
annex where there is one, else the DPRK or Hong Kong as in the designation. What these ships do
here is INVENTED and stands only under the mark SIMULATED.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Designated:
    """A listed ship. `mmsi` is the one printed in the list, 0 if none is."""

    name: str
    imo: int
    flag: str
    mmsi: int
    kind: str
    length_m: int
    listed_on: str


SHIPS: tuple[Designated, ...] = (
    Designated("RYE SONG GANG 1", 7389704, "KP", 0, "tanker", 96, "2017-12-28"),
    Designated("TONG SAN 2", 8937675, "KP", 445539000, "bulk", 92, "2017-10-03"),
    Designated("PETREL 8", 9562233, "KM", 620233000, "bulk", 150, "2017-10-03"),
    Designated("HAO FAN 6", 8628597, "KN", 341985000, "bulk", 140, "2017-10-03"),
    Designated("JIE SHUN", 8518780, "KH", 514569000, "bulk", 105, "2017-10-03"),
    Designated("UL JI BONG 6", 9114555, "KP", 0, "bulk", 110, "2017-12-28"),
    Designated("RUNG RA 2", 9020534, "KP", 0, "general", 98, "2017-12-28"),
)
"""Lengths are round figures for the simulation, not register data."""
