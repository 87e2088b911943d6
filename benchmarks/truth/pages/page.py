"""`docs/accuracy.md`: every figure as measured, beside the target it is held to.

Pure text from results: the same results give the same bytes. Where a figure is short of its target
the page says so in the first table.
"""

import math

import polars as pl

from ..gaps import METHODS as RANKINGS
from ..innocent import FIRST_SEED
from ..score import calibration_error, calibration_noise, reliability
from ..settings import FIRST_TEST_SEED, INTERVALS_MIN
from ..transfers import spread
from . import contact_page, cut_table
from .targets import Results, all_targets, by_kind, cell, heard


def page(results: Results) -> str:
    """Return the page as Markdown."""
    parts = [
        _head(results),
        _targets(results),
        _transfers(results),
        _gaps(results),
        _splitting(results),
        _dark(results),
        _deceit(results),
        _reliability(results),
        _contacts(results),
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts if part)


def table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Return a Markdown table; numbers with two places, NaN as a dash."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell(c) for c in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _head(results: Results) -> str:
    settings, not_built = results.settings, results.not_built
    last = settings.seeds - 1
    missing = f" Kinds without a detector yet: {', '.join(not_built)}." if not_built else ""
    return (
        "# How right Seawarden is\n\n"
        "Written by `python -m benchmarks.truth"
        f"{' --small' if settings.name == 'small' else f' --seeds {settings.seeds}'}`; "
        "do not edit. All traffic on this page is SIMULATED, and no ship in it did what it "
        f"shows.{missing}\n\n"
        f"Setting `{settings.name}`: {settings.seeds} world(s) of each kind, {settings.vessels} "
        f"ships, {settings.hours:g} h each; seeds {FIRST_TEST_SEED} to {FIRST_TEST_SEED + last} "
        "plus an offset a part (+100 edges, +200 gaps, +300 splitting, +400 dark ships, +500 "
        "deceit, +600 dark transfers, +700 reliability). Nothing is fitted or chosen on seeds "
        "from 9000; see [calibration](calibration.md). A simulation is kinder than the sea: its "
        "ships are drawn by the same hands that wrote the detectors.\n"
    )


def _targets(results: Results) -> str:
    rows: list[tuple[object, ...]] = []
    for target, measured, is_met in all_targets(results):
        verdict = {True: "met", False: "**short**", None: "not decided here"}[is_met]
        rows.append((target, measured, verdict))
    return "## Targets\n\n" + table(("target", "measured", ""), rows)


def _transfers(results: Results) -> str:
    if results.transfers is None:
        return ""
    rows: list[tuple[object, ...]] = []
    for (interval, method), t in results.transfers.items():
        start, end = spread(t.start_error_min), spread(t.end_error_min)
        rows.append((f"{interval:g}", method, t.counts.precision, t.counts.recall, t.counts.f1,
                     t.false_per_1000, f"{_n(start[0])} / {_n(start[1])}",
                     f"{_n(end[0])} / {_n(end[1])}"))  # fmt: skip
    head = ("mean interval, min", "method", "precision", "recall", "F1",
            "false per 1,000 vessel-days", "start error, min", "end error, min")  # fmt: skip
    text = (
        "## (a) Transfers between two visible ships\n\n"
        "Scenarios `transfers_only` and `hard_cases_only`. An event is found at IoU ≥ 0.5 of its "
        "time. A false event is a call of two ships that made no transfer at any time of it. "
        "Errors: median / 90th percentile of those found. GFW rule and 200 m rule: our "
        "re-implementations from the published descriptions, on the same hulls.\n\n"
        + table(head, rows)
    )
    return text + _by_behaviour(results) + _edges(results)


def _n(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.0f}"


def _by_behaviour(results: Results) -> str:
    assert results.transfers is not None
    ours = {i: results.transfers[i, "seawarden"] for i in INTERVALS_MIN}
    head = ("found, of all", *(f"{i:g} min" for i in INTERVALS_MIN))
    names = sorted({n for t in ours.values() for n in t.by_behaviour})
    rows: list[tuple[object, ...]] = [
        (f"`{n}`", *("{} of {}".format(*t.by_behaviour.get(n, (0, 0))) for t in ours.values()))
        for n in names
    ]
    hard = sorted({n for t in ours.values() for n in t.fooled})
    rows += [
        (f"hard case `{n}`, called", *("{} of {}".format(*t.fooled.get(n, (0, 0)))
                                       for t in ours.values()))
        for n in hard
    ]  # fmt: skip
    misses = [x for t in ours.values() for x in t.misses][:12]
    wrong = [x for t in ours.values() for x in t.wrong][:12]
    text = "\nTransfers by behaviour, and hard cases that were called one:\n\n" + table(head, rows)
    if misses:
        text += "\nMissed (the first twelve):\n\n" + "".join(f"- {x}\n" for x in misses)
    if wrong:
        text += "\nFalse (the first twelve):\n\n" + "".join(f"- {x}\n" for x in wrong)
    return text


def _edges(results: Results) -> str:
    if not results.edges:
        return ""
    rows: list[tuple[object, ...]] = [
        (name, f"{t.counts.hits} of {t.counts.hits + t.counts.missed}", t.counts.recall,
         t.false_events if t.vessel_days else None)
        for name, t in results.edges.items()
    ]  # fmt: skip
    return (
        "\nEdges: transfers across 180° in mid-ocean, and the same traffic with its clock 0 and "
        "12 h on, "
        "transfers that cross UTC midnight beside those that do not:\n\n"
        + table(("where", "found", "recall", "false events"), rows)
    )


def _gaps(results: Results) -> str:
    if not results.gaps:
        return ""
    text = (
        "## (b) Deliberate silence\n\n"
        "A quarter of the ships of ordinary traffic is switched off once, under way, for 2 to "
        "24 h. Silences are ranked by `gap` confidence, by duration from 2, 6 and 12 h, and by "
        "the Welch 2022 rule; average precision counts every switch-off that hid a report, also "
        "those shorter than a threshold. `network`: as the simulated stations and satellites "
        "hear; minutes: every ship thinned alike. Where all are thinned alike and reports are "
        "rare, duration holds all there is to know, and `gap` can do no better. On real "
        "tracks: [accuracy-real](accuracy-real.md).\n\n"
    )
    rows: list[tuple[object, ...]] = [
        (heard(i), len(r.is_true), r.switched_off, *(r.precision(m) for m in RANKINGS))
        for i, r in results.gaps.items()
    ]
    head = ("reports", "silences", "switched off", *(f"AP, {m}" for m in RANKINGS))
    text += table(head, rows) + "\nPrecision at recall (SIMULATED):\n\n"
    levels = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    points: list[tuple[object, ...]] = []
    for interval, ranking in results.gaps.items():
        for method in RANKINGS:
            curve = ranking.curve(method)
            best = [
                float(curve[curve[:, 1] >= r, 2].max()) if (curve[:, 1] >= r).any() else math.nan
                for r in levels
            ]
            points.append((heard(interval), method, *best))
    return text + table(("reports", "method", *(f"{r:g}" for r in levels)), points)


def _splitting(results: Results) -> str:
    if results.splitting is None:
        return ""
    rows: list[tuple[object, ...]] = [
        (f"{i:g}", sum(s.rand) / max(len(s.rand), 1), min(s.rand, default=float("nan")),
         f"{s.hulls} / {s.ships}", s.residual_jumps, s.dropped, s.reports,
         f"{s.unsplit} of {s.alone}")
        for i, s in results.splitting.items()
    ]  # fmt: skip
    head = ("mean interval, min", "adjusted Rand, mean", "least", "hulls / ships",
            "residual jumps > 50 kn", "left out", "reports", "lone MMSIs unsplit")  # fmt: skip
    return (
        "## (c) Several ships under one MMSI\n\n"
        "Two to four ships under one MMSI that say nothing of themselves, so that only movement "
        "tells. The least values are ships at neighbouring berths of one harbour, which movement "
        "cannot tell apart.\n\n" + table(head, rows)
    )


def _dark(results: Results) -> str:
    text = ""
    if results.dark:
        rows: list[tuple[object, ...]] = [
            (f"{i:g}", m, f"{s.right} of {s.visible}", s.right / max(s.visible, 1),
             f"{s.clutter_matched} of {s.clutter}", s.dark.precision, s.dark.recall)
            for (i, m), s in results.dark.items()
        ]  # fmt: skip
        head = ("mean interval, min", "method", "ships matched to themselves", "share",
                "clutter matched", "dark precision", "dark recall")  # fmt: skip
        text = (
            "## (d) Dark ships\n\n"
            "Radar scenes of ships with and without AIS, with errors and clutter. Dark: a ship "
            "taken out of AIS, 45 m or longer.\n\n" + table(head, rows)
        )
    found = results.dark_sts
    if found is not None and found.months:
        ranks = ", ".join("not found" if r is None else str(r) for r in found.both_ranks)
        text += (
            f"\nTransfers with a dark side, {found.months} simulated month(s): one side dark: "
            f"{found.one_side.hits} found, {found.one_side.false} false, "
            f"{found.one_side.missed} missed. Both dark: ranks of the true pairs among "
            f"{found.both_events} events: {ranks}.\n"
        )
        text += "".join(f"- {note}\n" for note in found.notes[:12])
    return text


def _deceit(results: Results) -> str:
    if not results.deceit:
        return ""
    names = sorted({n for d in results.deceit.values() for n in d.by_behaviour})
    words = {i: "network" if i is None else f"{i:g} min" for i in results.deceit}
    rows: list[tuple[object, ...]] = [
        (f"`{n}`", *("{} of {}".format(*d.by_behaviour.get(n, (0, 0)))
                     for d in results.deceit.values()))
        for n in names
    ]  # fmt: skip
    for kind in ("spoofing", "identity"):
        for what in ("precision", "recall"):
            rows.append((f"{kind}, {what}", *(
                getattr(d.counts[kind], what) if kind in d.counts else float("nan")
                for d in results.deceit.values()
            )))  # fmt: skip
    rows.append(("jammed ships called liars", *(d.victims for d in results.deceit.values())))
    text = (
        "## (e, f) Interference, false positions, false identities\n\n"
        "Found, of all, by mean report interval (`network`: as the simulated stations and "
        "satellites hear).\n\n" + table(("behaviour", *words.values()), rows)
    )
    notes = [f"missed: {x}" for d in results.deceit.values() for x in d.misses][:12]
    notes += [f"false: {x}" for d in results.deceit.values() for x in d.wrong][:12]
    return text + ("\n" + "".join(f"- {x}\n" for x in notes) if notes else "")


def _reliability(results: Results) -> str:
    events = results.events
    if events is None or events.is_empty():
        return ""
    text = (
        "## (g) Reliability\n\n"
        "Events of unseen seeds by the confidence they were given, and how many of them were "
        "true. `mean` is the mean confidence in the bin. Error: expected calibration error, "
        "before (raw) and after the table of `detect/calibration/calibration.csv`. By chance: the "
        "error that confidences which are exactly right would show on as many events, mean and "
        "95th percentile; an error below it may be chance, and of a kind with a few events it says "
        "nothing.\n\n"
    )
    rows: list[tuple[object, ...]] = []
    for name, part in by_kind(events):
        mean, most = calibration_noise(part["confidence"])
        rows.append((name, part.height, int(part["is_true"].sum()),
                     f"{calibration_error(part['is_true'], part['raw']):.3f}",
                     f"{calibration_error(part['is_true'], part['confidence']):.3f}",
                     f"{mean:.3f} / {most:.3f}"))  # fmt: skip
    head = ("kind", "events", "true", "error, raw", "error, calibrated", "by chance")
    text += table(head, rows)
    text += "\nThe cut of two false alarms a day, on hidden seas:\n\n" + table(
        cut_table.HEAD, cut_table.rows(events, results.settings.hours)
    )
    for kind in sorted(events["kind"].unique()):
        part = events.filter(pl.col("kind") == kind)
        bins = reliability(part["is_true"], part["confidence"])
        lines: list[tuple[object, ...]] = [
            (f"{r['low']:.1f}–{r['high']:.1f}", r["n"], r["mean"], r["true"], _bar(r["true"]))
            for r in bins.iter_rows(named=True)
        ]
        text += f"\n`{kind}`\n\n" + table(("confidence", "events", "mean", "true", ""), lines)
    return text


def _contacts(results: Results) -> str:
    if results.contacts is None:
        return ""
    return (
        "## (h) Contact and purpose\n\n"
        f"A small share of [accuracy-contact](accuracy-contact.md), seeds from {FIRST_SEED}.\n\n"
        + contact_page.tables(results.contacts)
    )


def _bar(share: float) -> str:
    return "█" * round(share * 20)
