"""JSON lines and Parquet: every row is a document.

Fields are found by their usual names: text (`text`, `body`, `story`, `content`), `title`, `date`,
`url` (or `index.link`, `story.link`), `ministers` or `authors`, `portfolios`, `language`. A row
that is no JSON, or has no text, is kept with its reason.

Stories scraped with ", , " between their paragraphs (the KCNA table) get line breaks in its place,
of the same length, so that offsets still count in the cell.
"""

import io
import json
import re
from collections.abc import Mapping

from .decode import decode
from .item import Item, Limits, Reader, strings

_TEXT = ("text", "body", "story", "content", "article")
_URL = ("url", "link", "index.link", "story.link", "href", "path")
_DATE = ("date", "published", "published_on", "pubDate", "time", "datetime")
_BREAKS = re.compile(r",(?:\s+,)+\s*|(?<=[.!?:”\"]),\s+(?=[A-Z“\"\[(])")


def read_jsonl(data: bytes, limits: Limits) -> Reader:
    """Yield one item for each line of a JSON lines file (or each element of a JSON list)."""
    decoded = decode(data)
    if decoded.text.lstrip()[:1] == "[":
        try:
            rows = json.loads(decoded.text)
        except (ValueError, RecursionError) as error:
            yield Item(reason=f"no JSON list: {str(error)[:120]}")
            return
        for number, row in enumerate(rows, 1):
            yield _item(row, number, decoded.encoding)
        return
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        if number > limits.max_items:
            return
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Item(item=number, reason=f"line {number} is no JSON: {str(error)[:120]}")
            continue
        yield _item(row, number, decoded.encoding)


def read_parquet(data: bytes, limits: Limits) -> Reader:
    """Yield one item for each row of a Parquet table."""
    import pyarrow.parquet as pq

    number = 0
    try:
        for batch in pq.ParquetFile(io.BytesIO(data)).iter_batches(batch_size=1000):
            for row in batch.to_pylist():
                number += 1
                if number > limits.max_items:
                    return
                yield _item(row, number, "utf-8")
    except Exception as error:  # a damaged file: Arrow raises several kinds, Polars panics
        why = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        yield Item(reason=f"the Parquet file cannot be read beyond row {number}: {why}")


def _item(row: object, number: int, encoding: str) -> Item:
    if not isinstance(row, Mapping):
        return Item(item=number, reason=f"row {number} is no object but {type(row).__name__}")
    text = str(_get(row, _TEXT) or "")
    text = part(text)
    title = str(row.get("title") or row.get("headline") or "")
    return Item(
        item=number,
        text=text,
        title=title,
        url=_url(row),
        date=_get(row, _DATE),
        authors=strings(row.get("ministers") or row.get("authors") or row.get("author")),
        portfolios=strings(row.get("portfolios")),
        publisher=str(row.get("publisher") or ""),
        language=str(row["language"])[:2].lower() if row.get("language") else None,
        encoding=encoding,
        reason="" if text.strip() else "the row holds no text",
    )


def part(text: str) -> str:
    """Put line breaks, of the same length, where ", , " stands for them.

    Only in texts that do so at all; others come back as they are.
    """
    if text.count(", ,") < 2:
        return text
    return _BREAKS.sub(lambda m: "\n\n".ljust(len(m.group())) if len(m.group()) > 1 else "\n", text)


def _get(row: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((row[n] for n in names if row.get(n) not in (None, "")), None)


def _url(row: Mapping[str, object]) -> str:
    found = str(_get(row, _URL) or "")
    return found if "://" in found else ""
