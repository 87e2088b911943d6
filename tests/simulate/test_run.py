"""A run is reproducible, refuses what cannot be, and leaves nothing half-written."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from seawarden.errors import OutputError, UsageError
from seawarden.simulate import FORMATS, SCENARIOS, run
from seawarden.simulate import run as run_function
from seawarden.simulate.output import nmea

FILES = [
    ".seawarden",
    "sightings.csv",
    "sightings_truth.parquet",
    "tracks_truth.parquet",
    "truth.parquet",
]


def _hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    for name in ("a", "b"):
        run(tmp_path / name, seed=4, hours=26, vessels=70, format=form)
    assert _hashes(tmp_path / "a") == _hashes(tmp_path / "b")
    assert [n for n in _hashes(tmp_path / "a") if not n.startswith("SIMULATED_")] == FILES


def test_another_seed_gives_other_traffic(tmp_path: Path) -> None:
    for seed in (1, 2):
        run(tmp_path / str(seed), seed=seed, hours=6, vessels=30, scenario="quiet")
    one, two = _hashes(tmp_path / "1"), _hashes(tmp_path / "2")
    assert one["SIMULATED_quiet.nmea"] != two["SIMULATED_quiet.nmea"]
    assert one["tracks_truth.parquet"] != two["tracks_truth.parquet"]


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_scenario_runs_and_has_as_many_ships_as_asked(tmp_path: Path, name: str) -> None:
    made = run(tmp_path, seed=9, hours=30, vessels=90, scenario=name, mean_interval_min=30)
    tracks = pl.read_parquet(tmp_path / "tracks_truth.parquet")
    assert tracks["ship"].n_unique() == made.vessels == 90
    assert set(made.staged) | set(made.missed) == set(SCENARIOS[name].per_1000_vessel_days)
    assert made.reports > 90 * 30


def test_quiet_means_no_breach(tmp_path: Path) -> None:
    run(tmp_path, seed=9, hours=48, vessels=80, scenario="quiet")
    truth = pl.read_parquet(tmp_path / "truth.parquet")
    assert truth.height and not truth["is_breach"].any()
    assert set(truth["kind"]) == {"port_visit"}


def test_hard_cases_only_means_no_breach(tmp_path: Path) -> None:
    run(tmp_path, seed=9, hours=48, vessels=80, scenario="hard_cases_only")
    assert not pl.read_parquet(tmp_path / "truth.parquet")["is_breach"].any()


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    """Few ships or few hours are no error: the summary says what was left out, and why."""
    few = run(tmp_path, seed=1, hours=30, vessels=5)
    assert few.missed["sts_mother"] == "all 5 ships have parts"
    short = run(tmp_path, seed=1, hours=3, vessels=200)
    assert short.missed["sts_tanker"].endswith("h are needed, 3 h are there")
    assert pl.read_parquet(tmp_path / "tracks_truth.parquet")["ship"].n_unique() == 200


def test_the_start_may_be_any_time_zone(tmp_path: Path) -> None:
    """Wellington is 13 h ahead in March: inside, everything is UTC."""
    here = datetime(2026, 3, 2, 13, tzinfo=timezone(timedelta(hours=13)))
    made = run(tmp_path, seed=1, hours=2, vessels=4, scenario="quiet", start_utc=here)
    assert made.start_utc == datetime(2026, 3, 2, tzinfo=UTC)
    first = pl.read_parquet(tmp_path / "tracks_truth.parquet")["time_utc"].min()
    assert first == datetime(2026, 3, 2, tzinfo=UTC)


def test_progress_counts_every_ship(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    run(tmp_path, seed=1, hours=1, vessels=7, scenario="quiet",
        progress=lambda done, total: seen.append((done, total)))  # fmt: skip
    assert seen == [(i + 1, 7) for i in range(7)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scenario": "baltic"}, "scenario: 'baltic' came, expected one of "),
        ({"format": "xml"},
         "format: 'xml' came, expected one of nmea, danish, marinecadastre, parquet"),
        ({"seed": -1}, "seed: -1 came, expected 0 or more"),
        ({"hours": 0.5}, "hours: 0.5 came, expected 1 to 8784"),
        ({"hours": float("nan")}, "hours: nan came, expected 1 to 8784"),
        ({"vessels": 0}, "vessels: 0 came, expected 1 to 100000"),
        ({"mean_interval_min": 0.0}, "mean interval: 0 min came, expected 0.05 to 1440 min"),
        ({"start_utc": datetime(2026, 1, 1)},
         "start: 2026-01-01 00:00:00 came, expected a full second with a time zone"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    arguments = {"seed": 1, "hours": 2.0, "vessels": 3, **change}
    with pytest.raises(UsageError) as caught:
        run_function(tmp_path, **arguments)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("here before")
    with pytest.raises(OutputError, match=r"taken.*: cannot be written: "):
        run(place, seed=1, hours=1, vessels=2, scenario="quiet")
    assert place.read_text() == "here before"


def test_a_full_disk_leaves_no_file_that_looks_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> int:
        path.write_bytes(b"half a li")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(nmea, "write", full)
    with pytest.raises(OutputError) as caught:
        run(tmp_path, seed=1, hours=1, vessels=2, scenario="quiet")
    assert str(caught.value).endswith(
        "SIMULATED_quiet.nmea: cannot be written: No space left on device"
    )
    assert [p.name for p in tmp_path.iterdir()] == [".seawarden"]
