"""`docs/accuracy-contact.md`: contact and purpose at size; small, the tables of accuracy.md."""

from pathlib import Path

import polars as pl

from ..innocent import INTERVALS_MIN, Contacts, bound, summed
from ..score import calibration_error
from .targets import Target, cell

PATH = Path(__file__).parents[3] / "docs" / "accuracy-contact.md"
_CONTACT = {1.0: 0.97, 20.0: 0.95, 60.0: 0.85}
_PURPOSE = {1.0: 0.95, 20.0: 0.95, 60.0: 0.80}
_MOST_ERROR, _MOST_CALLED = 0.05, 0.01
_ALIBIS = 0.9


def page(found: Contacts, hidden: Contacts, seeds: range, pairs: float, vessels: int) -> str:
    """Return the whole page; `hidden` are the transfers under decoys and clones."""
    rows = "".join(
        f"| {what} | {measured} | {({True: 'met', False: '**short**'}).get(met, 'not decided')} |\n"  # type: ignore[call-overload]
        for what, measured, met in [*targets(found), *_alibis(hidden)]
    )
    return (
        "# Contact and purpose, at size\n\n"
        f"Written by `python -m benchmarks.truth.innocent --first {seeds.start} --seeds "
        f"{len(seeds)} --pairs {pairs:g} --vessels {vessels} --write`; do not edit. All traffic is "
        "SIMULATED. Nothing was fitted or chosen on these seeds.\n\n"
        f"| target | measured | |\n|---|---|---|\n{rows}\n{tables(found)}\n"
        "Transfers while another transmitter sent the MMSI of a party, in worlds of their own:\n\n"
        f"{_rows(hidden)}\n"
    )


def _alibis(hidden: Contacts) -> list[Target]:
    """Return how many transfers under a decoy or a clone are called."""
    out: list[Target] = []
    for interval in sorted(hidden.pairs["interval_min"].unique()):
        at = hidden.pairs.filter((pl.col("interval_min") == interval) & pl.col("is_transfer"))
        called = int(at["called"].sum())
        share = called / max(at.height, 1)
        out.append(
            (
                f"transfers under decoys and clones, {interval:g} min: called ≥ {_ALIBIS}",
                f"{share:.3f} ({called} of {at.height})",
                share >= _ALIBIS,
            )
        )
    return out


def targets(found: Contacts) -> list[Target]:
    """Return what is asked of contact and purpose, and what was measured."""
    out: list[Target] = []
    for interval in sorted(found.pairs["interval_min"].unique()):
        at = found.pairs.filter(pl.col("interval_min") == interval)
        true = at.filter("is_transfer")
        if true.is_empty():
            continue
        share = float(true["contact"].mean())  # type: ignore[arg-type]
        least = _CONTACT.get(interval, 0.0)
        out.append(
            (
                f"contact, {interval:g} min: recall ≥ {least}",
                f"{share:.3f} ({true['contact'].sum()} of {true.height})",
                share >= least,
            )
        )
        apart = true.filter("separated", "contact")
        share, least = float(apart["called"].mean() or 0.0), _PURPOSE.get(interval, 0.0)  # type: ignore[arg-type]
        out.append(
            (
                f"transfers that type, draught, place or course separates, {interval:g} min: "
                f"called ≥ {least}",
                f"{share:.3f} ({apart['called'].sum()} of {apart.height})",
                share >= least,
            )
        )
    innocent = found.pairs.filter(~pl.col("is_transfer"))
    called, worded = int(innocent["called"].sum()), int(innocent["worded"].sum())
    worst = summed(found).filter(~pl.col("is_transfer"))
    rate = called / max(innocent.height, 1)
    out.append(
        (
            "innocent pairs called a transfer, all kinds: ≤ 1 in 100",
            f"{called} of {innocent.height}, at most {bound(called, innocent.height):.4f} (95 %)",
            rate <= _MOST_CALLED,
        )
    )
    over = worst.filter(pl.col("called") > _MOST_CALLED * pl.col("pairs"))
    words = ", ".join(
        f"{r['behaviour']} at {r['interval_min']:g} min {r['called']} of {r['pairs']}"
        for r in over.iter_rows(named=True)
    )
    out.append(("the same of each kind and interval", words or "none above", over.is_empty()))
    out.append(("innocent pairs that a case words as a transfer: none", str(worded), worded == 0))
    for what, truth, part in (
        ("contact", "touched", found.events),
        ("purpose", "is_transfer", found.events.filter("touched")),
    ):
        error = calibration_error(part[truth], part[what])
        out.append(
            (
                f"expected calibration error of {what} ≤ {_MOST_ERROR}",
                f"{error:.3f} ({part.height} events)",
                error <= _MOST_ERROR,
            )
        )
    return out


def tables(found: Contacts) -> str:
    """Return the table of kinds, and that of transfers whose purpose nothing separates."""
    dim = found.pairs.filter(pl.col("is_transfer") & pl.col("contact") & ~pl.col("separated"))
    return (
        "Pairs staged of each kind: how many were a contact at 0.5, called a transfer, and worded "
        "as one in a case; the upper end of the one-sided 95 % interval of the calls.\n\n"
        + _rows(found)
        + f'\n\nTransfers found as a contact whose purpose nothing separates ("cannot be told from '
        f'AIS"): {dim.height}.\n'
    )


def _rows(found: Contacts) -> str:
    counts = {
        (r["is_transfer"], r["behaviour"], r["interval_min"]): r
        for r in summed(found).iter_rows(named=True)
    }
    times = [i for i in INTERVALS_MIN if i in set(found.pairs["interval_min"])]
    head = [
        "pairs, contact / called / worded",
        *(f"{i:g} min" for i in times),
        "calls at most (95 %)",
    ]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for is_transfer, name in sorted({key[:2] for key in counts}):
        here = [counts.get((is_transfer, name, i)) for i in times]
        cells = [
            "–" if r is None else f"{r['pairs']}: {r['contact']} / {r['called']} / {r['worded']}"
            for r in here
        ]
        most = "" if is_transfer else " / ".join(cell(r["bound"]) if r else "–" for r in here)
        lines.append(
            f"| `{name}`{' (transfer)' if is_transfer else ''} | "
            + " | ".join(cells)
            + f" | {most} |"
        )
    return "\n".join(lines)
