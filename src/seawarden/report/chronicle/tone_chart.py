"""Tone over time as a drawing (SVG, inside the page): threat and demand per 1,000 words.

One mark a period and side: the DPRK, the State that publishes, others. Periods are months, or
years when the span is long. A mark's size grows with the words it rests on, so that a short
statement does not shout; the figures stand in the table below the drawing.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from ..markup import Safe, table, tag
from .view import View, country

_WIDTH, _HEIGHT, _LEFT, _FOOT, _TOP = 900, 230, 54, 34, 14
_COLOURS = ("#8c1010", "#0a4f9e", "#7a4a00", "#45525c")
_SHAPES = ("circle", "square", "diamond", "triangle")


def tone_by_period(view: View, scale: str) -> pl.DataFrame:
    """Return period, side, words and hits per 1,000 words of one scale, in order."""
    frame = view.statements.filter(pl.col("said_on").is_not_null() & (pl.col("words") > 0))
    if frame.is_empty():
        return pl.DataFrame(
            schema={
                "period": pl.String,
                "side": pl.String,
                "words": pl.Int64,
                "per_1000": pl.Float64,
            }
        )
    span = (frame["said_on"].max() - frame["said_on"].min()).days  # type: ignore[operator,union-attr]
    form = "%Y" if span > 1100 else "%Y-%m"
    sides = _sides(frame)
    return (
        frame.with_columns(
            pl.col("said_on").dt.strftime(form).alias("period"),
            pl.col("party").replace_strict(sides, default="others").alias("side"),
        )
        .group_by("period", "side")
        .agg(
            pl.col("words").sum(),
            ((pl.col(f"{scale}_per_1000") * pl.col("words")).sum() / pl.col("words").sum())
            .round(2)
            .alias("per_1000"),
        )
        .sort("period", "side")
    )


def _sides(frame: pl.DataFrame) -> dict[str, str]:
    counts = frame["party"].drop_nulls().value_counts(sort=True)["party"].to_list()
    first = [c for c in ("KP",) if c in counts]
    chosen = (first + [c for c in counts if c != "KP"])[:3]
    return {code: country(code) for code in chosen}


def chart(view: View, scale: str) -> Safe:
    """Return the drawing of one scale with its table; a sentence when there is nothing to draw."""
    data = tone_by_period(view, scale)
    if data.is_empty():
        return tag("p", f"No dated statement to measure {scale} in.")
    periods = data["period"].unique(maintain_order=True).sort().to_list()
    weight = data.group_by("side").agg(pl.col("words").sum()).sort("words", descending=True)
    first = country("KP")
    sides = sorted(weight["side"].to_list(), key=lambda s: (s != first, s == "others"))
    top = max(1.0, float(data["per_1000"].max()))  # type: ignore[arg-type]
    most = max(1, int(data["words"].max()))  # type: ignore[arg-type]
    marks = [_axis(periods, top)]
    for row in data.to_dicts():
        k = sides.index(row["side"])
        x = _x(periods.index(row["period"]), len(periods)) + (k - (len(sides) - 1) / 2) * 5
        y = _y(row["per_1000"], top)
        size = 2.5 + 4.5 * (row["words"] / most) ** 0.5
        words = (
            f"{row['side']}, {row['period']}: {row['per_1000']} per 1,000 of {row['words']} words"
        )
        marks.append(_mark(k, x, y, size, words))
    legend = [_legend(k, side) for k, side in enumerate(sides)]
    drawing = tag(
        "svg",
        *marks,
        *legend,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        class_="chart",
        aria_label=f"{scale} per 1,000 words by period and side; figures in the table below",
    )
    rows = [[r["period"], r["side"], str(r["per_1000"]), str(r["words"])] for r in data.to_dicts()]
    figures = table(
        ["period", "side", f"{scale} per 1,000 words", "words"],
        rows,
        caption=f"{scale.capitalize()}: what the drawing shows",
    )
    return tag(
        "figure",
        drawing,
        tag(
            "figcaption",
            f"{scale.capitalize()}, hits per 1,000 words spoken. Larger marks rest on more words.",
        ),
        tag("details", tag("summary", "Figures"), figures),
    )


def _x(k: int, n: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - 20) * (k + 0.5) / n


def _y(value: float, top: float) -> float:
    return _TOP + 18 + (_HEIGHT - _FOOT - _TOP - 18) * (1 - value / top)


def _axis(periods: Sequence[str], top: float) -> Safe:
    parts: list[Any] = []
    for share in (0.0, 0.5, 1.0):
        y = _y(top * share, top)
        parts.append(
            tag("line", x1=_LEFT, x2=_WIDTH - 10, y1=f"{y:.1f}", y2=f"{y:.1f}", stroke="#c3ccd3")
        )
        parts.append(
            tag("text", f"{top * share:.1f}", x=_LEFT - 6, y=f"{y + 4:.1f}", text_anchor="end")
        )
    every = max(1, -(-len(periods) // 15))
    for k, period in enumerate(periods):
        if k % every == 0:
            parts.append(
                tag(
                    "text",
                    period,
                    x=f"{_x(k, len(periods)):.1f}",
                    y=_HEIGHT - 10,
                    text_anchor="middle",
                )
            )
    return tag("g", *parts, font_size="12", fill="#4a5964")


def _mark(k: int, x: float, y: float, r: float, words: str) -> Safe:
    title, colour = tag("title", words), _COLOURS[k % len(_COLOURS)]
    shape = _SHAPES[k % len(_SHAPES)]
    if shape == "circle":
        return tag("circle", title, cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{r:.1f}", fill=colour)
    points = {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "diamond": [(0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)],
        "triangle": [(0, -r * 1.2), (r * 1.2, r), (-r * 1.2, r)],
    }[shape]
    text = " ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in points)
    return tag("polygon", title, points=text, fill=colour)


def _legend(k: int, side: str) -> Safe:
    x = _LEFT + 10 + k * 200
    return tag(
        "g",
        _mark(k, x, 10, 5, side),
        tag("text", side, x=x + 12, y=14),
        font_size="13",
        fill="#1c2833",
    )
