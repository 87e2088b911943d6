"""Runs of positions on land: what is told of them lies on land itself."""

import polars as pl

from seawarden.detect.false_position.inland import inland
from seawarden.geo import coast

from ..lies import facts, voyage


def test_the_place_that_is_told_is_one_of_the_positions() -> None:
    """Shown in Liaoning, Hebei, then Henan: their middle latitude at the first's longitude is
    the open Yellow Sea, and a reader would see a ship at sea called on land."""
    trails = facts([voyage(510_000_001, (33.0, 123.6), hours=6.0)])["TRAILS"]
    places = [(41.5, 123.5), (37.0, 115.0), (33.0, 113.5)]
    third = -(-trails.height // 3)
    lat = [places[i // third][0] for i in range(trails.height)]
    lon = [places[i // third][1] for i in range(trails.height)]
    assert not coast.is_land(pl.Series([37.0]).to_numpy(), pl.Series([123.5]).to_numpy())[0]
    trails = trails.with_columns(
        pl.Series(f"{end}_{axis}_deg", values)
        for end in ("start", "end")
        for axis, values in (("lat", lat), ("lon", lon))
    )
    (run,) = inland(trails).iter_rows(named=True)
    assert (run["lat_deg"], run["lon_deg"]) in places
