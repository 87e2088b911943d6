"""RSS and Atom feeds: every entry is a document.

Method: parsed with defusedxml (no entities, no outside files), so a hostile feed can only fail;
the fields are read by their local names, which covers RSS 0.9x, 1.0, 2.0 and Atom. The entry's
HTML becomes text by taking its markup away. A feed that breaks off gives the entries before.
"""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from .decode import decode
from .item import Item, Limits, Reader, strings

_START = re.compile(r"<(item|entry)\b[^<>]*>")


def read(data: bytes, limits: Limits) -> Reader:
    """Yield one item for each entry of a feed; one with a reason when it is no sound XML."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data)
    except DefusedXmlException as error:
        yield Item(reason=f"the feed is refused: {type(error).__name__} (entities are not read)")
        return
    except ET.ParseError as error:
        yield from _salvage(data, limits, str(error))
        return
    publisher = _text(_first(root, "channel") or root, "title")
    count = 0
    for node in root.iter():
        if _local(node) in {"item", "entry"}:
            count += 1
            if count > limits.max_items:
                return
            yield _entry(node, count, publisher)
    if not count:
        yield Item(reason="XML, but neither an RSS nor an Atom feed with entries")


def _salvage(data: bytes, limits: Limits, why: str) -> Reader:
    """Read the whole entries of a feed that breaks off, and say that it does."""
    from defusedxml.ElementTree import fromstring

    text = decode(data).text
    count = 0
    for entry in _whole_entries(text):
        bare = re.sub(r"<(/?)[\w.-]+:([\w.-]+)", r"<\1\2", entry)
        bare = re.sub(r"\s[\w.-]+:[\w.-]+\s*=\s*(\"[^\"]*\"|'[^']*')", "", bare)
        try:
            node = fromstring(bare)
        except (ET.ParseError, ValueError):
            continue
        count += 1
        if count > limits.max_items:
            return
        yield _entry(node, count, "", note=f"feed breaks off: {why}")
    yield Item(item=count + 1, reason=f"feed breaks off: {why}; {count} entries before are kept")


def _whole_entries(text: str) -> Iterator[str]:
    """Yield each entry from its start to its end tag; one look at each letter, closed or not."""
    at = 0
    unclosed: set[str] = set()
    while (start := _START.search(text, at)) is not None:
        name = start[1]
        end = -1 if name in unclosed else text.find(f"</{name}>", start.end())
        if end < 0:
            unclosed.add(name)
            at = start.end()
            continue
        at = end + len(name) + 3
        yield text[start.start() : at]


def _entry(node: ET.Element, number: int, publisher: str, note: str = "") -> Item:
    body = max((_text(node, n) for n in ("encoded", "content", "description", "summary")), key=len)
    text = _strip(body)
    date = next(
        (d for n in ("pubDate", "published", "date", "updated") if (d := _text(node, n))), None
    )
    people = [
        _text(a, "name") or (a.text or "") for a in node if _local(a) in {"author", "creator"}
    ]
    link = _text(node, "link")
    if not link:
        links = [c for c in node if _local(c) == "link"]
        link = next(
            (c.get("href", "") for c in links if c.get("rel", "alternate") == "alternate"), ""
        )
    return Item(
        item=number,
        text=text,
        title=_strip(_text(node, "title")),
        url=link.strip(),
        date=date,
        authors=strings([p for p in people if p.strip()]),
        publisher=publisher,
        note=note,
        encoding="xml",
        reason="" if text else "the entry holds no text",
    )


def _strip(text: str) -> str:
    """Return text without markup; paragraphs stay parted."""
    text = re.sub(r"<(script|style)\b.*?(?:</\1\s*>|$)", " ", text, flags=re.S | re.I)
    text = re.sub(r"<(/?)[\w.-]+:([\w.-]+)", r"<\1\2", text)  # prefixes of XHTML
    text = re.sub(r"</?(?:p|div|br|li|h\d|tr)\b[^<>]*>", "\n\n", text, flags=re.I)
    text = html.unescape(re.sub(r"<[A-Za-z/!][^<>]*>", "", text))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _local(node: ET.Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1]


def _first(node: ET.Element, name: str) -> ET.Element | None:
    return next((child for child in node if _local(child) == name), None)


def _text(node: ET.Element, name: str) -> str:
    child = _first(node, name)
    if child is None:
        return ""
    if len(child):  # Atom's XHTML content: elements, not escaped markup
        return ET.tostring(child, encoding="unicode", method="html").strip()
    return "".join(child.itertext()).strip()
