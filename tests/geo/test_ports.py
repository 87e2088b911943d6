"""The port table against its source, and nearest against brute force."""

from pathlib import Path

import numpy as np
import polars as pl

from seawarden.geo import ports
from seawarden.geo.sphere import distance_m


def test_every_port_of_the_index_stands_in_the_table(shared_data: Path) -> None:
    source = pl.read_csv(
        shared_data / "places" / "world_port_index_2023-08.csv", infer_schema_length=0
    ).select(
        number=pl.col("World Port Index Number").cast(pl.Float64).cast(pl.Int32),
        lat=pl.col("Latitude").cast(pl.Float64),
        lon=pl.col("Longitude").cast(pl.Float64),
        harbour=pl.col("Harbor Size").str.strip_chars(),
    )
    ours = ports.ports()
    assert ours["number"].n_unique() == ours.height == source["number"].n_unique()
    both = ours.join(source, on="number").filter(
        (pl.col("lat") - pl.col("lat_deg")).abs() + (pl.col("lon") - pl.col("lon_deg")).abs() < 0.02
    )
    assert both["number"].n_unique() == ours.height
    agree = both["size"] == both["harbour"].str.slice(0, 1)
    assert agree.sum() >= ours.height


def test_the_ten_dprk_ports_are_flagged() -> None:
    dprk = ports.ports().filter("is_dprk")
    assert dprk.height == 10
    assert {"Nampo", "Wonsan", "Ch'ongjin", "Hungnam"} <= set(dprk["name"])
    assert ports.ports().filter(pl.col("name") == "Inchon")["is_dprk"].to_list() == [False]


def test_every_country_is_two_letters() -> None:
    assert ports.ports()["country"].str.contains("^[A-Z]{2}$").all()


def test_nearest_agrees_with_brute_force_also_at_the_pole_and_180() -> None:
    rng = np.random.default_rng(5)
    lat = np.concatenate([rng.uniform(-90, 90, 200), [90.0, -90.0, 52.0, -17.0]])
    lon = np.concatenate([rng.uniform(-180, 180, 200), [0.0, 12.0, 180.0, -179.99]])
    frame = ports.ports()
    table = distance_m(
        lat[:, None], lon[:, None], frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
    )
    index, distance = ports.nearest(lat, lon)
    np.testing.assert_allclose(distance, table.min(axis=1), atol=0.5)
    np.testing.assert_allclose(table[np.arange(lat.size), index], table.min(axis=1), atol=0.5)


def test_inside_names_the_port_or_none() -> None:
    row, distance = ports.inside(np.array([38.72, 33.0]), np.array([125.40, 124.0]))
    assert ports.ports()["name"][int(row[0])] == "Nampo"
    assert row[1] == -1
    assert distance[1] > 100_000
    assert ports.inside(np.empty(0), np.empty(0))[0].size == 0
