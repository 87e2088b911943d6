"""Messages in several sentences: whatever the order and the company, joined right or refused."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.read.nmea.state import PART_LINES, SLOTS

from .nmea_lines import EPOCH, POSITION, ais, read, sentence, tag, timed

VOYAGE: dict[str, Any] = {"type": 5, "imo": 9_074_729, "destination": "NAMPO"}


def _voyage(name: str, seq_id: int = 1, **more: Any) -> list[str]:
    return ais(seq_id=seq_id, shipname=name, **VOYAGE, **more)


def _three_parts() -> list[str]:
    """One type 5 over three sentences, cut by hand."""
    first, second = _voyage("THREE PARTS")
    payload = first.split(",")[5] + second.split(",")[5]
    pieces = [payload[:30], payload[30:50], payload[50:]]
    return [sentence(f"AIVDM,3,{i},4,B,{p},{2 if i == 3 else 0}") for i, p in enumerate(pieces, 1)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_parts_in_any_order_make_the_message(order: tuple[int, ...]) -> None:
    """Networks reorder; the message lies at its first line, the other two lines are other."""
    parts = timed(_three_parts())
    got = read([POSITION, *(parts[i] for i in order)])
    assert got.statics["name"].to_list() == ["THREE PARTS"]
    assert got.statics["line"].to_list() == [2]
    assert got.counts == (4, 1, 1, 2, 0)


def test_a_lost_part_is_one_reject_at_the_first_line() -> None:
    """Half an identity is none."""
    parts = timed(_three_parts())
    got = read([POSITION, parts[0], parts[2], *timed([POSITION])])
    assert got.counts == (4, 2, 0, 1, 1)
    row = got.rejects.row(0, named=True)
    assert (row["line"], row["reason"]) == (2, "multipart incomplete")
    assert row["detail"] == "2 of 3 sentences came"
    assert row["text"] == parts[0]


def test_channels_sequence_ids_and_talkers_keep_messages_apart() -> None:
    """Four ships send at once; no name may get another's destination."""
    ships = [
        _voyage("ONE", 1),
        _voyage("TWO", 2),
        _voyage("THREE", 1, channel="B"),
        _voyage("FOUR", 1, talker_id="BS"),
    ]
    mixed = [s[0] for s in ships] + [s[1] for s in ships]
    got = read(timed(mixed))
    assert sorted(got.statics["name"].to_list()) == ["FOUR", "ONE", "THREE", "TWO"]
    assert got.statics["destination"].to_list() == ["NAMPO"] * 4


def test_receivers_keep_messages_apart() -> None:
    """Two stations number their messages alike; the tag block tells them apart."""
    a, b = _voyage("HEARD BY A"), _voyage("HEARD BY B")
    head = [tag(f"c:{EPOCH},s:{s}") for s in "AB"]
    got = read([head[0] + a[0], head[1] + b[0], head[1] + b[1], head[0] + a[1]])
    assert sorted(got.statics["name"].to_list()) == ["HEARD BY A", "HEARD BY B"]


@pytest.mark.parametrize("group", ["1278", "-001"])
def test_groups_join_parts_that_nothing_else_tells_apart(group: str) -> None:
    """`g:1-2-1278`, and `g:1-2--001` as some feeds write it."""
    a, b = _voyage("FIRST"), _voyage("SECOND")
    other = group[:-1] + "9"
    got = read(
        [
            tag(f"g:1-2-{group},s:66,c:{EPOCH}") + a[0],
            tag(f"g:1-2-{other},s:66,c:{EPOCH + 9}") + b[0],
            tag(f"g:2-2-{group}") + a[1],
            tag(f"g:2-2-{other}") + b[1],
        ]
    )
    assert got.statics["name"].to_list() == ["FIRST", "SECOND"]
    assert got.statics["line"].to_list() == [1, 2]


def test_the_time_of_a_message_is_that_of_its_stamped_part() -> None:
    """Later parts often have no stamp of their own."""
    parts = _voyage("STAMPED")
    for lines in (
        [tag(f"g:1-2-5,c:{EPOCH}") + parts[0], tag("g:2-2-5") + parts[1]],
        [tag("g:2-2-5") + parts[1], tag(f"g:1-2-5,c:{EPOCH}") + parts[0]],
    ):
        got = read([*timed([POSITION], EPOCH - 50), *lines])
        assert [t.timestamp() for t in got.statics["time_utc"]] == [EPOCH]


def test_a_part_said_twice_is_counted_and_changes_nothing() -> None:
    """Repeaters send a sentence again."""
    first, second = timed(_voyage("TWICE"))
    got = read([first, first, second])
    assert got.statics["name"].to_list() == ["TWICE"]
    assert got.counts == (3, 0, 1, 2, 0)


def test_the_same_place_taken_by_another_message_gives_up_the_older() -> None:
    """The older message lost its end; the newer end must not be sewn to it."""
    old, new = timed(_voyage("OLD")), timed(_voyage("NEW"))
    got = read([old[0], new[0], new[1]])
    assert got.statics["name"].to_list() == ["NEW"]
    assert got.rejects["line"].to_list() == [1]


def test_parts_far_apart_in_time_or_lines_are_not_joined() -> None:
    """Sequence ids come round again every ten messages."""
    first, second = _voyage("FAR")
    late = read([*timed([first]), *timed([second], EPOCH + 61)])
    assert late.statics.height == 0
    assert late.rejects["reason"].to_list() == ["multipart incomplete"] * 2
    filler = timed([POSITION]) * PART_LINES
    assert read([*timed([first]), *filler[1:], *timed([second])]).statics.height == 1
    assert read([*timed([first]), *filler, *timed([second])]).statics.height == 0


def test_more_open_messages_than_there_is_room_for_are_all_accounted_for() -> None:
    """A feed of nothing but first parts must neither grow nor lose a line."""
    firsts = [tag(f"c:{EPOCH},s:s{i}") + _voyage(f"SHIP {i}", i % 10)[0] for i in range(SLOTS + 20)]
    got = read(firsts)
    assert got.counts == (SLOTS + 20, 0, 0, 0, SLOTS + 20)
    assert sorted(got.rejects["line"].to_list()) == list(range(1, SLOTS + 21))


def test_a_damaged_part_leaves_its_sibling_incomplete() -> None:
    """Both lines are accounted for, each with its own reason."""
    first, second = timed(_voyage("DAMAGED"))
    got = read([first, second.replace(",2*", ",1*")])
    assert sorted(got.rejects["reason"].to_list()) == ["checksum", "multipart incomplete"]


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(12)), batch_bytes=st.integers(40, 900))
def test_any_interleaving_of_six_ships_gives_six_names(order: list[int], batch_bytes: int) -> None:
    """Sequence ids 0 to 5, parts shuffled at will, blocks cut at will."""
    parts = [p for i in range(6) for p in timed(_voyage(f"SHIP {i}", i))]
    got = read([parts[i] for i in order], batch_bytes=batch_bytes)
    assert sorted(got.statics["name"].to_list()) == [f"SHIP {i}" for i in range(6)]
    assert got.counts == (12, 0, 6, 6, 0)
