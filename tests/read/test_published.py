"""Every published layout gives the scene: the same positions, times, speeds, courses, headings."""

from pathlib import Path

import pytest

from seawarden.errors import FormatError

from .published_samples import OPTIONS, REFUSED, samples
from .scene import put, read, shown, truth


@pytest.mark.parametrize("name", samples())
def test_a_layout_gives_the_scene(tmp_path: Path, name: str) -> None:
    batches = read(put(tmp_path, samples()[name], "file"), **OPTIONS.get(name, {}))
    assert shown(batches) == truth()
    assert sum(b.n_rejects for b in batches) == 0


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_holds_no_reports_is_refused(tmp_path: Path, name: str) -> None:
    text, match = REFUSED[name]
    with pytest.raises(FormatError, match=match):
        read(put(tmp_path, text))


def test_names_sizes_and_draughts_come_along(tmp_path: Path) -> None:
    for name in ("vesselfinder", "aishub xml", "aishub json ais", "spire graphql", "danish"):
        (batch,) = read(put(tmp_path, samples()[name], "file"))
        ship = batch.statics.filter(batch.statics["mmsi"] == 412111110).row(0, named=True)
        assert (ship["imo"], ship["name"], ship["call_sign"]) == (9100009, "TANKER ONE", "BQAA")
        assert (ship["bow_m"], ship["starboard_m"]) == (100, 22), name
        assert ship["draught_m"] == pytest.approx(8.5), name
