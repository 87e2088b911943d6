"""The page of contact and purpose: rates, bounds and verdicts from pairs counted by hand."""

import polars as pl
import pytest
from scipy.stats import binom

from benchmarks.truth import innocent
from benchmarks.truth.innocent import FOUND, PAIRS, Contacts, bound
from benchmarks.truth.pages import contact_page


def made(innocent_calls: int, of: int = 300, transfers: int = 40, found: int = 40) -> Contacts:
    """A kind of innocent pairs, some called, and transfers, some found."""
    rows = [(20.0, "tow", False, True, i < innocent_calls, i < innocent_calls, True)
            for i in range(of)]  # fmt: skip
    rows += [(20.0, "sts_coal", True, i < found, i < found, i < found, True)
             for i in range(transfers)]  # fmt: skip
    events = [(20.0, 0.99, True, 0.98, True)] * 40 + [(20.0, 0.01, False, 0.5, False)] * 40
    return Contacts(pl.DataFrame(rows, PAIRS, orient="row"),
                    pl.DataFrame(events, FOUND, orient="row"))  # fmt: skip


@pytest.mark.parametrize(("calls", "of"), [(0, 300), (3, 300), (17, 500)])
def test_the_bound_is_the_rate_at_which_so_few_calls_are_one_in_twenty(calls: int, of: int) -> None:
    assert binom.cdf(calls, of, bound(calls, of)) == pytest.approx(0.05, abs=1e-6)


def test_a_kind_called_too_often_is_named_and_short() -> None:
    good = {what: met for what, _, met in contact_page.targets(made(3))}
    bad = {what: (words, met) for what, words, met in contact_page.targets(made(4))}
    assert good["the same of each kind and interval"] is True
    words, met = bad["the same of each kind and interval"]
    assert met is False
    assert "tow at 20 min 4 of 300" in words
    assert bad["innocent pairs that a case words as a transfer: none"] == ("4", False)


def test_recall_and_calibration_are_those_of_the_rows() -> None:
    found = contact_page.targets(made(0, transfers=40, found=37))
    verdicts = {what: (words, met) for what, words, met in found}
    assert verdicts["contact, 20 min: recall ≥ 0.95"] == ("0.925 (37 of 40)", False)
    assert verdicts["expected calibration error of contact ≤ 0.05"] == ("0.010 (80 events)", True)
    assert verdicts["expected calibration error of purpose ≤ 0.05"] == ("0.020 (40 events)", True)


def test_the_tables_hold_every_kind() -> None:
    hidden = made(0, of=1, transfers=40, found=35)
    text = contact_page.page(made(1), hidden, range(9800, 9801), 40.0, 800)
    assert "| `tow` | 300: 300 / 1 / 1 |" in text
    assert "| `sts_coal` (transfer) | 40: 40 / 40 / 40 |" in text
    under = "transfers under decoys and clones, 20 min: called ≥ 0.9"
    assert f"| {under} | 0.875 (35 of 40) | **short** |" in text


def test_a_staged_sea_is_counted_pair_by_pair() -> None:
    """A small world: every staged pair is one row, and probabilities are probabilities."""
    found = innocent.measured(range(2990, 2991), 2.0, 60, 36.0, (20.0,))
    assert set(found.pairs["behaviour"].str.replace(" outer", "")) <= {
        *innocent.INNOCENT, *innocent.TRANSFERS,
    }  # fmt: skip
    assert found.pairs["is_transfer"].any()
    assert found.events["contact"].is_between(0, 1).all()
    assert not found.pairs.filter(~pl.col("contact"))["worded"].any()
