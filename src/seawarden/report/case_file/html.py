"""The case file as one page that needs nothing else: every text escaped, nothing loaded or run.

Photographs stand in the page itself (`data:`), and only a page that has some allows that.
"""

import base64
from collections.abc import Sequence

from ..markup import Safe, table, tag
from ..page.style import sheet
from .document import Block, Heading, Paragraph
from .figure import Figure

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_PICTURES = "; img-src data:"


def html(blocks: Sequence[Block], *, marking: str, picture: Safe | None = None) -> str:
    """Return the page; `picture` is a drawing of the case (`report.picture`)."""
    title = next((b.text for b in blocks if isinstance(b, Heading)), "Case file")
    policy = _POLICY + (_PICTURES if any(isinstance(b, Figure) for b in blocks) else "")
    body = [_block(b) for b in blocks]
    if picture is not None:
        body.append(tag("h2", "Map"))
        body.append(tag("figure", picture))
    return "<!doctype html>\n" + tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="Content-Security-Policy", content=policy),
            tag("title", title),
            tag("style", sheet()),
        ),
        tag(
            "body",
            tag("p", marking, class_="banner", role="note"),
            tag("main", body),
            tag("footer", tag("p", marking)),
        ),
        lang="en",
    )


def _block(block: Block) -> Safe:
    if isinstance(block, Heading):
        return tag(f"h{block.level}", block.text)
    if isinstance(block, Paragraph):
        return tag("p", tag("strong", block.text) if block.is_strong else block.text)
    if isinstance(block, Figure):
        source = f"data:image/jpeg;base64,{base64.b64encode(block.jpeg).decode()}"
        image = tag("img", src=source, alt=block.name, width=block.width_px, height=block.height_px)
        return tag("figure", image, tag("figcaption", block.caption))
    return table(block.head, block.rows, caption=block.caption)
