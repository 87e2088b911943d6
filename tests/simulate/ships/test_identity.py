"""Identities are well-formed, unique, and nobody else's."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from seawarden.ids.flags import of_mmsi
from seawarden.ids.imo import check_digit_ok
from seawarden.simulate.ships.designated import SHIPS
from seawarden.simulate.ships.identity import MAKES, MIDS, Registry, with_check_digit
from seawarden.simulate.ships.names import _WORDS


def test_the_check_digit_is_that_of_a_published_example() -> None:
    """IMO 9074729 is the example of the numbering scheme's own page."""
    assert with_check_digit(907472) == 9074729


def test_no_identity_is_given_twice() -> None:
    rng = np.random.default_rng(1)
    registry = Registry(rng, 2000)
    claims = [registry.ship(rng, kind)[1] for kind in MAKES for _ in range(150)]
    imos = [c.imo for c in claims if c.imo]
    assert len(set(imos)) == len(imos) and all(check_digit_ok(i) for i in imos)
    assert len({c.mmsi for c in claims}) == len(claims)
    assert len({c.name for c in claims}) == len(claims)
    assert all(re.fullmatch(r"[A-Z0-9 ]{1,20}", c.name) for c in claims)
    assert all(re.fullmatch(r"[A-Z0-9]{3,7}", c.call_sign) for c in claims)


@pytest.mark.parametrize("flag", sorted(MIDS))
def test_an_mmsi_shows_the_flag(flag: str) -> None:
    registry = Registry(np.random.default_rng(2), 10)
    number = registry.mmsi(np.random.default_rng(3), flag)
    assert of_mmsi(number) == flag


def test_a_designated_ship_keeps_her_name_and_number() -> None:
    rng = np.random.default_rng(4)
    hull, claim = Registry(rng, 10).ship(rng, "bulk", listed=SHIPS[1])
    assert (claim.name, claim.imo, claim.mmsi) == ("TONG SAN 2", 8937675, 445539000)
    assert hull.length_m == SHIPS[1].length_m and hull.flag == "KP"


def test_designated_ships_stand_in_the_lists(shared_data: Path) -> None:
    with (shared_data / "lists" / "dprk_vessels_merged.csv").open(newline="") as text:
        listed = {int(r["imo"]): r for r in csv.DictReader(text)}
    for ship in SHIPS:
        row = listed[ship.imo]
        assert row["names"] == ship.name
        assert row["mmsi"] in ("", str(ship.mmsi))
        day, month, year = row["uk_designated"].split("/")
        assert f"{year}-{month}-{day}" == ship.listed_on


def test_an_invented_ship_is_on_no_list(shared_data: Path) -> None:
    """Numbers and DPRK names alike: screening must name the designated ships and no others."""
    text = "\n".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted((shared_data / "lists").glob("*"))
        if path.suffix in (".csv", ".json", ".xml")
    ).upper()
    numbers = set(re.findall(r"\b\d{7}\b", text))
    given = {str(i) for i in Registry(np.random.default_rng(5), 2000)._imos}
    assert given & numbers == set()
    first, second = _WORDS["KP"]
    names = {f"{a} {b}" for a in first for b in second}
    assert [n for n in sorted(names) if n in text] == []
