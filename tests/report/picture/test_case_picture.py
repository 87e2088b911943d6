"""The picture of a case: the marks stand where an independent projection puts the reports."""

import math
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from seawarden.report import TRACKS
from seawarden.report.picture import draw, tracks_of
from tests.case.world import DPRK, PANAMA, SEA, T0, TOGO, approach, h, hours

from ..conftest import EVIL
from .read_path import lines, spots

SVG = "{http://www.w3.org/2000/svg}"
ALONGSIDE = (SEA[0] + 0.0004, SEA[1])


def case(*mmsis: int, at: tuple[float, float] = SEA, simulated: bool = False) -> dict[str, Any]:
    return {
        "title": "A meeting", "hulls": [h(m) for m in mmsis], "start_utc": T0,
        "end_utc": T0 + hours(4), "lat_deg": at[0], "lon_deg": at[1], "is_simulated": simulated,
    }  # fmt: skip


def picture(tracks: pl.DataFrame, row: dict[str, Any], *names: str) -> ET.Element:
    return ET.fromstring(draw(row, names, tracks_of(tracks), key="k").svg)


def meeting(**more: Any) -> pl.DataFrame:
    return pl.concat([approach(DPRK, 320), approach(PANAMA, 150, ALONGSIDE, **more)])


def group(root: ET.Element, name: str) -> ET.Element:
    return next(e for e in root.iter(f"{SVG}g") if e.get("class") == name)


def chart(root: ET.Element) -> ET.Element:
    return next(e for e in root if e.find(f"{SVG}g[@class='overview']") is not None)


def drawn(part: ET.Element, colour: str, attribute: str = "fill") -> list[str]:
    return [
        str(e.get("d")) for e in part.iter(f"{SVG}path")
        if e.get(attribute) == colour and e.get("class") is None
    ]  # fmt: skip


def shown(tracks: pl.DataFrame, mmsi: int) -> pl.DataFrame:
    """The reports of a ship from six hours before the event to six after."""
    return tracks.filter(
        pl.col("mmsi") == mmsi, pl.col("time_utc").is_between(T0 - hours(6), T0 + hours(10))
    )


def window(frame: ET.Element) -> tuple[float, float, float, float]:
    inner = next(frame.iter(f"{SVG}svg"))
    return tuple(float(inner.get(k, "")) for k in ("x", "y", "width", "height"))  # type: ignore[return-value]


def degrees(label: str) -> float:
    """A label of the graticule as degrees."""
    whole, minutes, letter = re.fullmatch(r"(\d+)°(?:([\d.]+)′)?([NSEW]?)", label).groups()  # type: ignore[union-attr]
    value = float(whole) + float(minutes or 0) / 60
    return -value if letter in "SW" and letter else value


def scale(frame: ET.Element, letters: str, axis: str) -> tuple[float, float]:
    """Return (offset, tenths of a pixel per degree) as the labels of an axis give it."""
    at = [
        (degrees(str(e.text)), float(e.get(axis, "")) - (35 if axis == "y" else 0))
        for e in frame.iter(f"{SVG}text")
        if re.fullmatch(rf"\d+°.*[{letters}]", str(e.text))
    ]
    slope, offset = np.polyfit(*np.array(at).T, 1)
    return float(offset), float(slope)


def test_each_report_is_marked_where_the_labels_of_the_chart_put_it() -> None:
    """The oracle knows the graticule's labels alone, not the code's projection."""
    tracks = meeting()
    frame = chart(picture(tracks, case(DPRK, PANAMA), "A", "B"))
    x0, per_lon = scale(frame, "EW", "x")
    y0, per_lat = scale(frame, "NS", "y")
    assert per_lat / per_lon == pytest.approx(-1 / math.cos(math.radians(32.4)), rel=0.005)
    for mmsi, colour, shape in ((DPRK, "#0a4f9e", "circle"), (PANAMA, "#b03a00", "square")):
        got = np.array(spots(drawn(frame, colour)[0], shape, 22))
        every = max(1, shown(tracks, mmsi).height // 60)
        kept = shown(tracks, mmsi)[::every]
        asked = np.column_stack([x0 + per_lon * kept["lon_deg"], y0 + per_lat * kept["lat_deg"]])
        gap = np.abs(asked[:, None] - got[None]).max(axis=2)
        assert gap.min(axis=1).max() < 3.0  # tenths of a pixel, by the fit through the labels
        assert gap.min(axis=0).max() < 3.0
        line = np.array(lines(drawn(frame, colour, "stroke")[0])[0])
        assert len(line) > len(got)


def test_separation_is_drawn_at_its_time_and_distance() -> None:
    tracks = meeting()
    root = picture(tracks, case(DPRK, PANAMA), "A", "B")
    part = group(root, "separation")
    path = next(e for e in part.iter(f"{SVG}path") if e.get("class") == "observed")
    got = spots(str(path.get("d")), "circle", 16)
    left, top, width, height = window(part)
    a, b = shown(tracks, DPRK), shown(tracks, PANAMA)
    north = (a["lat_deg"] - b["lat_deg"]).to_numpy() * 60 * 1852
    east = (a["lon_deg"] - b["lon_deg"]).to_numpy() * 60 * 1852 * np.cos(np.radians(32.4))
    metres = np.hypot(north, east)
    seconds = np.array([(t - (T0 - hours(6))).total_seconds() for t in a["time_utc"]])
    xs = left + seconds / (16 * 3600) * width
    assert len(got) == len(xs)
    limits = next(e for e in part.iter(f"{SVG}path") if e.get("class") == "limits")
    low, high = (int(y) for y in re.findall(r"M\d+ (\d+)h", str(limits.get("d"))))
    decade = (low - high) / math.log10(5)  # from 100 m to 500 m
    for (x, y), ax, m in zip(got, xs, metres, strict=True):
        assert x == pytest.approx(ax, abs=1)
        assert y == pytest.approx(low - decade * math.log10(max(m, 1) / 100), abs=12)
        assert top <= y <= top + height


def test_a_silence_is_dashed_on_the_chart_tinted_in_the_speeds_and_inferred_apart() -> None:
    root = picture(meeting(silent=(1, 3.5)), case(DPRK, PANAMA), "A", "B")
    dashed = [e for e in chart(root).iter(f"{SVG}path") if e.get("class") == "silent"]
    assert [len(lines(str(e.get("d")))) for e in dashed] == [1]
    assert dashed[0].get("stroke-dasharray")
    speed = group(root, "speed")
    left, _, width, _ = window(speed)
    tint = next(e for e in speed.iter(f"{SVG}rect") if e.get("class") == "silent")
    assert float(tint.get("x", "")) == pytest.approx(left + 7.0 / 16 * width, abs=0.11 / 16 * width)
    assert float(tint.get("width", "")) == pytest.approx(2.5 / 16 * width, abs=0.21 / 16 * width)


def test_the_event_is_shaded_at_its_time() -> None:
    root = picture(meeting(), case(DPRK, PANAMA), "A", "B")
    for name in ("separation", "speed"):
        left, _, width, _ = window(group(root, name))
        shade = next(e for e in group(root, name).iter(f"{SVG}rect") if e.get("class") == "span")
        assert float(shade.get("x", "")) == pytest.approx(left + 6 / 16 * width, abs=1)
        assert float(shade.get("width", "")) == pytest.approx(4 / 16 * width, abs=1)


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    frame = chart(picture(meeting(), case(DPRK, PANAMA), "A", "B"))
    _, per_lat = scale(frame, "NS", "y")
    half = next(e for e in frame.iter(f"{SVG}rect") if e.get("class") == "bar")
    text = next(str(e.text) for e in frame.iter(f"{SVG}text") if str(e.text).endswith(" nm"))
    nm = float(text.removesuffix(" nm"))
    assert float(half.get("width", "")) * 2 / abs(per_lat) * 60 == pytest.approx(nm, rel=0.01)


def test_the_closeup_is_in_metres_true_to_both_axes() -> None:
    part = group(picture(meeting(), case(DPRK, PANAMA), "A", "B"), "closeup")
    labels = [
        (float(str(e.text)), float(e.get("x", "")), float(e.get("y", "")), e.get("text-anchor"))
        for e in part.iter(f"{SVG}text") if re.fullmatch(r"-?\d+(\.\d+)?", str(e.text))
    ]  # fmt: skip
    east = np.polyfit(*np.array([(v, x) for v, x, _, a in labels if a == "middle"]).T, 1)[0]
    north = np.polyfit(*np.array([(v, y) for v, _, y, a in labels if a == "end"]).T, 1)[0]
    assert east == pytest.approx(-north, rel=0.01)
    first = spots(drawn(part, "#0a4f9e")[0], "circle", 24)[0]
    second = spots(drawn(part, "#b03a00")[0], "square", 24)[0]
    # At T0 the second ship lies 0.0004 deg north of the first: 44.5 m.
    assert (first[1] - second[1]) / east == pytest.approx(0.0004 * 60 * 1852, abs=1.0)
    assert first[0] == pytest.approx(second[0], abs=1)


def test_a_chart_across_180_is_small_and_counts_on() -> None:
    at = (-16.8, 179.99)
    tracks = pl.concat([approach(DPRK, 320, at), approach(PANAMA, 150, at)])
    frame = chart(picture(tracks, case(DPRK, PANAMA, at=at), "A", "B"))
    left, top, width, height = window(frame)
    for colour in ("#0a4f9e", "#b03a00"):
        for line in lines(drawn(frame, colour, "stroke")[0]):
            for x, y in line:
                assert left <= x <= left + width
                assert top <= y <= top + height
            assert np.abs(np.diff(np.array(line), axis=0)).max() < 500  # no line around the world


@pytest.mark.parametrize("mmsis", [(), (DPRK,), (DPRK, PANAMA), (DPRK, PANAMA, TOGO)])
def test_with_no_report_at_all_the_place_is_shown(mmsis: tuple[int, ...]) -> None:
    root = picture(TRACKS.to_frame(), case(*mmsis), *("A", "B", "C")[: len(mmsis)])
    texts = [str(e.text) for e in root.iter(f"{SVG}text")]
    assert "no reports around the event" in texts
    assert any(t.endswith(" nm") for t in texts)


def test_three_ships_have_three_marks_and_names() -> None:
    tracks = pl.concat([meeting(), approach(TOGO, 90)])
    root = picture(tracks, case(DPRK, PANAMA, TOGO, simulated=True), "A", "B", "C")
    legend = group(root, "legend")
    assert [e.text for e in legend.iter(f"{SVG}text")] == ["SIMULATED", "A", "B", "C"]
    assert len({e.get("d", "")[-40:] for e in legend.iter(f"{SVG}path")}) == 3
    assert "SIMULATED" not in ET.tostring(
        picture(tracks, case(DPRK, PANAMA), "A", "B"), encoding="unicode"
    )


@pytest.mark.parametrize(
    "name",
    [EVIL, "$$", "\x1b[31mRED\x9b2J", "A\u202eB", "]]>", "_HIDDEN", "천명 9호", "W" * 80, ""],
)
def test_a_name_is_a_text_and_nothing_else(name: str) -> None:
    """It adds no element and no attribute: the drawing differs in that text alone."""
    plain = picture(meeting(), case(DPRK, PANAMA), "A", "B")
    root = picture(meeting(), case(DPRK, PANAMA), name, "B")
    assert [e.tag for e in root.iter()] == [e.tag for e in plain.iter()]
    assert [sorted(e.keys()) for e in root.iter()] == [sorted(e.keys()) for e in plain.iter()]
    label = next(str(e.text or "") for e in group(root, "legend").iter(f"{SVG}text"))
    assert len(label) <= 80
    assert not set(label) & set("\u202e\x1b\x9b")
    assert label.endswith("…") or label in ("$$", "‹U+001B›[31mRED‹U+009B›2J", "A‹U+202E›B",
                                           "]]>", "_HIDDEN", "천명 9호", "")  # fmt: skip


def test_the_drawing_needs_nothing_but_itself_and_breaks_no_policy() -> None:
    text = draw(case(DPRK, PANAMA), ("A", "B"), tracks_of(meeting()), key="k").svg
    root = ET.fromstring(text)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} == {
        "svg", "title", "desc", "g", "path", "rect", "text"
    }  # fmt: skip
    names = {key for e in root.iter() for key in e.attrib}
    assert not {n for n in names if n in ("style", "href", "src") or n.startswith("on")}
    assert text.count("http") == 1  # the namespace
    assert "url(" not in text


def test_the_same_case_gives_the_same_bytes_whatever_the_order_of_reports() -> None:
    row, names = case(DPRK, PANAMA), ("A", "B")
    a = draw(row, names, tracks_of(meeting()), key="k")
    b = draw(row, names, tracks_of(meeting().reverse()), key="k")
    assert a == b


def test_an_event_of_weeks_is_drawn_too() -> None:
    row = {**case(DPRK), "end_utc": datetime.fromisoformat("2024-07-01T00:00:00+00:00")}
    speed = group(picture(approach(DPRK, 320), row, "A"), "speed")
    labels = [str(e.text) for e in speed.iter(f"{SVG}text")]
    assert sum(t.endswith((" May", " Jun")) for t in labels) >= 4
