"""One case on the page: what happened, how sure, which measure, picture, evidence, identities."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..case_record import Case, ship_name
from ..markup import Child, Safe, table, tag
from ..picture import Picture

_CERTAINTY = {
    "V": "paragraph seen in a source",
    "M": "paragraph to be confirmed",
    "U": "not confirmed, not cited as fact",
}
MAX_ROWS = 60
"""So many source line ranges are printed per case; `events.parquet` holds all."""


def article(
    case: Case,
    events: Mapping[str, Mapping[str, Any]],
    picture: Picture | None,
    docket: Sequence[Case],
) -> Safe:
    """Return the section of one case; `events` are rows of EVENTS by id."""
    case_events = [events[i] for i in case["event_ids"] or [] if i in events]
    return tag(
        "article",
        tag("h3", f"{case['rank']}. {case['title']}"),
        tag("p", tag("span", f"Tier {case['tier']}", class_=f"tier t{case['tier']}"),
            f" {case['grade']}; probability {case['confidence']:.2f}"),
        tag("p", case["what_happened"], class_="lead"),
        _facts(case),
        _version(case),
        _measures(case),
        _figure(case, picture),
        _for(case),
        _against(case),
        tag("h4", "What would change the finding"),
        tag("p", case["what_would_change_it"]),
        _identities(case),
        _claims(case),
        _listings(case),
        _events(case_events),
        _evidence(case_events),
        _links(case, docket),
        id=case.anchor,
        class_=f"c{case['tier']}",
    )  # fmt: skip


def _facts(case: Case) -> Safe:
    seen = case["observed_h"]
    facts = [
        ("Start", f"{case['start_utc']:%Y-%m-%d %H:%M:%S} UTC"),
        ("End", f"{case['end_utc']:%Y-%m-%d %H:%M:%S} UTC"),
        ("Position", f"{case['lat_deg']:.4f}, {case['lon_deg']:.4f}"),
        ("Observed", "not timed" if seen is None else f"{seen:.2f} h"),
        ("Inferred", "not timed" if seen is None else f"{case['inferred_h'] or 0:.2f} h"),
        ("Wording", case["grade"]),
        ("Case", f"{case.case_id}, version {case['version']}"),
    ]
    return tag(
        "dl",
        [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts],
        class_="facts",
    )


def _version(case: Case) -> Safe | None:
    reason = case["version_reason"]
    return tag("p", f"Version {case['version']}: {reason}", class_="quiet") if reason else None


def _measures(case: Case) -> list[Safe]:
    if not case.measures:
        return [tag("h4", "Measures"), tag("p", "No measure is indicated by what was seen.")]
    rows = [
        (
            m.get("citation"),
            m.get("text"),
            m.get("basis"),
            f"{_CERTAINTY.get(str(m.get('certainty')), m.get('certainty'))} ({m.get('certainty')})",
        )
        for m in case.measures
    ]
    head = ("Measure", "What it says, in short", "Would apply", "Certainty of the paragraph")
    return [table(head, rows, caption="Measures which may be breached")]


def _figure(case: Case, picture: Picture | None) -> Safe | None:
    if picture is None:
        return None
    return tag(
        "figure",
        picture.svg,
        tag(
            "figcaption",
            "Chart: tracks six hours either side, the event ringed, times in UTC; dashed where a "
            "ship was silent for more than an hour. Separation and speed: a value is "
            "observed when both ships reported within an hour around it, inferred otherwise.",
        ),
    )


_WHY = "why it is a case"


def _for(case: Case) -> list[Safe]:
    rows = [p for p in case.evidence_for if p.get("what") != _WHY]
    why = [p.get("detail") for p in case.evidence_for if p.get("what") == _WHY]
    plain = [p for p in case.evidence_against if not p.get("result")]
    caption = "Evidence (log-odds: with the explanations below they add up to the probability)"
    body = [
        (p.get("what"), _value(p.get("value")), _weight(p), p.get("detail"))
        for p in (*rows, *plain)
    ]
    opened = tag("p", f"Opened because {why[0]}.") if why else Safe("")
    return [opened, table(("What", "Value", "Weight", "In words"), body, caption=caption)]


def _against(case: Case) -> Safe:
    rows = [
        (p.get("what"), p.get("result"), _weight(p), p.get("detail"))
        for p in case.evidence_against
        if p.get("result")
    ]
    if not rows:
        return tag("p", "No innocent explanation is known for this kind of case.")
    caption = "Innocent explanations tested"
    return table(("Explanation", "Result", "Weight", "In words"), rows, caption=caption)


def _weight(part: Mapping[str, Any]) -> Safe:
    weight = part.get("weight")
    figure = f"{weight:+.2f}" if isinstance(weight, (int, float)) and weight else "0"
    return tag("span", figure, class_="num")


def _value(value: Any) -> Child:
    if isinstance(value, float):
        return f"{value:.3g}"
    return "" if value is None else str(value)


_IDENTITY = (
    ("Name", "name"), ("IMO number", "imo"), ("MMSI", "mmsi"), ("Flag, from the MMSI", "flag_name"),
    ("Call sign", "call_sign"), ("Type", "type"), ("Length, m", "length_m"), ("Beam, m", "beam_m"),
)  # fmt: skip


def _identities(case: Case) -> Safe:
    ships = case.ships
    rows: list[list[Child]] = [
        [label, *[_known(s.get(key), key) for s in ships]] for label, key in _IDENTITY
    ]
    rows.append(["Doubts", *[_bullets(s.get("doubts")) for s in ships]])
    rows.append(["Lists", *[_lists(s.get("listed")) for s in ships]])
    head = ["As sent", *[ship_name(s) for s in ships]]
    return table(head, rows, caption="Who the ships say they are (an MMSI can be typed in)")


def _known(value: Any, key: str) -> str:
    if value is None:
        return "not heard"
    return f"{value:09d}" if key == "mmsi" and isinstance(value, int) else str(value)


def _bullets(lines: Any) -> Child:
    if not lines:
        return "none found"
    return tag("ul", [tag("li", str(line)) for line in lines])


def _lists(listed: Any) -> Child:
    if not listed:
        return "no match"
    return tag(
        "ul",
        [tag("li", f"{x.get('verdict')}: {x.get('name')} on {x.get('list')}") for x in listed],
    )


def _listings(case: Case) -> Safe | None:
    rows = [
        (
            x.get("name"), ship_name(s), x.get("list"), x.get("as_of") or "date not known",
            x.get("listed_on") or "not given", x.get("delisted_on") or "",
            "yes" if x.get("in_force") else "no", f"{x.get('verdict')}, {x.get('score')}",
            [x.get("explanation"), tag("br"),
             tag("span", f"{x.get('source')} record {x.get('line')}", class_="mono")],
            "; ".join(str(m) for m in x.get("measures") or ()) or "not given",
        )
        for s in case.ships
        for x in s.get("listed") or []
    ]  # fmt: skip
    if not rows:
        return None
    head = ("Listed as", "Ship", "List", "List of", "Designated", "Removed", "In force that day",
            "Match", "Why", "What the listing orders")  # fmt: skip
    return table(head, rows, caption="Listings")


def _claims(case: Case) -> Safe | None:
    rows = [
        (
            ship_name(s), c.get("from_utc"), c.get("to_utc"), c.get("name"), c.get("imo"),
            c.get("call_sign"), c.get("draught_m"), c.get("destination"), c.get("n"),
        )
        for s in case.ships
        for c in (s.get("claims") or [])[:20]
    ]  # fmt: skip
    if not rows:
        return None
    head = ("Ship", "From", "To", "Name", "IMO", "Call sign", "Draught, m", "Destination",
            "Messages")  # fmt: skip
    return tag(
        "details",
        tag("summary", f"What they claimed of themselves over time ({len(rows)} spans)"),
        table(head, rows, caption="Claims, as sent"),
    )


def _events(case_events: Sequence[Mapping[str, Any]]) -> Safe | None:
    if not case_events:
        return None
    rows = [
        (
            tag("span", e["event_id"], class_="mono"), e["kind"], str(e["version"] or 1),
            f"{e['start_utc']:%Y-%m-%d %H:%M}", f"{e['end_utc']:%Y-%m-%d %H:%M}",
            f"{e['confidence']:.2f}", f"{e['observed_h']:.2f}", f"{e['inferred_h']:.2f}",
            _detail(e["detail"]),
        )
        for e in case_events
    ]  # fmt: skip
    head = ("Event", "Kind", "Version", "Start (UTC)", "End (UTC)", "Probability", "Observed, h",
            "Inferred, h", "Detail")  # fmt: skip
    return table(head, rows, caption="Events it is made of, the leading one first")


def _detail(text: str | None) -> Child:
    """Return the scalar fields of a detail in one line, the rest folded away."""
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return text
    if not isinstance(value, dict):
        return text
    flat = [f"{k}: {_value(v)}" for k, v in value.items() if not isinstance(v, (dict, list))]
    return "; ".join(flat)


def _evidence(case_events: Sequence[Mapping[str, Any]]) -> Safe | None:
    rows = [(e["event_id"], row) for e in case_events for row in e["evidence"] or []]
    if not rows:
        return tag("p", "No source lines came with these events.", class_="quiet")
    shown = [
        (
            tag("span", event_id, class_="mono"),
            f"{r['mmsi']:09d}" if r["mmsi"] is not None else "",
            tag("span", r["file"], class_="mono"),
            f"{r['first_line']} to {r['last_line']}",
            tag("span", r["sha256"], class_="mono"),
        )
        for event_id, r in rows[:MAX_ROWS]
    ]
    head = ("Event", "MMSI", "File", "Lines", "SHA-256 of the file")
    more = f"; {len(rows) - MAX_ROWS} more in events.parquet" if len(rows) > MAX_ROWS else ""
    return tag(
        "details",
        tag("summary", f"Evidence rows: where every number comes from ({len(rows)})"),
        table(head, shown, caption=f"Source lines{more}"),
        open="open",
    )


def _links(case: Case, docket: Sequence[Case]) -> Safe | None:
    linked = [c for c in docket if c.case_id in (case["linked_case_ids"] or [])]
    if not linked:
        return None
    items = [tag("li", tag("a", c["title"], href=f"#{c.anchor}")) for c in linked]
    return tag("div", tag("h4", "Linked cases: a ship of this one met others"), tag("ul", items))
