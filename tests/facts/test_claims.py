"""CLAIMS: who says what of itself, and under one MMSI which ship said it."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.facts.claims import claims, identify
from seawarden.facts.span import scan_span
from seawarden.facts.tables import tables
from seawarden.schema import STATICS, TIME, conform

from .traffic import EPOCH_MS, reports

MINUTE = 60_000


def _statics(rows):
    """Rows of (minute, mmsi, fields)."""
    if not rows:
        return STATICS.empty()
    return conform(
        pl.DataFrame(
            [
                {
                    "time_utc": EPOCH_MS + minute * MINUTE,
                    "mmsi": mmsi,
                    "file_id": 0,
                    "line": i + 1,
                    **dict.fromkeys(("name", "call_sign"), None),
                    **dict.fromkeys(("imo", "bow_m", "stern_m", "port_m", "starboard_m"), None),
                    **fields,
                }
                for i, (minute, mmsi, fields) in enumerate(rows)
            ],
            infer_schema_length=None,
        ).with_columns(pl.col("time_utc").cast(TIME)),
        STATICS,
    )


def _two_ships_one_mmsi():
    """One ship off Incheon and one off Busan, reporting in turn every ten minutes."""
    t = [EPOCH_MS + i * 10 * MINUTE for i in range(12)]
    lat = [37.3 if i % 2 == 0 else 35.0 for i in range(12)]
    lon = [126.2 if i % 2 == 0 else 129.2 for i in range(12)]
    frame = reports({"t": t, "mmsi": [440_000_001] * 12, "lat": lat, "lon": lon, "sog": [0.0] * 12})
    return tables(scan_span([(0, frame)]))


def test_under_one_mmsi_each_ship_keeps_its_own_name():
    facts = _two_ships_one_mmsi()
    rows = [(i * 10 + 1, 440_000_001, {"name": "A" if i % 2 == 0 else "B"}) for i in range(12)]
    found = claims([_statics(rows)], facts.hulls, facts.jumps)
    assert found.select("hull", "name", "n_statics").rows() == [
        (44_000_000_100_000, "A", 6),
        (44_000_000_100_001, "B", 6),
    ]
    named = identify(facts.hulls, found)
    assert named["name"].to_list() == ["A", "B"]


def test_the_parts_of_message_24_make_one_claim():
    """Part A carries the name, part B the rest: neither contradicts the other."""
    facts = _two_ships_one_mmsi()
    a, b = {"name": "A"}, {"call_sign": "DSAB1", "bow_m": 10, "stern_m": 5}
    rows = [(0, 440_000_001, a), (0, 440_000_001, b), (3, 440_000_001, a)]
    found = claims([_statics(rows)], facts.hulls, facts.jumps)
    assert found.select("name", "call_sign", "bow_m", "n_statics").rows() == [("A", "DSAB1", 10, 3)]


def test_a_changed_name_is_a_new_claim_with_its_lines():
    facts = _two_ships_one_mmsi()
    names = ["OLD", "OLD", "NEW", "NEW", "OLD"]
    rows = [(i / 10, 440_000_001, {"name": name}) for i, name in enumerate(names)]
    found = claims([_statics(rows)], facts.hulls, facts.jumps)
    assert found.select("name", "first_line", "last_line").rows() == [
        ("OLD", 1, 2), ("NEW", 3, 4), ("OLD", 5, 5),
    ]  # fmt: skip


def test_an_imo_number_with_a_wrong_check_digit_is_no_identity():
    facts = _two_ships_one_mmsi()
    rows = [(0, 440_000_001, {"imo": 9_074_720}), (1, 440_000_001, {"imo": 9_074_729})]
    rows += [(2, 440_000_001, {"imo": 9_074_720})]
    named = identify(facts.hulls, claims([_statics(rows)], facts.hulls, facts.jumps))
    assert named["imo"].to_list()[0] == 9_074_729


def test_a_ship_that_only_speaks_of_itself_has_no_hull():
    facts = _two_ships_one_mmsi()
    found = claims([_statics([(0, 445_000_001, {"name": "C"})])], facts.hulls, facts.jumps)
    assert found.select("hull", "name").rows() == [(None, "C")]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 130),
            st.sampled_from([440_000_001, 445_000_001]),
            st.fixed_dictionaries(
                {},
                optional={
                    "name": st.sampled_from(["A", "B"]),
                    "call_sign": st.sampled_from(["X", "Y"]),
                    "bow_m": st.sampled_from([10, 20]),
                },
            ),
        ),
        max_size=25,
    ),
    cut=st.integers(0, 25),
)
def test_reading_the_statics_in_pieces_changes_nothing(rows, cut):
    facts = _two_ships_one_mmsi()
    statics = _statics(sorted(rows, key=lambda row: row[0]))
    whole = claims([statics], facts.hulls, facts.jumps)
    parts = claims([statics[:cut], statics[cut:]], facts.hulls, facts.jumps)
    assert whole.equals(parts)
    assert whole["n_statics"].sum() == len(rows)
