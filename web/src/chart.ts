// The map: Natural Earth's land, the tracks that the server thinned, and layers of GeoJSON.
import { ScatterplotLayer } from "@deck.gl/layers";
import { MapLibreOverlay } from "@deck.gl/maplibre";
import * as maplibregl from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { feature } from "topojson-client";
import { get, type Source } from "./api";
import landUrl from "world-atlas/land-50m.json?url";
import farLandUrl from "world-atlas/land-110m.json?url";

maplibregl.setWorkerUrl(workerUrl);

type Colour = [number, number, number, number];
export type Feature = { type: "Feature"; properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } };
export type Features = { type: "FeatureCollection"; features: Feature[] };
export type Dot = { id: string; lon: number; lat: number; kind: string; title: string };
export type Layer = { id: string; data: Features; kind: "fill" | "line" | "dash" | "dot"; colour: string; size?: number };

/** Okabe and Ito's colours: told apart by every kind of colour vision. */
export const KINDS: Record<string, [number, number, number]> = {
  sts: [213, 94, 0], dark_sts: [204, 121, 167], encounter: [230, 159, 0], loitering: [0, 114, 178],
  gap: [120, 120, 120], port_visit: [0, 158, 115], spoofing: [170, 140, 0], identity: [86, 180, 233],
  dark_ship: [150, 70, 160], listed: [200, 30, 30],
};
const SHADES = {
  light: { sea: "#dbe7f0", land: "#cfc8b8", edge: "#8d8675", track: "rgba(20, 70, 120, 0.6)" },
  dark: { sea: "#0e1a24", land: "#2b3440", edge: "#5a6b7c", track: "rgba(120, 200, 255, 0.55)" },
};

/** From this zoom on the coast is drawn at 1:50 million; before it the small file at 1:110 million is enough. */
const NEAR_ZOOM = 4.5;
const shapes = new Map<string, Promise<GeoJSON.GeoJSON>>();
function landShape(url: string) {
  const held = shapes.get(url) ?? fetch(url).then(async (answer) => {
    const topo = await answer.json();
    return feature(topo, topo.objects.land) as unknown as GeoJSON.GeoJSON;
  });
  shapes.set(url, held);
  return held;
}

const EMPTY: Features = { type: "FeatureCollection", features: [] };

export class Chart {
  readonly map: maplibregl.Map;
  private overlay = new MapLibreOverlay({ interleaved: false, layers: [] });
  private dots: Dot[] = [];
  private chosen = "";
  private theme: "light" | "dark";
  private asked = 0;
  private isReady = false;
  private landShown = "";
  private times: [string, string] | null = null;
  onpick: (id: string) => void = () => {};
  onstate: (state: string) => void = () => {};

  constructor(container: HTMLElement, theme: "light" | "dark", center: [number, number], zoom: number) {
    this.theme = theme;
    const shades = SHADES[theme];
    this.map = new maplibregl.Map({
      container, center, zoom, attributionControl: false, dragRotate: false, pitchWithRotate: false,
      canvasContextAttributes: { preserveDrawingBuffer: true },
      style: {
        version: 8,
        sources: { land: { type: "geojson", data: EMPTY as never, attribution: "Natural Earth" } },
        layers: [
          { id: "sea", type: "background", paint: { "background-color": shades.sea } },
          { id: "land", type: "fill", source: "land", paint: { "fill-color": shades.land } },
          { id: "edge", type: "line", source: "land", paint: { "line-color": shades.edge, "line-width": 0.8 } },
        ],
      },
    });
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
    this.map.addControl(new maplibregl.ScaleControl({ unit: "nautical" }));
    this.map.addControl(this.overlay as unknown as maplibregl.IControl);
    this.map.on("moveend", () => void Promise.all([this.loadTracks(), this.loadLand()]));
  }

  async ready(): Promise<void> {
    if (!this.map.loaded()) await new Promise((done) => this.map.once("load", done));
    const { kind, url, attribution } = await get<Source>("/api/map/chart");
    if (kind !== "land") await (await import("./ownChart")).lay(this.map, kind, url, attribution, SHADES[this.theme]);
    this.isReady = true;
    await Promise.all([this.loadLand(), this.loadTracks()]);
  }

  private async loadLand() {
    const url = this.map.getZoom() < NEAR_ZOOM ? farLandUrl : landUrl;
    if (url === this.landShown) return;
    this.landShown = url;
    const shape = await landShape(url);
    if (url === this.landShown) (this.map.getSource("land") as maplibregl.GeoJSONSource)?.setData(shape as never);
  }

  setTheme(theme: "light" | "dark") {
    this.theme = theme;
    const shades = SHADES[theme];
    this.map.setPaintProperty("sea", "background-color", shades.sea);
    this.map.setPaintProperty("land", "fill-color", shades.land);
    this.map.setPaintProperty("edge", "line-color", shades.edge);
    if (this.map.getLayer("tracks")) this.map.setPaintProperty("tracks", "line-color", shades.track);
    this.draw();
  }

  /** Show the tracks between two times; before the map is ready they are only kept. */
  setTimes(since: string, until: string) {
    if (this.times?.[0] === since && this.times[1] === until) return;
    this.times = [since, until];
    if (this.isReady) void this.loadTracks();
  }

  setDots(dots: Dot[], chosen: string) {
    this.dots = dots;
    this.chosen = chosen;
    this.draw();
  }

  /** Put GeoJSON on the map, above everything or right above a layer, or take it away when it holds nothing. */
  setLayer(layer: Layer, above?: string) {
    const source = this.map.getSource(layer.id) as maplibregl.GeoJSONSource | undefined;
    if (source) {
      source.setData(layer.data as never);
      return;
    }
    this.map.addSource(layer.id, { type: "geojson", data: layer.data as never });
    const at = { id: layer.id, source: layer.id };
    const size = layer.size ?? 2;
    const order = this.map.getLayersOrder();
    const before = above ? order[order.indexOf(above) + 1] : undefined;
    if (layer.kind === "fill") {
      this.map.addLayer({ ...at, type: "fill", paint: { "fill-color": layer.colour, "fill-opacity": 0.25, "fill-outline-color": layer.colour } });
    } else if (layer.kind === "dot") {
      this.map.addLayer({ ...at, type: "circle", paint: { "circle-color": layer.colour, "circle-radius": size, "circle-stroke-color": "#fff", "circle-stroke-width": 1 } });
    } else {
      const dash = layer.kind === "dash" ? { "line-dasharray": [2, 2] } : {};
      this.map.addLayer({ ...at, type: "line", paint: { "line-color": layer.colour, "line-width": size, ...dash } }, before);
    }
  }

  show(id: string, isShown: boolean) {
    if (this.map.getLayer(id)) this.map.setLayoutProperty(id, "visibility", isShown ? "visible" : "none");
  }

  /** The view as west,south,east,north in degrees. */
  box(): string {
    const bounds = this.map.getBounds();
    const whole = bounds.getEast() - bounds.getWest() >= 360;
    const [west, east] = whole ? [-180, 180] : [bounds.getWest(), bounds.getEast()];
    return [west, bounds.getSouth(), east, bounds.getNorth()].map((d) => d.toFixed(5)).join(",");
  }

  private async loadTracks() {
    const turn = ++this.asked;
    this.onstate("loading");
    const query = new URLSearchParams({ box: this.box() });
    if (this.times) {
      query.set("since", this.times[0]);
      query.set("until", this.times[1]);
    }
    const answer = await fetch(`/api/map/tracks?${query}`);
    if (!answer.ok || turn !== this.asked) return;
    // Lines of MapLibre, not instances of deck.gl: 40,000 of those take seconds a frame where no graphics
    // processor is (SwiftShader draws each on its own).
    this.setLayer({ id: "tracks", kind: "line", data: read(await answer.arrayBuffer()), colour: SHADES[this.theme].track, size: 1.6 }, "edge");
    this.map.once("idle", () => turn === this.asked && this.onstate("drawn"));
  }

  private draw() {
    const layers: unknown[] = [];
    const edge: Colour = this.theme === "dark" ? [255, 255, 255, 255] : [0, 0, 0, 255];
    layers.push(
      new ScatterplotLayer<Dot>({
        id: "cases", data: this.dots, pickable: true, stroked: true, radiusUnits: "pixels", lineWidthUnits: "pixels",
        getPosition: (d) => [d.lon, d.lat], getFillColor: (d) => KINDS[d.kind] ?? [90, 90, 90],
        getRadius: (d) => (d.id === this.chosen ? 10 : 6), getLineWidth: (d) => (d.id === this.chosen ? 3 : 1),
        getLineColor: edge, updateTriggers: { getRadius: this.chosen, getLineWidth: this.chosen, getLineColor: this.theme },
        onClick: (found) => found.object && this.onpick(found.object.id),
      }),
    );
    this.overlay.setProps({ layers: layers as never });
  }

  remove() {
    this.map.remove();
  }
}

/** Tracks as lines of degrees; beyond 180 deg where a ship crosses it, so that no line goes round the world. */
function read(buffer: ArrayBuffer): Features {
  const [n, total] = new Uint32Array(buffer, 0, 2);
  const counts = new Uint32Array(buffer, 8 + 4 * n, n);
  const points = new Float32Array(buffer, 8 + 8 * n, 2 * total);
  const coordinates: [number, number][][] = [];
  for (let i = 0, at = 0; i < n; i++) {
    const line: [number, number][] = [];
    for (let k = 0, turns = 0; k < counts[i]; k++, at++) {
      const lon = points[2 * at];
      if (k && Math.abs(lon + turns - line[k - 1][0]) > 180) turns += lon + turns < line[k - 1][0] ? 360 : -360;
      line.push([lon + turns, points[2 * at + 1]]);
    }
    coordinates.push(line);
  }
  return { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates } }] };
}
