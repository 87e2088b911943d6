// The one place that talks to the server: JSON in and out, the session's token on every change.
import type { components } from "./schema";

export type Here = components["schemas"]["Here"];
export type Row = components["schemas"]["Row"];
export type Queue = components["schemas"]["Queue"];
export type Source = components["schemas"]["Chart"];

let token = "";

export class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

async function answered<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  let message = `the floor answered ${response.status}`;
  try {
    message = ((await response.json()) as { error: string }).error ?? message;
  } catch {
    // The status is all there is to say.
  }
  throw new Refused(response.status, message);
}

export async function get<T>(path: string): Promise<T> {
  return answered<T>(await fetch(path, { headers: { accept: "application/json" } }));
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json", "x-seawarden-token": token };
  return answered<T>(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** A form with files. */
export async function send<T>(path: string, body: FormData): Promise<T> {
  return answered<T>(await fetch(path, { method: "POST", headers: { "x-seawarden-token": token }, body }));
}
export async function here(): Promise<Here> {
  const found = await get<Here>("/api/session");
  token = found.token ?? "";
  return found;
}

export type Detail = Record<string, unknown>;

export async function act(word: string, cases: string[], detail: Detail = {}): Promise<number[]> {
  const kept = await post<{ numbers: number[] }>("/api/acts", { act: word, cases, detail });
  return kept.numbers;
}

export const undo = (number: number) => post<{ numbers: number[] }>("/api/undo", { number });

/** A time as the floor prints it: 2 Mar 10:25. */
export function brief(time: string | number): string {
  const at = new Date(typeof time === "number" ? time * 1000 : time);
  const day = at.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  return `${day} ${at.toISOString().slice(11, 16)}`;
}

/** A position in degrees and minutes: 38°03.0′N 123°43.0′E. */
export function place(lat: number, lon: number): string {
  const one = (value: number, width: number, [plus, minus]: string) => {
    const tenths = Math.round(Math.abs(value) * 600);
    const whole = String(Math.floor(tenths / 600)).padStart(width, "0");
    return `${whole}°${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}′${value < 0 ? minus : plus}`;
  };
  return `${one(lat, 2, "NS")} ${one(lon, 3, "EW")}`;
}
