"""Messages that pyais encodes come back field by field; sentinels become null."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from .nmea_lines import ais, read, sentence, timed

MMSI = st.integers(1, 999_999_999)
LAT = st.integers(-54_000_000, 54_000_000)
LON = st.integers(-108_000_000, 108_000_000)
TEXT = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-/&' ", max_size=20)
SIDES = {"to_bow": 511, "to_stern": 511, "to_port": 63, "to_starboard": 63}
OURS = {
    "to_bow": "bow_m",
    "to_stern": "stern_m",
    "to_port": "port_m",
    "to_starboard": "starboard_m",
}


def _one(rows: Any) -> dict[str, Any]:
    assert rows.height == 1
    row: dict[str, Any] = rows.row(0, named=True)
    return row


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from([1, 2, 3, 18, 19]), mmsi=MMSI, lat=LAT, lon=LON, sog=st.integers(0, 1023),
    cog=st.integers(0, 4095), heading=st.integers(0, 511), status=st.integers(0, 15),
)  # fmt: skip
def test_a_position_comes_back_as_it_was_sent(
    kind: int, mmsi: int, lat: int, lon: int, sog: int, cog: int, heading: int, status: int
) -> None:
    """To the last unit of 1/600000 degree: 0.19 m."""
    assume((lat, lon) != (0, 0))
    fields = {"mmsi": mmsi, "lat": lat / 600_000, "lon": lon / 600_000, "speed": sog / 10}
    fields |= {"course": cog / 10, "heading": heading}
    row = _one(read(timed(ais(type=kind, status=status, **fields))).reports)
    assert (row["mmsi"], row["msg_type"], row["ais_class"]) == (mmsi, kind, 1 if kind < 4 else 2)
    assert abs(row["lat_aisu"] - lat) <= 1 and abs(row["lon_aisu"] - lon) <= 1  # pyais truncates
    assert row["sog_kn"] == (None if sog == 1023 else pytest.approx(sog / 10, abs=0.11))
    assert row["heading_deg"] == (None if heading > 359 else heading)
    assert row["nav_status"] == (None if kind > 3 or status == 15 else status)
    if cog >= 3601:
        assert row["cog_deg"] is None
    elif cog < 3600:
        assert row["cog_deg"] == pytest.approx(cog / 10, abs=0.11)


@settings(max_examples=80, deadline=None)
@given(
    mmsi=MMSI, imo=st.integers(0, (1 << 30) - 1), name=TEXT, call=TEXT.map(lambda t: t[:7]),
    destination=TEXT, draught=st.integers(0, 255), ship_type=st.integers(0, 99),
    sides=st.tuples(*(st.integers(0, m) for m in SIDES.values())),
)  # fmt: skip
def test_a_voyage_message_in_two_sentences_comes_back(
    mmsi: int, imo: int, name: str, call: str, destination: str, draught: int, ship_type: int,
    sides: tuple[int, ...],
) -> None:  # fmt: skip
    """Identity is what screening rests on."""
    dims = dict(zip(SIDES, sides, strict=True))
    sent = ais(
        type=5, mmsi=mmsi, imo=imo, shipname=name, callsign=call, destination=destination,
        draught=draught / 10, ship_type=ship_type, **dims,
    )  # fmt: skip
    assert len(sent) == 2
    got = read(timed(sent))
    assert got.counts == (2, 0, 1, 1, 0)
    row = _one(got.statics)
    assert (row["mmsi"], row["imo"], row["line"]) == (mmsi, imo or None, 1)
    assert row["name"] == (name.strip() or None)
    assert row["call_sign"] == (call.strip() or None)
    assert row["destination"] == (destination.strip() or None)
    assert row["draught_m"] == (pytest.approx(draught / 10, abs=0.11) if draught else None)
    for theirs, ours in OURS.items():
        assert row[ours] == (dims[theirs] if any(sides) else None)


@settings(max_examples=50, deadline=None)
@given(mmsi=MMSI, name=TEXT, call=TEXT.map(lambda t: t[:7]), bow=st.integers(0, 511))
def test_a_class_b_ship_says_its_name_and_its_size_apart(
    mmsi: int, name: str, call: str, bow: int
) -> None:
    """24A holds the name, 24B the rest; an auxiliary craft (98...) sends no size at all."""
    a = ais(type=24, partno=0, mmsi=mmsi, shipname=name)
    b = ais(type=24, partno=1, mmsi=mmsi, callsign=call, ship_type=30, to_bow=bow, to_port=3)
    got = read(timed([*a, *b]))
    assert got.counts == (2, 0, 2, 0, 0)
    first, second = got.statics.iter_rows(named=True)
    assert first["name"] == (name.strip() or None)
    assert first["call_sign"] is None
    assert second["name"] is None
    if mmsi // 10_000_000 != 98:
        assert second["call_sign"] == (call.strip() or None)
        assert (second["bow_m"], second["port_m"]) == (bow, 3)
    else:
        assert second["bow_m"] is None


@settings(max_examples=80, deadline=None)
@given(mmsi=MMSI, lat=st.integers(-54_000, 54_000), lon=st.integers(-108_000, 108_000),
       sog=st.integers(0, 63), cog=st.integers(0, 511))  # fmt: skip
def test_a_long_range_position_is_in_tenths_of_a_minute(
    mmsi: int, lat: int, lon: int, sog: int, cog: int
) -> None:
    """Satellites hear type 27; its unit is a thousand times the others'."""
    assume((lat, lon) != (0, 0))
    fields = {"lat": lat / 600, "lon": lon / 600, "speed": sog, "course": cog, "status": 15}
    row = _one(read(timed(ais(type=27, mmsi=mmsi, **fields))).reports)
    assert abs(row["lat_aisu"] - lat * 1000) <= 1000 and row["lat_aisu"] % 1000 == 0
    assert abs(row["lon_aisu"] - lon * 1000) <= 1000 and row["lon_aisu"] % 1000 == 0
    assert row["sog_kn"] == (None if sog == 63 else sog)
    assert row["cog_deg"] == (None if cog > 359 else cog)
    assert (row["nav_status"], row["ais_class"]) == (None, 0)


def test_sentinels_become_null() -> None:
    """511, 102.3, 360 and 15 are not a heading, a speed, a course and a status."""
    sent = ais(type=1, lat=1.0, lon=2.0, speed=102.3, course=360.0, heading=511, status=15)
    row = _one(read(timed(sent)).reports)
    assert [row[c] for c in ("sog_kn", "cog_deg", "heading_deg", "nav_status")] == [None] * 4


def test_the_fastest_speed_that_can_be_sent_is_no_sentinel() -> None:
    """102.2 means 102.2 kn or more."""
    row = _one(read(timed(ais(type=1, lat=1.0, lon=2.0, speed=102.2))).reports)
    assert row["sog_kn"] == pytest.approx(102.2)


def test_stations_and_aircraft_are_reports_of_no_class() -> None:
    """They are told apart by MMSI later; here they must not look like ships of class A."""
    sent = [x for kind in (4, 9, 11, 21) for x in ais(type=kind, lat=1.5, lon=-2.5)]
    got = read(timed(sent))
    assert got.reports["msg_type"].to_list() == [4, 9, 11, 21]
    assert got.reports["ais_class"].to_list() == [0, 0, 0, 0]
    assert got.reports["lat_aisu"].to_list() == [900_000] * 4
    assert got.reports["sog_kn"].to_list()[0] is None


def test_type_19_is_a_report_and_a_static_and_counts_once() -> None:
    """The law of counting for a message that holds both."""
    fields = {"shipname": "MIN NING DE YOU 078", "ship_type": 80, "to_bow": 9}
    got = read(timed(ais(type=19, lat=30.0, lon=125.0, **fields)))
    assert got.counts == (1, 1, 0, 0, 0)
    assert got.statics["name"].to_list() == ["MIN NING DE YOU 078"]
    bare = read(timed(ais(type=19, lat=91.0, lon=181.0, **fields)))
    assert bare.counts == (1, 0, 1, 0, 0)
    assert bare.statics["name"].to_list() == ["MIN NING DE YOU 078"]


@pytest.mark.parametrize(("characters", "read_"), [(23, False), (24, True), (28, True), (31, True)])
def test_a_message_is_read_only_if_all_its_fields_came(characters: int, read_: bool) -> None:
    """23 characters end within the UTC second; 24 hold all but flags and radio status."""
    payload = (ais(type=1, lat=1.0, lon=2.0)[0].split(",")[5] + "000")[:characters]
    got = read(timed([sentence(f"AIVDM,1,1,,A,{payload},0")]))
    assert got.n_reports == int(read_)
    if not read_:
        assert got.rejects["detail"].to_list() == ["138 bits, too few for the message type"]


def test_a_part_of_type_24_that_is_neither_a_nor_b_is_other() -> None:
    """Parts C and D are not assigned."""
    payload = list(ais(type=24, partno=0, shipname="X")[0].split(",")[5])
    payload[6] = "8"  # bits 36-41: the part number is 2
    got = read(timed([sentence(f"AIVDM,1,1,,A,{''.join(payload)},2")]))
    assert got.counts == (1, 0, 0, 1, 0)
