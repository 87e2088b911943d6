"""Settings from TOML: what is known is set, what is not is named."""

import json
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from seawarden.errors import UsageError
from seawarden.pipeline import settings_file
from seawarden.pipeline.watch import default_params
from seawarden.thresholds import sources


@dataclass(frozen=True)
class Inner:
    far_m: float = 500.0


@dataclass(frozen=True)
class Params:
    max_speed_kn: float = 2.0
    n: int = 3
    strict: bool = False
    duration_h: tuple[float, ...] = (4.0, 8.0)
    calms: tuple[tuple[float, float], ...] = ((1.0, 0.5), (0.5, 0.3))
    nearness: Inner = Inner()


def _load(tmp_path: Path, text: str):
    path = tmp_path / "s.toml"
    path.write_text(text)
    return settings_file.load(path, {"loitering": Params()})


def test_a_value_is_set_and_a_whole_number_may_stand_for_a_real_one(tmp_path: Path) -> None:
    assert _load(tmp_path, "[loitering]\nmax_speed_kn = 3\n")["loitering"].max_speed_kn == 3.0


def test_a_params_inside_another_is_a_table_inside_its_table(tmp_path: Path) -> None:
    found = _load(tmp_path, "[loitering]\nn = 4\n[loitering.nearness]\nfar_m = 300\n")["loitering"]
    assert found == Params(n=4, nearness=Inner(far_m=300.0))


def test_a_row_of_numbers_is_a_list(tmp_path: Path) -> None:
    text = "[loitering]\nduration_h = [2, 6.5]\ncalms = [[1, 0.4], [0.5, 0.2]]\n"
    found = _load(tmp_path, text)["loitering"]
    assert found.duration_h == (2.0, 6.5)
    assert found.calms == ((1.0, 0.4), (0.5, 0.2))


def test_every_default_of_the_house_can_be_written_in_toml_and_read_back(tmp_path: Path) -> None:
    """What run.json says of a run's thresholds must be possible to set, there or at the source."""

    def toml(name: str, values: dict[str, Any]) -> str:
        tables = {k: v for k, v in values.items() if isinstance(v, dict)}
        rest = "".join(
            f"{k} = {json.dumps(v)}\n"
            for k, v in values.items()
            if k not in tables and v is not None
        )
        return f"[{name}]\n{rest}" + "".join(toml(f"{name}.{k}", v) for k, v in tables.items())

    def settable(params: Any) -> dict[str, Any]:
        names = {f.name for f in fields(params)} - set(sources(params))
        values = {name: getattr(params, name) for name in names}
        return {k: settable(v) if is_dataclass(v) else v for k, v in values.items()}

    defaults = default_params.defaults()
    path = tmp_path / "all.toml"
    path.write_text("".join(toml(k, settable(v)) for k, v in defaults.items()))
    assert settings_file.load(path, defaults) == defaults


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[loitering.near]\n", "[loitering] has no 'near'; did you mean 'nearness'?"),
        ("[loitering.nearness]\nfar = 3\n", "[loitering.nearness] has no 'far'; did you mean"),
        ("[loitering]\nnearness = 3\n", "'nearness' must be a table, as in [loitering.nearness]"),
        ("[loitering]\nduration_h = 3\n", "duration_h = 3: expected a list, like [4.0, 8.0]"),
        ("[loitering]\nduration_h = [3]\n", "duration_h: came 1 value(s), expected 2, like [4.0"),
        ("[loitering]\nduration_h = [3, true]\n", "duration_h, value 2 = True: expected float"),
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
    plain = settings_file.plain(default_params.defaults())
    assert {"facts", "sts", "gap", "screen", "case"} <= set(plain)
    assert len(settings_file.digest(plain)) == 64
