"""How well ships are screened: pairs marked by hand, `vessel-v1` beside `logic-v2`.

    python benchmarks/screening_pairs.py

`pairs/ships.csv` holds listed ships, re-keyed from OFAC's list of 20 March 2026 (source `ofac`)
and from DPRK ships on the EU, UK and OFAC lists (source `merged`): name, IMO number, flag, type.
`pairs/pairs.csv` holds what a person might type of them, and of ships that are others: marked by
hand before any of it was screened, `same` 1 or 0, `kind` what the pair tries. Half of the ships
are for tuning, half for testing; thresholds were set on the former only. A pair is found when its
verdict is match or possible (`vessel-v1`), or its score at least 0.7 (`logic-v2`, the threshold
of its makers). Slips are names of 5 to 8 letters, one letter off, with the flag agreeing; they
are weighed against all pairs whose names are near and whose ships are others.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from seawarden.schema import LISTINGS, conform
from seawarden.screen import Params, match

FOLDER = Path(__file__).parent / "pairs"
LOGIC_V2 = 0.7


@dataclass(frozen=True, slots=True)
class Counts:
    """Pairs of one ship found and missed, pairs of two ships found."""

    found: int
    missed: int
    false: int

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.false)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + self.missed)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listings() -> pl.DataFrame:
    """Return the listed ships as LISTINGS."""
    made = [
        {
            "listing_id": f"pairs:{r['ship']}", "list_code": "pairs", "list_name": "marked pairs",
            "kind": "ship", "name": r["name"], "imo": int(r["imo"]) if r["imo"] else None,
            "flag": r["flag"] or None, "ship_type": r["ship_type"] or None,
            "other_names": [n for n in r["other_names"].split(";") if n],
            "is_dprk": r["is_dprk"] == "1", "source": "ships.csv", "sha256": "", "line": i,
        }
        for i, r in enumerate(rows("ships"), start=2)
    ]  # fmt: skip
    types = {n: t for n, t in LISTINGS.schema.items() if n in made[0]}
    return conform(pl.DataFrame(made, schema=types), LISTINGS)


def queries() -> pl.DataFrame:
    """Return what was typed, one row a pair; `query_id` is its line."""
    made = [
        {
            "query_id": str(i), "name": r["name"] or None,
            "imo": int(r["imo"]) if r["imo"] else None, "flag": r["flag"] or None,
            "ship_type": r["ship_type"] or None,
        }
        for i, r in enumerate(rows("pairs"), start=2)
    ]  # fmt: skip
    return pl.DataFrame(made, schema_overrides={"imo": pl.UInt32}, infer_schema_length=None)


def marked() -> pl.DataFrame:
    """Return the pairs with their marks: `query_id, listing_id, part, same, kind, flag`."""
    part = {r["ship"]: r["part"] for r in rows("ships")}
    made = [
        {
            "query_id": str(i), "listing_id": f"pairs:{r['ship']}", "part": part[r["ship"]],
            "same": r["same"] == "1", "kind": r["kind"], "name": r["name"],
        }
        for i, r in enumerate(rows("pairs"), start=2)
    ]  # fmt: skip
    return pl.DataFrame(made)


def vessel_v1(params: Params | None = None) -> pl.DataFrame:
    """Return `marked` with `found`: whether the pair came out as match or possible."""
    hits = match(queries(), listings(), params=params or Params())
    hits = hits.filter(pl.col("verdict") != "no match").select("query_id", "listing_id")
    return marked().join(
        hits.with_columns(found=True), on=["query_id", "listing_id"], how="left"
    ).with_columns(pl.col("found").fill_null(False))  # fmt: skip


def logic_v2() -> pl.DataFrame:
    """Return `marked` with `found` by nomenklatura's logic-v2 (extra `ftm`)."""
    from seawarden.screen import logic_v2 as other

    listed = {r["listing_id"]: other.listing_entity(r) for r in listings().iter_rows(named=True)}
    asked = {
        r["query_id"]: other.query_entity(
            {"mmsi": None, "call_sign": None, "owner": None, "former_names": None, **r}
        )
        for r in queries().iter_rows(named=True)
    }
    pairs = marked()
    found = [
        other.compare(asked[q], listed[x]).score >= LOGIC_V2
        for q, x in pairs.select("query_id", "listing_id").iter_rows()
    ]
    return pairs.with_columns(found=pl.Series(found))


def counts(pairs: pl.DataFrame) -> Counts:
    same, found = pl.col("same"), pl.col("found")
    return Counts(
        pairs.filter(same & found).height,
        pairs.filter(same & ~found).height,
        pairs.filter(~same & found).height,
    )


def slips(pairs: pl.DataFrame) -> Counts:
    """Return the counts of one-letter slips, against the ships of names that are near."""
    return counts(pairs.filter(pl.col("kind").is_in(["slip", "near name"])))


def main() -> None:
    for name, pairs in (("vessel-v1", vessel_v1()), ("logic-v2", logic_v2())):
        for part in ("tuning", "testing", "all"):
            few = pairs if part == "all" else pairs.filter(part=part)
            for what, c in (("pairs", counts(few)), ("slips", slips(few))):
                print(
                    f"{name:10} {part:8} {what}: precision {c.precision:.3f}, "
                    f"recall {c.recall:.3f} ({c.found} found, {c.missed} missed, {c.false} false)"
                )


if __name__ == "__main__":
    main()
