"""The law of cuts on a simulated sea of twelve days: the facts of a pass, not rows at random.

Detectors that look at months (`PERIODS`) have no event so far from a cut here; random tables of
months stand for them in `test_contract.py`.
"""

from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect import ALL
from seawarden.detect.learning.context import Context
from seawarden.detect.learning.learn import learn
from seawarden.detect.time_span.cut import cut
from seawarden.engine.threads import span_of
from seawarden.facts import claims as facts_claims
from seawarden.facts.tables import tables
from seawarden.pipeline.watch import sightings
from seawarden.pipeline.watch.ingest import ingest
from seawarden.read import Options
from seawarden.simulate.run import run

from ..long_facts import CUTS, extent, far

HOURS = 288
NEAR = [d for d in ALL if d.NEEDS.before_h + d.NEEDS.after_h < HOURS / 2]

Sea = tuple[dict[str, pl.DataFrame], Context]


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Sea:
    """The facts of a SIMULATED sea and what they teach."""
    out: Path = tmp_path_factory.mktemp("sea")
    made = run(out / "ais", seed=903, hours=HOURS, vessels=16, format="parquet",
               mean_interval_min=12.0)  # fmt: skip
    archive = ingest((str(made.ais),), out / "w", Options(), progress=lambda *_: None).archive
    facts = tables(span_of(archive.scan()))
    claims = facts_claims.claims(archive.statics_by_day(), facts.hulls, facts.jumps)
    hulls = facts_claims.identify(facts.hulls, claims)
    seen, _ = sightings.load(out / "ais" / "sightings.csv")
    frames = {
        "STAYS": facts.stays, "TRAILS": facts.trails, "SILENCES": facts.silences, "HULLS": hulls,
        "CLAIMS": claims, "CONTACTS": facts.contacts, "COVERAGE": facts.coverage,
        "JUMPS": facts.jumps, "SIGHTINGS": seen,
        "FIXES": sightings.fixes_of(archive, seen, hulls, facts.jumps),
    }  # fmt: skip
    return frames, learn(frames)


def found(detector: ModuleType, made: dict[str, pl.DataFrame], context: Context) -> pl.DataFrame:
    return detector.detect(
        *(made[t.name] for t in detector.READS), places=context.places, context=context
    )


@pytest.mark.parametrize("detector", NEAR, ids=lambda d: d.NAME)
def test_a_cut_in_a_simulated_sea_changes_nothing_further_off_than_needs(
    detector: ModuleType, sea: Sea
) -> None:
    made, context = sea
    uncut = found(detector, made, context)
    first, last = extent(made["STAYS"])
    compared = 0

    @settings(deadline=None, max_examples=CUTS)
    @given(share=st.floats(0.02, 0.98))
    def cut_anywhere(share: float) -> None:
        nonlocal compared
        at = first + (last - first) * share
        for side in ("before", "after"):
            kept = cut(made, **({"until_utc": at} if side == "before" else {"from_utc": at}))
            expected = far(uncut, at, side, detector)
            assert far(found(detector, kept, context), at, side, detector).equals(expected)
            compared += expected.height

    cut_anywhere()
    assert compared > 0


def test_every_detector_that_looks_at_days_is_cut() -> None:
    assert {d.NAME for d in NEAR} >= {
        "encounter", "sts", "gap", "loitering", "port_visit", "dark_ship"
    }  # fmt: skip
