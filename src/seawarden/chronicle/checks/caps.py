"""Claims about a cap: a quantity of coal or oil against the cap of its resolution (`caps.csv`)."""

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from ..paragraphs import Span
from .check import Check, Row, sentence_of, year_of

_BARRELS = re.compile(
    r"\b(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<m> (?:million|thousand))? "
    r"(?P<u>barrels|tonnes|tons)",
    re.I,
)


@lru_cache(maxsize=1)
def caps() -> list[dict[str, str]]:
    """Return the caps with their resolution and paragraph."""
    text = resources.files(__package__).joinpath("caps.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def cap(sentence: Span, record: Sequence[Row]) -> Check:
    text = sentence.text
    word = "coal" if re.search(r"\bcoal\b", text) else "crude" if "crude" in text else "refined"
    cap = next(c for c in caps() if word in c["about"])
    limit, unit = int(cap["amount"]), cap["unit"]
    place = f"resolution {cap['resolution']}, para {cap['paragraph']}"
    law = f"{limit:,} {unit} a {cap['period']} ({place})"
    out = Check(sentence, "cap", "oil_delivery" if word != "coal" else "coal", "cannot be said", "")
    over = re.search(r"\b(?:within|below|under)\b", text) is None
    match = _BARRELS.search(text)
    if match and match["u"].lower().startswith(unit[:3]):
        claimed = float(match["n"].replace(",", "")) * {"million": 1e6, "thousand": 1e3}.get(
            (match["m"] or "").strip().lower(), 1
        )
        out.verdict = "agrees" if (claimed > limit) == over else "conflicts"
        out.points = [{"point": claimed, "verdict": out.verdict, "rows": []}]
        out.explanation = sentence_of(
            [
                f"by the claim's figure, {claimed:,.0f} {unit}, against {law}",
                "the figure itself is not in the record",
            ]
        )
        return out
    rows = [o for o in record if o["kind"] == "oil_delivery" and o["count"]]
    years = [int(y) for y in re.findall(r"\b20\d\d\b", text)]
    if years:
        rows = [o for o in rows if year_of(o) in years]
    if not rows:
        out.explanation = sentence_of(
            [f"the cap is {law}", "the record holds no deliveries with quantities to add up"]
        )
        return out
    sums: dict[int, int] = {}
    for row in rows:
        sums[year_of(row)] = sums.get(year_of(row), 0) + int(str(row["count"]))
    out.rows = [str(o["occurrence_id"]) for o in rows]
    exceeded = [y for y, total in sums.items() if total > limit]
    out.verdict = "agrees" if bool(exceeded) == over else "cannot be said" if over else "conflicts"
    listed = ", ".join(f"{y}: {total:,}" for y, total in sorted(sums.items()))
    out.points = [
        {"point": y, "verdict": "over" if t > limit else "not over in the record", "rows": out.rows}
        for y, t in sorted(sums.items())
    ]
    out.explanation = sentence_of(
        [
            f"the cap is {law}",
            f"deliveries in the record add up to {listed} "
            f"{unit}; a record holds what was seen, so it can only be too low",
        ]
    )
    return out
