"""XML of vessel-tracking services, as objects: an element a ship, by attributes or by children.

`<vessel MMSI="..." LATITUDE="..."/>` (AISHub), `<row MMSI="..." LAT="..."/>` (MarineTraffic),
`<AIS><MMSI>...</MMSI>...</AIS>` (VesselFinder). Method: the elements of the head show which one,
nearest to the root, holds one MMSI and no more; each such element is a row, attributes named as
they stand, children by their path. The document is read as it comes, and an element is forgotten
behind its end. A document type, in which entities can be declared without bound, is refused.
Blind spot: a document whose first ship does not end within its first 128 kB.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from ...errors import FormatError
from ..input.lines import Piece, filled
from ..input.source import damage
from .json_line import dumped

_BLOCK = 1 << 20
_WIDE = re.compile(rb"^(\s*<\?xml[^>]{0,200}?encoding=[\"'])utf-?(?:16|32)[^\"']*", re.IGNORECASE)
"""A declaration of what the source has turned into UTF-8 already."""


def looks_like(head: bytes) -> bool:
    """Tell whether the first bytes of a file are XML."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<?xml") or (start[:1] == b"<" and b"mmsi" in head.lower())


def sample(head: bytes, place: str, count: int) -> tuple[str, list[dict[str, str]]]:
    """Return (path of the elements that are rows, the first of them).

    Raises FormatError when there is none, or a document type is declared.
    """
    _refuse_doctype(head, place)
    found: dict[str, list[dict[str, str]]] = {}
    try:
        for path, element in _elements(XMLPullParser(("start", "end")), [head]):
            if _names_one_ship(element):
                found.setdefault(path, []).append(_row(element))
    except ParseError as error:
        if not found:
            raise FormatError(f"{place}: begins like XML, but cannot be read: {error}") from error
    rows = {path: rows for path, rows in found.items() if "/" in path}
    if not rows:
        raise FormatError(
            f"{place}: XML in which no element holds an MMSI; expected one element a report, with "
            "mmsi, time, lat and lon as attributes or children"
        )
    best = min(rows, key=lambda path: (path.count("/"), -len(rows[path])))
    return best, rows[best][:count]


def pieces(stream: BinaryIO, size: int, place: str, path: str) -> Iterator[Piece]:
    """Yield the elements at `path` as pieces of one JSON object a line.

    Raises FormatError, after the elements before it, where the document is cut or breaks.
    """
    first, pending, n_bytes = 1, [], 0
    problem: BaseException | None = None
    blocks = _Blocks(stream)
    try:
        for here, element in _elements(XMLPullParser(("start", "end")), blocks):
            if here != path:
                continue
            pending.append(dumped(_row(element)) + b"\n")
            n_bytes += len(pending[-1])
            if n_bytes >= size:
                yield Piece(b"".join(pending), first, len(pending))
                first, pending, n_bytes = first + len(pending), [], 0
    except ParseError as error:
        problem = error
    if pending:
        yield Piece(b"".join(pending), first, len(pending))
    n = first + len(pending) - 1
    if blocks.problem is not None:
        raise FormatError(
            f"{place}: {damage(blocks.problem)}; the {n} element(s) before it are whole"
        )
    if problem is not None:
        raise FormatError(f"{place}: the XML breaks after element {n}: {problem}") from problem


class _Blocks:
    """The bytes of a stream; what stops them is kept, so that what stood before it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.problem: BaseException | None = None

    def __iter__(self) -> Iterator[bytes]:
        ended = False
        while not ended and self.problem is None:
            block, ended, self.problem = filled(self._stream, _BLOCK)
            yield block


def _elements(parser: Any, blocks: "list[bytes] | _Blocks") -> Iterator[tuple[str, Element]]:
    """Yield (path of names from the root, element) at each end; raises ParseError."""
    above: list[Element] = []
    stop: ParseError | None = None
    for block in blocks:
        try:
            parser.feed(_WIDE.sub(rb"\1utf-8", block))
        except ParseError as error:
            stop = error
        try:
            for event, element in parser.read_events():
                if event == "start":
                    above.append(element)
                    continue
                yield "/".join(_local(e.tag) for e in above), element
                above.pop()
                # A child of the root has been seen: nothing of it is needed again.
                if len(above) == 1:
                    above[0].clear()
        except ParseError as error:
            stop = error
        if stop is not None:
            raise stop
    if above and not isinstance(blocks, list):
        raise ParseError("the document ends early")


def _row(element: Element) -> dict[str, str]:
    out: dict[str, str] = {_local(k): v for k, v in element.attrib.items()}
    _add(element, "", out)
    return out


def _add(element: Element, above: str, out: dict[str, str]) -> None:
    for child in element:
        here = f"{above}.{_local(child.tag)}" if above else _local(child.tag)
        for name, value in child.attrib.items():
            out.setdefault(f"{here}.{_local(name)}", value)
        if child.text and child.text.strip():
            out.setdefault(here, child.text.strip())
        _add(child, here, out)


def _names_one_ship(element: Element) -> bool:
    """Tell whether one MMSI stands in an element, under one name or several, and none twice."""
    found = [
        (name, value)
        for inner in element.iter()
        for name, value in [*inner.attrib.items(), (inner.tag, (inner.text or "").strip())]
        if "mmsi" in _local(name).lower() and value
    ]
    names = [name for name, _ in found]
    return bool(found) and len({*names}) == len(names) and len({v for _, v in found}) == 1


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _refuse_doctype(head: bytes, place: str) -> None:
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FormatError(f"{place}: XML that declares a document type; expected plain elements")
