"""Where things rest: the archive (Parquet) and the docket (DuckDB)."""
