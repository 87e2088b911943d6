"""A chart of one's own is drawn: a PMTiles archive, written by the library of its authors."""

import io
from pathlib import Path
from typing import Any

from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from seawarden.web.floor_settings import MapSettings

from .conftest import Serve
from .pixels import LAND, drawn

RED = (190, 30, 40)


def test_a_chart_of_ones_own_lies_where_land_lay(
    page: Path, serve: Serve, small_docket: Path, tmp_path: Path, tab: Any
) -> None:
    """One red tile, the whole world: the built-in land is gone, the chart is there."""
    tile = io.BytesIO()
    Image.new("RGB", (256, 256), RED).save(tile, "PNG")
    with write(str(tmp_path / "chart.pmtiles")) as archive:
        archive.write_tile(zxy_to_tileid(0, 0, 0), tile.getvalue())
        about = {"min_zoom": 0, "max_zoom": 0, "tile_type": TileType.PNG,
                 "tile_compression": Compression.NONE, "min_lon_e7": -1_800_000_000,
                 "min_lat_e7": -850_000_000, "max_lon_e7": 1_800_000_000,
                 "max_lat_e7": 850_000_000, "center_zoom": 0, "center_lon_e7": 0,
                 "center_lat_e7": 0}  # fmt: skip
        archive.finalize(about, {"attribution": "Own chart"})
    given = MapSettings(tiles=str(tmp_path / "chart.pmtiles"), attribution="Own chart")
    floor = serve(small_docket / "docket", map=given)
    tab.goto(f"{floor.url}/map?layers=none")
    drawn(tab, ("chart", [RED], 6, 50_000))
    image = Image.open(io.BytesIO(tab.locator(".chart").first.screenshot())).convert("RGB")
    assert sum(n for n, c in image.getcolors(1_000_000) if c == LAND) == 0
    assert tab.locator(".maplibregl-ctrl-attrib").inner_text().startswith("Own chart")
