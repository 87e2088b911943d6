// A chart of one's own in place of Natural Earth: a PMTiles archive on the server, or a tile source.
import * as maplibregl from "maplibre-gl";

type Shades = { sea: string; land: string; edge: string };
type VectorLayer = { id: string };

export async function lay(map: maplibregl.Map, kind: string, url: string, attribution: string, shades: Shades) {
  if (kind === "tiles") {
    addRaster(map, { type: "raster", tiles: [url], tileSize: 256, attribution });
  } else {
    const { PMTiles, Protocol, TileType } = await import("pmtiles");
    const archive = new PMTiles(new URL(url, location.href).href);
    const protocol = new Protocol();
    protocol.add(archive);
    maplibregl.addProtocol("pmtiles", protocol.tile);
    const [head, about] = [await archive.getHeader(), await archive.getMetadata()];
    const at = `pmtiles://${archive.source.getKey()}`;
    if (head.tileType === TileType.Mvt) addVector(map, at, attribution, ((about as { vector_layers?: VectorLayer[] }).vector_layers ?? []), shades);
    else addRaster(map, { type: "raster", url: at, tileSize: 256, attribution });
  }
  if (attribution) map.addControl(new maplibregl.AttributionControl({ compact: false }), "bottom-right");
  for (const layer of ["land", "edge"]) map.setLayoutProperty(layer, "visibility", "none");
}

function addRaster(map: maplibregl.Map, source: maplibregl.RasterSourceSpecification) {
  map.addSource("chart", source);
  map.addLayer({ id: "chart", type: "raster", source: "chart" }, "land");
}

/** Land and water are filled by what their layers are called; everything else is a thin line. */
function addVector(map: maplibregl.Map, url: string, attribution: string, layers: VectorLayer[], shades: Shades) {
  map.addSource("chart", { type: "vector", url, attribution });
  for (const { id } of layers) {
    const at = { source: "chart", "source-layer": id };
    const fill = /water|ocean|sea|lake/i.test(id) ? shades.sea : /land|earth|countr|coast/i.test(id) ? shades.land : null;
    if (fill) map.addLayer({ ...at, id: `chart-${id}`, type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": fill } }, "land");
    map.addLayer({ ...at, id: `chart-edge-${id}`, type: "line", paint: { "line-color": shades.edge, "line-width": 0.6 } }, "land");
  }
}
