"""PDF files that unpack, draw or branch without end."""

import time

import pytest

from seawarden.chronicle.documents import formats

from ...fuzz.pdf import FONT, LINE, pages, pdf, stream

RESOURCES = b"/Resources << /Font << /F 3 0 R >> %s>> "


def forms(levels: int) -> bytes:
    """Return a page whose form draws ten forms that draw ten forms."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        3: FONT,
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R "
        + RESOURCES % b"/XObject << /X 10 0 R >> "
        + b">>",
        5: stream(LINE + b"/X Do\n"),
        10 + levels: stream(LINE, form + RESOURCES % b""),
    }
    for i in range(levels):
        inner = RESOURCES % (b"/XObject << /X %d 0 R >> " % (11 + i))
        objects[10 + i] = stream(b"/X Do\n" * 10 + LINE, form + inner)
    return pdf(objects)


def tree(levels: int) -> bytes:
    """Return a tree of pages in which each node names the next one ten times."""
    objects = {1: b"<< /Type /Catalog /Pages 10 0 R >>", 3: FONT, 5: stream(LINE)}
    for i in range(levels):
        kids = (b"%d 0 R " % (11 + i)) * 10
        objects[10 + i] = b"<< /Type /Pages /Count 1 /Kids [" + kids + b"] >>"
    page = b"<< /Type /Page /MediaBox [0 0 9 9] /Contents 5 0 R "
    objects[10 + levels] = page + RESOURCES % b"" + b">>"
    return pdf(objects)


BOMBS = {
    "a stream that swells": lambda: pages(1, LINE + b" " * 100_000_000),
    "a page of a million operators": lambda: pages(1, LINE * 300_000),
    "pages that share a long stream": lambda: pages(500, LINE * 3000),
    "forms in forms": lambda: forms(9),
    "a tree of pages": lambda: tree(9),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_or_read_in_bounded_time(name: str) -> None:
    data = BOMBS[name]()
    assert len(data) < 500_000
    start = time.process_time()
    ((kind, item),) = formats.read("a.pdf", data)
    assert time.process_time() - start < 45
    assert kind == "pdf"
    assert item.reason or item.note or item.text
    assert "\n" not in item.reason
    assert len(item.text) < 6_000_000


def test_a_release_is_read() -> None:
    ((_, item),) = formats.read("a.pdf", pages(3, LINE))
    assert (item.reason, item.text.count("We condemn the launch of it")) == ("", 3)
