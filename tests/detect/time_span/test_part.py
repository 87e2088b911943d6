"""How far around a part of time the facts are looked at; `test_contract.py` holds the law."""

from datetime import datetime, timedelta
from types import ModuleType

import pytest

from seawarden import detect
from seawarden.detect.time_span.part import around

AT = datetime.fromisoformat("2026-03-02T00:00:00+00:00")


@pytest.mark.parametrize("detector", detect.ALL, ids=lambda d: d.NAME)
def test_a_part_amid_long_facts_looks_at_a_part_of_them(detector: ModuleType) -> None:
    """A partition that looks at everything would be no partition."""
    low, high = around(detector, AT, AT + timedelta(days=1))
    far = timedelta(hours=detector.NEEDS.before_h + detector.NEEDS.after_h)
    assert low is not None
    assert high is not None
    assert low < AT < high <= AT + far + timedelta(days=2)
    assert around(detector, None, None) == (None, None)
