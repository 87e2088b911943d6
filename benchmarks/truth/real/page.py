"""`docs/accuracy-real.md`: what can be measured on real data that may not be copied."""

import math

from .. import gaps
from ..pages.page import table
from . import controls, injected
from . import gaps as real_gaps
from . import slots as real_slots
from . import watched as real


def page() -> str:
    """Return the page; without the data it says so."""
    head = (
        "# How right Seawarden is on real data\n\n"
        "Written by `python -m benchmarks.truth --real` where third-party data stand in "
        "`../shared/data`; do not edit. The data are not part of this project and are not copied; "
        "the ships in them are accused of nothing here.\n\n"
    )
    if not real.is_present():
        return head + "Not measured: the real data are not beside this checkout.\n"
    shared = list(real.shared_mmsi().items())
    pairs = list(real.merged_pairs().items())
    unsplit = [
        (name, "{} of {}".format(*real.unsplit(real.watched(f"{name}.parquet"))))
        for name in ("nordic_baltic_2026-07", "point_pair_2014_2015")
    ]
    text = head + "## One MMSI of many ships: 416000000\n\n" + table(("", "count"), shared)
    text += (
        "\nTarget: at most one residual jump above 50 kn inside a hull, and no more reports left "
        "out than the reference segmentation leaves out (none). Every report belongs to a hull; "
        "of two positions that one hull sends in one second the second is kept in the archive but "
        "not used.\n\n"
        "## Real ships merged two by two for a month\n\n"
        "Fishing vessels of the North Sea, movement only.\n\n" + table(("", "value"), pairs)
    )
    text += "\n## Single-ship MMSIs stay one hull\n\n" + table(
        ("file", "MMSIs with one hull"), unsplit
    )
    ranking = real_gaps.measure()
    scores = [(m, _score(ranking.precision(m))) for m in gaps.METHODS]
    text += (
        "\n## Switch-offs cut into real tracks\n\n"
        f"{ranking.switched_off} spans of 4 to 24 h, begun under way, taken out of the tracks of "
        f"fishing vessels of the North Sea, among {len(ranking.is_true):,} silences. Whether a "
        "real silence was deliberate is not known: all count as not deliberate, so precision is a "
        "lower bound. Five to nine vessels at once are few to learn reception from.\n\n"
        + table(("method", "average precision"), scores)
    )
    return "\n".join((text, controls.text(), injected.text(), real_slots.text()))


def _score(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"
