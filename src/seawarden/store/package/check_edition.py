"""Whether an edition shows nothing but what the signed original holds."""

from datetime import datetime

from ...errors import FormatError
from . import leaves, merkle
from .check_signer import signature
from .held import Held, Trust, opened, text_of
from .leaves import FIELD, FILE, Item
from .write import ORIGINAL, RELEASED

DERIVED = "edition."
"""Names of an edition's fields that were made for it, and of files (`data/`) that show fields."""
_COPIES = ("data/ais/", "data/lists/", "data/inference/", "data/photographs/")
"""What an edition can only copy: files here must be the original's."""


def edition(held: Held, trust: Trust, now_utc: datetime) -> None:
    """Check that an edition shows nothing but what the signed original holds."""
    out = held.outcome
    held.original = original = opened(held, ORIGINAL)
    text = text_of(held, RELEASED)
    if original is None or text is None or held.signed is None:
        return
    signature(held, original, ORIGINAL, trust, now_utc)
    if held.signed.statement.of != original.statement.root:
        out.add("subset", ORIGINAL, "is not the original that the edition names")
    try:
        released = leaves.from_text(text, RELEASED)
        shown = {(i.kind, i.name): i for i in (leaf.opened() for leaf in released)}
    except FormatError as error:
        out.add("format", RELEASED, str(error))
        return
    stated = original.statement
    for leaf in released:
        siblings = [bytes.fromhex(h) for h in leaf.path or ()]
        at = merkle.root_by_path(leaf.hash, leaf.n, stated.size, siblings)
        if at is None or at.hex() != stated.root:
            out.add("subset", RELEASED, f"leaf {leaf.n} does not lead to the original's root")
    for item in held.items:
        _from_original(held, item, shown.get((item.kind, item.name)))
    if not out.has(("subset",)):
        hidden = stated.size - len(released)
        out.confirmed.append(
            f"{len(released)} items are the original's; {hidden} of its {stated.size} are withheld"
        )


def _from_original(held: Held, item: Item, shown: Item | None) -> None:
    if shown is not None:
        if shown.value != item.value:
            held.outcome.add("subset", item.name, "differs from the original's item")
        return
    is_copy = item.name.startswith(_COPIES) if item.kind == FILE else True
    if is_copy and not (item.kind == FIELD and item.name.startswith(DERIVED)):
        held.outcome.add("subset", item.name, "is no item of the original")
