"""Nothing is overwritten: whatever is planned after whatever, earlier plans stay as they were."""

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seawarden.patrol.briefing import charts, pdf
from seawarden.pipeline.patrol import plan as run_plan
from seawarden.pipeline.patrol import plan_outputs

from .conftest import case, cases, event, events
from .test_verbs import files_in, options


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A day planned once, and the desk it was planned at; nothing written yet."""
    folder = tmp_path_factory.mktemp("kept") / "docket"
    folder.mkdir()
    events(event(), event("gap", 31.5, 124.2, 12, is_open=True)).write_parquet(
        folder / "events.parquet"
    )
    cases(case()).write_parquet(folder / "cases.parquet")
    held = []
    with patch.object(plan_outputs, "write", lambda desk, days: held.append((desk, days)) or {}):
        run_plan(options(folder, territorial=(), usable_h=5.0))
    return held[0]


@given(st.lists(st.sampled_from(["kept", "what-if", "other what-if"]), min_size=2, max_size=6))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_plan_touches_an_earlier_one(planned, acts):
    """Once `--out whatif` replaced the plan in the docket, and a later plan its sortie's row."""
    desk, days = planned
    picture = b"picture"
    with (
        TemporaryDirectory() as where,
        patch.object(charts, "plan_chart", lambda *_a, **_k: picture),
        patch.object(charts, "parts_chart", lambda *_a: picture),
        patch.object(charts, "ship_chart", lambda *_a: picture),
        patch.object(pdf, "to_pdf", lambda _page: picture),
    ):
        docket = Path(where) / "docket"
        shutil.copytree(desk.folder.path, docket)
        folder = replace(desk.folder, path=docket, held=docket)
        ids = []
        for act in acts:
            before = files_in(docket)
            out = None if act == "kept" else Path(where) / act.replace(" ", "-")
            mine = replace(
                desk, folder=folder, options=replace(desk.options, docket=docket, out=out)
            )
            result = plan_outputs.write(mine, days)
            after = files_in(docket)
            if act != "kept":
                assert result["is_what_if"] and after == before
                continue
            ids.append(result["plan_id"])
            plans = {p: c for p, c in before.items() if "plans" in p.relative_to(docket).parts}
            assert all(after[path] == content for path, content in plans.items())
            assert {p.name for p in (docket / "patrol" / "plans").iterdir()} == set(ids)
        assert len(set(ids)) == len(ids)
