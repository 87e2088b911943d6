"""Wrong bits are no claim; identities that a ship does put on are not taken for wrong bits."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.detect.identity_change.claim_changes import FIELDS, Params, findings
from seawarden.detect.identity_change.garbled import _SIX_BIT, cleaned

SHIP = {"imo": 9074729, "name": "EXAMPLE MARU", "call_sign": "7JXX", "size": "60 x 9"}


def claims(*runs: tuple[int, dict[str, object]]) -> list[dict[str, object]]:
    """Rows of CLAIMS: how many messages, and what they say unlike SHIP."""
    return [{**SHIP, **other, "n_statics": n} for n, other in runs]


def strongest(rows: list[dict[str, object]]) -> float:
    return max((p for _, p, _ in findings(rows, True, Params())), default=0.0)


def flipped(text: str, bits: list[int]) -> str:
    """The text with bits flipped, as six-bit characters; '@' ends it (ITU-R M.1371)."""
    codes = [_SIX_BIT.index(c) for c in text]
    for bit in bits:
        codes[bit // 6 % len(codes)] ^= 1 << bit % 6
    return "".join(_SIX_BIT[c] for c in codes).split("@")[0].rstrip()


@given(
    before=st.integers(2, 300), after=st.integers(2, 300),
    bits=st.lists(st.integers(0, 71), min_size=1, max_size=30),
    field=st.sampled_from(["name", "call_sign"]), resized=st.booleans(), imo=st.integers(1, 2**30),
)  # fmt: skip
def test_one_garbled_message_is_nothing(before, after, bits, field, resized, imo) -> None:
    wrong = {field: flipped(str(SHIP[field]), bits), "imo": imo}
    if resized:
        wrong["size"] = "227 x 45"
    assert strongest(claims((before, {}), (1, wrong), (after, {}))) == 0.0


@given(seed=st.integers(0, 10**6), many=st.integers(2, 5), at_edge=st.booleans())
def test_a_few_in_hundreds_are_nothing_wherever_they_fall(seed, many, at_edge) -> None:
    rng = random.Random(seed)
    runs: list[tuple[int, dict[str, object]]] = []
    for i in range(many):
        name = flipped("EXAMPLE MARU", [rng.randrange(72) for _ in range(rng.randint(1, 40))])
        runs += [(1, {"name": name, "size": f"{rng.randint(20, 399)} x {rng.randint(5, 60)}"})]
        if i + 1 < many or not at_edge:
            runs += [(rng.randint(20, 100), {})]
    assert strongest(claims((60, {}), *runs)) == 0.0


def test_the_same_bit_flipped_now_and_then_is_nothing() -> None:
    """A receiver with a weak bit makes the same error more than once."""
    runs = [(40, {}), (1, {"call_sign": "7JX)"})] * 4
    assert strongest(claims(*runs, (40, {}))) == 0.0


@pytest.mark.parametrize("each", [1, 2, 20])
def test_two_names_that_take_turns_are_two_names(each: int) -> None:
    rows = claims(*[(each, {}), (each, {"name": "HAE SONG 2", "call_sign": "HMAB"})] * 4)
    assert strongest(rows) >= 0.8


def test_a_new_identity_that_stays_is_told() -> None:
    other = {"name": "HAE SONG 2", "call_sign": "HMAB", "imo": 8610461, "size": "80 x 12"}
    assert strongest(claims((30, {}), (30, other))) >= 0.5


def test_an_identity_put_on_for_a_while_and_off_again_is_told() -> None:
    assert strongest(claims((30, {}), (6, {"name": "HAE SONG 2"}), (30, {}))) >= 0.5


def test_what_is_cleaned_is_a_copy_and_only_the_wrong_field_is_silent() -> None:
    rows = claims((30, {}), (1, {"name": "3ZQ\\"}), (30, {}))
    before = [dict(r) for r in rows]
    out = cleaned(rows, FIELDS)
    assert rows == before
    assert [r["name"] for r in out] == ["EXAMPLE MARU", None, "EXAMPLE MARU"]
    assert [r["call_sign"] for r in out] == ["7JXX"] * 3
