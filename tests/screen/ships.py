"""Listed ships and queries for tests, one keyword a column."""

import polars as pl

from seawarden.schema import LISTINGS, conform

_BASE = {
    "list_code": "test", "list_name": "Test list", "kind": "ship", "is_dprk": False,
    "source": "test.csv", "sha256": "0", "other_names": [], "former_names": [],
    "former_flags": [], "mmsi": [],
}  # fmt: skip


def listed(*ships: dict) -> pl.DataFrame:
    rows = [
        _BASE | {"listing_id": f"test:{i}", "line": i} | ship for i, ship in enumerate(ships, 1)
    ]
    columns = {n: t for n, t in LISTINGS.schema.items() if any(n in row for row in rows)}
    return conform(pl.DataFrame(rows, schema=columns), LISTINGS)


def asked(*ships: dict) -> pl.DataFrame:
    rows = [{"query_id": str(i)} | ship for i, ship in enumerate(ships, 1)]
    return pl.DataFrame(rows, infer_schema_length=None)
