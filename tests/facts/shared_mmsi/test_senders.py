"""Ships that share an MMSI within each other's reach: who sent what."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.facts.combine import combine
from seawarden.facts.shared_mmsi.senders import Params, Senders, contested, share
from seawarden.facts.span import scan_span
from seawarden.facts.tables import tables
from seawarden.schema import CLAIMS, JUMPS, TIME, conform

from ..test_combine import _cuts, _same
from ..traffic import EPOCH_MS, random_traffic, reports

MMSI = 440_000_001
M_PER_DEG = 111_195.0


def _anchored(rng, n, every_min, lat, lon=129.0):
    """A ship that swings 60 m about her anchor and reports at random times."""
    minute = np.cumsum(rng.exponential(every_min, n))
    way = np.cumsum(rng.normal(0, 0.3, n))
    return pl.DataFrame(
        {
            "minute": minute,
            "lat": lat + (60 * np.cos(way) + rng.normal(0, 10, n)) / M_PER_DEG,
            "lon": lon + (60 * np.sin(way) + rng.normal(0, 10, n)) / M_PER_DEG,
            "sog": np.abs(rng.normal(0.1, 0.1, n)).round(1),
            "cog": rng.uniform(0, 360, n),
        }
    )


def _sailing(n, every_min, lat, lon, sog=12.0, late_min=0.0):
    """A ship that sails north."""
    minute = late_min + np.arange(n) * every_min
    return pl.DataFrame(
        {
            "minute": minute,
            "lat": lat + sog * minute / 3600,
            "lon": np.full(n, lon),
            "sog": np.full(n, sog),
            "cog": np.zeros(n),
        }
    )


def _rows(ships, claimed=None):
    """What `share` reads, with `ship`, the truth; `claimed`: a number for each ship, or none."""
    parts = [
        frame.with_columns(
            ship=pl.lit(k), claimed=pl.lit(None if claimed is None else claimed[k], pl.Int64)
        )
        for k, frame in enumerate(ships)
    ]
    return (
        pl.concat(parts)
        .sort("minute")
        .with_row_index("row")
        .select(
            pl.col("row").cast(pl.Int64),
            "ship",
            "claimed",
            time_utc=(EPOCH_MS + pl.col("minute") * 60_000).cast(pl.Int64).cast(TIME),
            mmsi=pl.lit(MMSI, pl.UInt32),
            lat_aisu=(pl.col("lat") * 600_000).round().cast(pl.Int32),
            lon_aisu=(pl.col("lon") * 600_000).round().cast(pl.Int32),
            sog_kn=pl.col("sog").cast(pl.Float32),
            cog_deg=pl.col("cog").cast(pl.Float32),
        )
    )


def _shared(rows, several=False, params=Params()):
    chosen = pl.DataFrame(
        {"mmsi": [MMSI], "several": [several]}, schema_overrides={"mmsi": pl.UInt32}
    )
    return share([rows], chosen, params)


def _wrong(rows, senders):
    """How many reports lie with a sender whose other reports are mostly another ship's."""
    both = rows.with_columns(sender=pl.Series(senders.sender))
    most = both.group_by("sender", "ship").len().sort("len").group_by("sender").last()
    return both.height - most["len"].sum()


def test_anchored_ships_a_mile_apart_are_told_apart_by_their_places():
    rng = np.random.default_rng(1)
    rows = _rows([_anchored(rng, 150, 10, 35.0), _anchored(rng, 150, 10, 35.0 + 1852 / M_PER_DEG)])
    found = _shared(rows)
    assert found.rows.tolist() == list(range(300))
    assert set(found.sender.tolist()) == {1, 2}
    assert _wrong(rows, found) == 0


def test_ships_at_neighbouring_berths_are_told_apart_by_what_they_say():
    """300 m apart and ten minutes between reports: their places alone are not enough."""
    rng = np.random.default_rng(2)
    ships = [_anchored(rng, 150, 10, 35.0), _anchored(rng, 150, 10, 35.0 + 300 / M_PER_DEG)]
    told = _rows(ships, claimed=[7, 9])
    assert _wrong(told, _shared(told, several=True)) == 0


def test_one_ship_that_says_now_this_now_that_stays_one():
    """A source mixes up names, or a ship alternates two identities: she is still one ship."""
    rng = np.random.default_rng(3)
    for ship in (_anchored(rng, 300, 10, 35.0), _sailing(300, 10, 30.0, 124.0)):
        rows = _rows([ship]).with_columns(claimed=pl.Series(rng.integers(0, 2, 300)))
        assert set(_shared(rows, several=True).sender.tolist()) == {1}


@pytest.mark.parametrize("every_min", [2, 20, 100, 300])
@pytest.mark.parametrize("change_every", [1, 7, 24])
def test_names_alone_never_make_ships(every_min: float, change_every: int) -> None:
    """One ship that alternates two names is one ship at any report rate."""
    rows = _rows([_sailing(290, every_min, -60.0, 124.0, sog=min(12.0, 900 / every_min))])
    claimed = np.arange(290) // change_every % 2
    rows = rows.with_columns(claimed=pl.Series(claimed))
    assert set(_shared(rows, several=True).sender.tolist()) == {1}


@pytest.mark.parametrize("every_min", [5, 30, 120])
def test_two_ships_of_one_mmsi_stay_two_whatever_they_are_called(every_min: float) -> None:
    """Two ships a mile apart, by turns heard: names or none, they are two."""
    rng = np.random.default_rng(10)
    ships = [_anchored(rng, 120, every_min, 35.0), _anchored(rng, 120, every_min, 35.05)]
    for claimed in ([7, 9], [7, 7]):
        rows = _rows(ships, claimed=claimed)
        found = _shared(rows, several=True)
        assert len(set(found.sender.tolist())) == 2
        assert _wrong(rows, found) == 0


def test_ships_that_pass_each_other_keep_their_courses():
    """North- and southbound through one place: the newest track is the wrong one half the time."""
    north = _sailing(60, 7, 33.0, 124.0)
    south = _sailing(60, 7, 34.4, 124.01, sog=-12.0, late_min=3.5).with_columns(
        sog=pl.lit(12.0), cog=pl.lit(180.0)
    )
    rows = _rows([north, south])
    assert _wrong(rows, _shared(rows)) == 0


def test_a_ship_that_was_silent_for_days_is_the_same_ship():
    rng = np.random.default_rng(4)
    away = _anchored(rng, 40, 10, 35.0)
    back = away.with_columns(pl.col("minute") + 5 * 1440)
    other = _anchored(rng, 500, 20, 38.0)
    rows = _rows([pl.concat([away, back]), other])
    found = _shared(rows)
    assert set(found.sender.tolist()) == {1, 2}
    assert _wrong(rows, found) == 0


def test_blocks_carry_the_ships_over():
    """Memory is bounded by blocks; the ships of one go on in the next under their numbers."""
    rng = np.random.default_rng(5)
    rows = _rows([_anchored(rng, 200, 10, 35.0), _anchored(rng, 200, 10, 35.1)])
    pieces = [rows[i : i + 50] for i in range(0, rows.height, 50)]
    chosen = pl.DataFrame(
        {"mmsi": [MMSI], "several": [False]}, schema_overrides={"mmsi": pl.UInt32}
    )
    found = share(pieces, chosen, Params(block=100))
    assert _wrong(rows, found) == 0
    assert set(found.sender.tolist()) == {1, 2}


def test_more_ships_than_are_followed_at_once_are_numbered_on():
    rows = _rows([_sailing(30, 1, -60.0 + 6 * k, 10.0 * k, late_min=0.03 * k) for k in range(20)])
    found = _shared(rows, params=Params(ships=4))
    assert _wrong(rows, found) == 0


def test_nothing_contested_is_no_senders():
    none = share([], pl.DataFrame(schema={"mmsi": pl.UInt32, "several": pl.Boolean}))
    assert len(none.rows) == 0
    assert len(none.among(0, 100)) == 0


def test_among_gives_each_row_its_sender():
    senders = Senders(np.array([3, 5, 9]), np.array([1, 2, 1], np.uint16))
    assert senders.among(4, 3).tolist() == [0, 2, 0]
    assert senders.among(6, 3).tolist() == []


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(2, 300), at=st.floats(0, 1))
def test_facts_combine_with_senders_too(seed, n, at):
    """The one law, with reports of some MMSIs told apart at random."""
    rng = np.random.default_rng(seed)
    frame = random_traffic(seed, n, 5)
    rows = np.flatnonzero(rng.random(n) < 0.7)
    senders = Senders(rows, rng.integers(1, 4, len(rows)).astype(np.uint16))
    (i,) = _cuts(frame, [at])

    def span(start, end, threads=1):
        return scan_span([(start, frame[start:end])], threads=threads, senders=senders)

    _same(tables(span(0, n, threads=2)), tables(combine(span(0, i), span(i, n))))


def test_reports_of_two_senders_are_two_hulls_and_the_change_says_why():
    """400 m apart at 12 kn: one ship can have sent both, and did not."""
    rows = [(i, 33.0 + 0.2 * i / 60, 124.0 + 0.004 * (i % 2)) for i in range(20)]
    minute, lat, lon = zip(*rows, strict=True)
    frame = reports(
        {"t": [EPOCH_MS + m * 60_000 for m in minute], "mmsi": [MMSI] * 20, "lat": lat, "lon": lon,
         "sog": [12.0] * 20, "cog": [0.0] * 20}
    )  # fmt: skip
    one = tables(scan_span([(0, frame)]))
    assert one.hulls["n_reports"].to_list() == [20]
    senders = Senders(np.arange(20), (1 + np.arange(20) % 2).astype(np.uint16))
    two = tables(scan_span([(0, frame)], senders=senders))
    assert two.hulls["n_reports"].sum() == 20
    assert set(two.jumps["why"]) == {"sender"}


def _jumps(turns):
    """Reports of one MMSI that change between hulls in the order of `turns`."""
    n = len(turns) - 1
    start = pl.Series([EPOCH_MS + i * 3_600_000 for i in range(n)]).cast(TIME)
    blank = {
        name: pl.Series([0] * n, dtype=dtype)
        for name, dtype in JUMPS.schema.items()
        if dtype.is_numeric()
    }
    return conform(
        pl.DataFrame(
            {**blank, "mmsi": [MMSI] * n, "hull": turns[:-1], "other_hull": turns[1:],
             "start_utc": start, "end_utc": start, "why": ["reach"] * n}
        ),
        JUMPS,
    )  # fmt: skip


def _claims(names, imo=None):
    start = pl.Series([EPOCH_MS + i * 3_600_000 for i in range(len(names))]).cast(TIME)
    frame = pl.DataFrame(
        {
            "hull": pl.Series([1] * len(names), dtype=pl.Int64),
            "mmsi": [MMSI] * len(names),
            "start_utc": start,
            "end_utc": start,
            "name": names,
            "imo": pl.Series(imo or [None] * len(names), dtype=pl.UInt32),
        }
    )
    return conform(frame.with_columns(n_statics=1, file_id=0, first_line=1, last_line=1), CLAIMS)


def _hulls():
    return tables(scan_span([(0, reports({"t": [EPOCH_MS], "mmsi": [MMSI], "lat": [35.0],
                                          "lon": [129.0]}))])).hulls  # fmt: skip


def test_what_takes_turns_is_contested():
    hulls, no_jumps, silent = _hulls(), _jumps([1]), _claims([])
    assert contested(hulls, _jumps([1, 2, 1, 2, 1]), silent).rows() == [(MMSI, False)]
    assert contested(hulls, no_jumps, _claims(["A", "B", "A", "B"])).rows() == [(MMSI, True)]
    imo = [9074729, 9176187, 9074729, 9176187]
    assert contested(hulls, no_jumps, _claims(["A"] * 4, imo)).rows() == [(MMSI, True)]


def test_wild_positions_misread_names_and_a_new_name_are_not_contested():
    hulls, no_jumps, silent = _hulls(), _jumps([1]), _claims([])
    assert contested(hulls, _jumps([1, 2, 1, 3, 1, 4, 1]), silent).is_empty()
    assert contested(hulls, no_jumps, _claims(["A", "A@", "A", "4", "A"])).is_empty()
    assert contested(hulls, no_jumps, _claims(["A", "A", "B", "B", "B"])).is_empty()
    assert contested(hulls, no_jumps, silent).is_empty()
