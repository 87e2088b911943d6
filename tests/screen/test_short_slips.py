"""Types of ship as lists print them, and where a slip ends."""

import pytest

from seawarden.screen.short_slips import letters_slip, ship_class

PRINTED = [
    ("Crude Oil Tanker", "tanker"), ("LNG Carrier", "tanker"), ("LPG carrier", "tanker"),
    ("Crude/Oil Products carrier", "tanker"), ("Oil Products Carrier", "tanker"),
    ("FSO, Oil", "tanker"), ("FSU (floating storage unit)", "tanker"),
    ("Fish Carrier", "fishing"), ("Stern Trawler", "fishing"), ("Tug", "tug"),
    ("Towing vessel", "tug"), ("Pusher", "tug"), ("Container Ship", "container"),
    ("Bulk Carrier", "bulk"), ("Ore Carrier", "bulk"), ("Passenger Ship", "passenger"),
    ("Car Ferry", "passenger"), ("Ro-Pax", "passenger"), ("Ropax", "passenger"),
    ("Cruise Ship", "passenger"), ("Yacht", "yacht"), ("Pleasure Craft", "yacht"),
    ("Sailing Vessel", "yacht"), ("General Cargo Ship", "cargo"), ("Ro-Ro", "cargo"),
    ("RORO", "cargo"), ("Vehicles Carrier", "cargo"), ("Reefer", "cargo"),
    ("Livestock Carrier", "cargo"), ("Research Vessel", None), ("", None), (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "group"), PRINTED)
def test_a_type_as_printed_falls_in_its_class(printed: str | None, group: str | None) -> None:
    assert ship_class(printed) == group


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [
        ("LATAFA", "LATTAFA", True),
        # From five letters up to eight; a ninth makes it the longer of a pair at most.
        ("AVONS", "AVOMS", True), ("AVON", "AVONS", True), ("AVON", "AVOM", False),
        ("KESTRELS", "KESTRALS", True), ("KESTRELS", "KESTRELLS", True),
        ("KESTRELLS", "KESTRALLS", False),
        # No edit is no slip, two are too many.
        ("SIRIUS", "SIRIUS", False), ("SIRIUS", "SIRI", False), ("SIRIUS", "SIRUSI", False),
    ],
)  # fmt: skip
def test_where_a_slip_ends(a: str, b: str, slip: bool) -> None:
    assert letters_slip(a, b) is letters_slip(b, a) is slip
