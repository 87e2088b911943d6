"""Do two senders claim to be one ship: one size, one name, one IMO number?

All three are typed in by a crew. Blind spots: sister ships share a size; names are not unique, but
two ships of one name seldom lie side by side.
"""

import polars as pl


def one_size() -> pl.Expr:
    """Return whether both claim one length and one beam, to a metre."""
    pairs = (("length_m", "other_length_m"), ("beam_m", "other_beam_m"))
    return pl.all_horizontal(
        (pl.col(a).cast(pl.Int32) - pl.col(b).cast(pl.Int32)).abs() <= 1 for a, b in pairs
    ).fill_null(False)


def same_name() -> pl.Expr:
    """Return whether both claim one name or one call sign."""
    same = [pl.col(c) == pl.col(f"other_{c}") for c in ("name", "call_sign")]
    return pl.any_horizontal(*same).fill_null(False)


def same_imo() -> pl.Expr:
    """Return whether both claim one valid IMO number; null where not both claim one."""
    return pl.col("imo") == pl.col("other_imo")
