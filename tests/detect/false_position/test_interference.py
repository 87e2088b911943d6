"""Where the ships of a jammed area were: every ship has one vote."""

import polars as pl
import pytest

from seawarden.detect.false_position import interference

from ..make import at


def block(mmsi: int, hours: float, where: tuple[float, float]) -> dict[str, object]:
    """A stretch of false positions at one airport, of a ship that was `where` before."""
    return {"area": 0, "mmsi": mmsi, "hull": mmsi * 100_000 + 1, "start_utc": at(hours),
            "end_utc": at(hours + 0.1), "is_home": False, "lat_deg": 37.2, "lon_deg": 127.3,
            "from_lat_deg": where[0], "from_lon_deg": where[1], "heard": interference.SAME,
            "receiver": "r1", "first_row": 1, "last_row": 2}  # fmt: skip


def test_a_ship_that_jumps_to_and_fro_ten_times_is_no_ten_ships() -> None:
    near = [block(412_000_000 + i, 10.0, (36.5 + i / 100, 123.5)) for i in range(3)]
    restless = [block(440_000_001, 10.0 + i / 10, (35.4, 129.4)) for i in range(10)]
    found = interference.gather(pl.DataFrame([*near, *restless]))
    assert found["ships"].to_list() == [4]
    assert found["from_lat_deg"][0] == pytest.approx(36.5, abs=0.1)
    assert found["from_lon_deg"][0] == pytest.approx(123.5, abs=0.1)
    assert found["end_utc"][0] == at(11.0)
