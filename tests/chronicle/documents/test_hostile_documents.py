"""Hostile documents: refused or read, in time and memory that grow with the document."""

import time

import pytest

from seawarden.chronicle.documents import formats


def bomb(levels: int) -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for i in range(1, levels):
        lines.append(f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 9) + "]")
    return (
        "---\ntitle: t\n" + "\n".join(lines) + f"\nministers: *a{levels - 1}\n---\nText.\n"
    ).encode()


def test_yaml_aliases_are_refused_at_once() -> None:
    start = time.monotonic()
    ((_, item),) = formats.read("a.md", bomb(9))
    assert item.reason.startswith("front matter refused: it holds the YAML alias *a0")
    assert time.monotonic() - start < 5


def test_an_asterisk_in_a_title_is_no_alias() -> None:
    ((_, item),) = formats.read("a.md", b"---\ntitle: 'a *star* & more'\n---\nText of it.\n")
    assert (item.reason, item.title) == ("", "a *star* & more")


def test_an_endless_front_matter_is_refused() -> None:
    data = b"---\n" + b"k: v\n" * 20_000 + b"---\nText.\n"
    ((_, item),) = formats.read("a.md", data)
    assert "refused, at most" in item.reason


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "x">'
    + "".join(
        f'<!ENTITY {b} "{("&" + a + ";") * 10}">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><rss><channel><item><title>&i;</title></item></channel></rss>"
)


def shapes(n: int) -> dict[str, tuple[str, bytes]]:
    return {
        "deep html": (
            "a.html",
            b"<html><body>" + b"<div>" * n + b"text of the page" + b"</div>" * n,
        ),
        "unclosed tags": ("a.html", b"<html><body><p>text of it" + b"<p" * n),
        "unclosed scripts": ("a.html", b"<html><body>text of the page " + b"<script" * n),
        "unclosed items": ("a.xml", b"<rss><channel>" + b"<item>" * n),
        "unclosed comments": ("a.html", b"<html><body>text of the page" + b"<!--" * n),
        "one long word": ("a.txt", b"Text. " + b"x" * (20 * n)),
        "dashes": ("a.txt", b"Text. " + b"-" * (20 * n)),
        "commas": ("a.jsonl", b'{"text": "' + b", ," * n + b'"}'),
        "deep json": ("a.jsonl", b"[" * n),
    }


@pytest.mark.parametrize("shape", shapes(1))
def test_time_grows_with_the_document(shape: str) -> None:
    """Ten thousand of each; what is quadratic takes minutes."""
    start = time.process_time()
    items = list(formats.read(*shapes(10_000)[shape]))
    assert items
    assert time.process_time() - start < 15


def test_entities_are_refused() -> None:
    ((_, item),) = formats.read("a.xml", LAUGHS.encode())
    assert "refused" in item.reason
