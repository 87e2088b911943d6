"""What each list file gave, what a newer one replaced, and what was lost by that: an account.

A file's entries are counted by kind. Those that `holding` no longer takes are replaced by a newer
file of the same dataset; a ship or party among them that the newer file does not hold is lost (she
was removed from the list, or the newer file is not the whole list), and the account says how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .reader import ListInfo
from .versions import holding


@dataclass(frozen=True, slots=True)
class Account:
    """One file: its entries by kind, the rows left out and named, and what replaced them.

    `ended` counts entries that the list itself ends, `replaced` those for which a newer file of
    the dataset stands, `replaced_by` names that file and its day, `lost` counts entries that it
    does not hold.
    """

    path: str
    name: str
    as_of: str | None
    datasets: tuple[str, ...]
    entries: int
    ships: int
    companies: int
    persons: int
    others: int
    left_out: int
    ended: int
    replaced: int
    replaced_by: tuple[str, ...]
    lost: int
    problem: str | None


def ledger(listings: pl.DataFrame, infos: Sequence[ListInfo]) -> list[Account]:
    """Return an account of each file, in the order of `infos` (see `reader.read_folder`)."""
    dataset = pl.coalesce("dataset", "list_code").alias("_dataset")
    rows = listings.with_columns(dataset)
    held = holding(listings).with_columns(dataset)
    gone = rows.join(
        held, on=["listing_id", "as_of", "source"], how="anti", nulls_equal=True,
        maintain_order="left",
    )  # fmt: skip
    itself = (pl.col("delisted_on") <= pl.col("as_of")).fill_null(
        pl.col("delisted_on").is_not_null()
    )
    over, gone = gone.filter(itself), gone.filter(~itself)
    lost = gone
    for key in ("listing_id", "imo"):
        still = held.filter(pl.col(key).is_not_null()).select("_dataset", key).unique()
        lost = lost.join(still, on=["_dataset", key], how="anti", maintain_order="left")
    # One file may give a part of a dataset and another replace it: the file's day says which.
    newest = held.group_by("_dataset", "kind").agg(
        pl.col("source").sort_by("as_of", nulls_last=False).last().alias("_by"),
        pl.col("as_of").max().alias("_by_as_of"),
    )
    ended = gone.join(newest, on=["_dataset", "kind"], how="left", nulls_equal=True)
    return [_account(info, rows, over, ended, lost) for info in infos]


def _account(
    info: ListInfo,
    rows: pl.DataFrame,
    over: pl.DataFrame,
    ended: pl.DataFrame,
    lost: pl.DataFrame,
) -> Account:
    mine = rows.filter(source=info.path)
    counts = dict(mine["kind"].value_counts().iter_rows())
    newer = (
        ended.filter(
            (pl.col("source") == info.path)
            & (pl.col("_by") != info.path)
            & (pl.col("_by_as_of") > pl.col("as_of"))
        )
        .select("_by", "_by_as_of")
        .unique()
        .sort("_by")
    )
    return Account(
        path=info.path,
        name=info.name,
        as_of=info.as_of.isoformat() if info.as_of else None,
        datasets=tuple(mine["_dataset"].unique().sort().to_list()),
        entries=mine.height,
        ships=counts.get("ship", 0),
        companies=counts.get("company", 0),
        persons=counts.get("person", 0),
        others=mine.height - sum(counts.get(k, 0) for k in ("ship", "company", "person")),
        left_out=sum("left out" in note for note in info.notes if info.listings or mine.height),
        ended=over.filter(source=info.path).height,
        replaced=ended.filter(source=info.path).height,
        replaced_by=tuple(f"{path}, as of {day}" for path, day in newer.iter_rows()),
        lost=lost.filter(source=info.path).height,
        problem=info.problem,
    )
