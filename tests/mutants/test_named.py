"""The faults chosen by hand fit the code; `make mutants-few` shows that the tests notice them."""

from pathlib import Path

import pytest

from .named import NAMED, Named

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("named", NAMED, ids=lambda n: f"{n.name} [{n.became[:24]}]")
def test_a_fault_fits_its_file_and_its_tests_are_there(named: Named) -> None:
    mutant = named.mutant(ROOT)
    assert named.became != named.was
    assert named.became.splitlines()[0] in mutant.source.splitlines()[mutant.line - 1]
    assert named.tests
    assert all((ROOT / test).exists() for test in named.tests)


@pytest.mark.parametrize(("was", "n"), [("no such text", 0), ("number", 9)])
def test_a_fault_that_no_longer_fits_its_file_is_refused(tmp_path: Path, was: str, n: int) -> None:
    (tmp_path / "a.py").write_text("number = 1\n" * 9)
    with pytest.raises(ValueError, match=f"`{was}` stands {n} times in a.py, not once"):
        Named("a fault", Path("a.py"), was, "", ()).mutant(tmp_path)
