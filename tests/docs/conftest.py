"""A folder in which the examples of the pages find what they name."""

import shutil
from pathlib import Path

import pytest

from tests.lists import samples

_RELEASE = """---
title: Minister condemns launch
date: 2024-05-14
---
“We condemn the launch of this missile and stand by the rules-based order,” Foreign Minister \
Winston Peters said on Tuesday. “It breaches resolutions of the Security Council, and we call on \
Pyongyang to return to talks,” Mr Peters said.

“New Zealand will go on watching the sea with its partners,” Defence Minister Ann Lee said.
"""
_STORY = """“We condemn the launch of this missile and stand by the rules-based order,” Foreign \
Minister Winston Peters said on Tuesday. “It breaches resolutions of the Security Council, and we \
call on Pyongyang to return to talks,” he said. The launch was the third this year.
"""
_FILES = {
    "releases/2024-05-14-launch.md": _RELEASE,
    "story.txt": _STORY,
    "launches.csv": "date,missile,facility,outcome\n2024-05-13,KN-23,sunan,success\n",
    "deployments.csv": "announced,start,end,asset,base\n2024-04-04,2024-04,2024-05,P-8A,Kadena\n",
    "fleet.csv": "name,imo\nSONG HAE,7389704\nOCEAN STAR,\n",
    "lists/un1718_2026-01-05.csv": samples.UN1718,
}


@pytest.fixture
def desk(small_docket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: AIS, a docket of it, lists, texts and records, all small."""
    for name, text in _FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for docket in ("docket", "demo/watch"):
        shutil.copytree(small_docket / "docket", tmp_path / docket)
    shutil.copytree(small_docket / "ais", tmp_path / "ais")
    monkeypatch.chdir(tmp_path)
    return tmp_path
