"""Real negative controls: what is called in seas where no breach is known, beside a simulated one.

`python -m benchmarks.truth.real.controls` watches the real files of ordinary traffic (Nordic and
Baltic fortnight, two US days, a day by satellite) and quiet SIMULATED seas, and writes the calls by
kind into `detect/calibration/real_controls.csv`, which the docket prints beside what it expects by
calibration. What is called there is not all false: ships do loiter, lie near each other and visit
ports. Of transfers, gaps and false positions none is known.
"""

import tempfile
from pathlib import Path

import polars as pl

import seawarden as sw
from seawarden.detect.calibration import calibrate
from seawarden.schema import KINDS

from ..pages.page import table
from .watched import SHARED

FILES = (
    "tracks/nordic_baltic_2026-07.parquet", "csv/marinecadastre_2022-01-03.csv.gz",
    "csv/marinecadastre_2023-01-11.csv", "csv/exactearth_2021-07-01.csv",
)  # fmt: skip
QUIET_SEEDS = (9750, 9751)
TABLE = Path(calibrate.__file__).parent / "real_controls.csv"


def calls(ais: Path, out: Path) -> tuple[dict[str, int], float]:
    """Return the calls by kind of a watch of `ais`, and its vessel-days."""
    docket = sw.watch(ais, out=out)
    found = docket.events.filter(pl.col("confidence") >= calibrate.CALL)
    by_kind = dict(found.group_by("kind").len().iter_rows())
    return by_kind, calibrate.vessel_days(docket.table("HULLS"))


def measured() -> pl.DataFrame:
    """Return a row a kind: calls and vessel-days of the real files, and of quiet simulated seas."""
    every: list[list[tuple[dict[str, int], float]]] = [[], []]
    for name in FILES:
        with tempfile.TemporaryDirectory() as folder:
            every[0].append(calls(SHARED / "ais" / name, Path(folder)))
    for seed in QUIET_SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder)
            made = sw.simulate(out=out / "ais", seed=seed, hours=72, vessels=150, scenario="quiet",
                               format="parquet")  # fmt: skip
            every[1].append(calls(made.ais, out / "watch"))
    sums = [({k: sum(c.get(k, 0) for c, _ in part) for k in KINDS}, sum(d for _, d in part))
            for part in every]  # fmt: skip
    return pl.DataFrame(
        [(k, sums[0][0][k], sums[0][1], sums[1][0][k], sums[1][1]) for k in KINDS], orient="row",
        schema=["kind", "calls", "vessel_days", "simulated_calls", "simulated_vessel_days"],
    )  # fmt: skip


def text() -> str:
    """Return the section of `docs/accuracy-real.md`, from the table that the docket reads."""
    rows = pl.read_csv(TABLE, comment_prefix="#")
    lines: list[tuple[object, ...]] = [
        (f"`{r['kind']}`", r["calls"], f"{1000 * r['calls'] / r['vessel_days']:.2f}",
         f"{1000 * r['simulated_calls'] / r['simulated_vessel_days']:.2f}")
        for r in rows.iter_rows(named=True)
    ]  # fmt: skip
    days = rows["vessel_days"][0]
    return (
        "## Real seas as negative controls\n\n"
        "Ordinary traffic of the Nordic and Baltic, of two US days and of a day by satellite: "
        f"{days:,.0f} vessel-days in which no breach is known "
        "(`python -m benchmarks.truth.real.controls`). Ships do loiter, lie near each other and "
        "visit ports, so only of transfers, gaps, false positions and identities is a call here "
        "likely false. Beside it two quiet SIMULATED seas.\n\n"
        + table(("kind", "calls", "per 1,000 vessel-days", "simulated quiet seas"), lines)
    )


def main() -> None:
    """Measure, and write the table."""
    head = "# calls at 0.5 and more in real seas without a known breach; see controls.py\n"
    rows = measured().with_columns(pl.col("^.*vessel_days$").round(1))
    TABLE.write_text(head + rows.write_csv(), encoding="utf-8")


if __name__ == "__main__":
    main()
