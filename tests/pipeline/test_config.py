"""Settings from TOML: what is known is set, what is not is named."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from seawarden.errors import UsageError
from seawarden.pipeline import config, settings


@dataclass(frozen=True)
class Params:
    max_speed_kn: float = 2.0
    n: int = 3
    strict: bool = False


def _load(tmp_path: Path, text: str):
    path = tmp_path / "s.toml"
    path.write_text(text)
    return config.load(path, {"loitering": Params()})


def test_a_value_is_set_and_a_whole_number_may_stand_for_a_real_one(tmp_path: Path) -> None:
    assert _load(tmp_path, "[loitering]\nmax_speed_kn = 3\n")["loitering"].max_speed_kn == 3.0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[loiter]\n", "no table [loiter]; known are loitering; did you mean 'loitering'?"),
        ("[loitering]\nmax_speed = 3\n", "no 'max_speed'; did you mean 'max_speed_kn'?"),
        ("[loitering]\nn = 2.5\n", "[loitering] n = 2.5: expected int, like 3"),
        ("[loitering]\nn = true\n", "[loitering] n = True: expected int, like 3"),
        ("[loitering]\nstrict = 1\n", "[loitering] strict = 1: expected bool, like False"),
        ("loitering = 3\n", "'loitering' must be a table, as in [loitering]"),
        ("[loitering\n", "not a TOML file: "),
    ],
)
def test_what_is_not_known_is_named(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(UsageError) as error:
        _load(tmp_path, text)
    assert line in str(error.value)
    assert "s.toml" in str(error.value)


def test_every_default_can_be_written_down_and_hashed() -> None:
    plain = config.plain(settings.defaults())
    assert {"facts", "sts", "gap", "screen", "case"} <= set(plain)
    assert len(config.digest(plain)) == 64
