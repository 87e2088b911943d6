"""Readers and lists of other packages, found by entry point when they are first needed.

A package names them in its `pyproject.toml`:

    [project.entry-points."seawarden.readers"]
    acme = "acme_ais.layout"        # a module or object: what `PublishedLayout` or `Reader` asks
    [project.entry-points."seawarden.lists"]
    atoll = "acme_ais.atoll_list"   # what `ListFormat` asks

They come behind Seawarden's, by name, so that a package cannot change what is read today. One that
cannot be loaded, or lacks what it must offer, stops the run with one line that names it: a list or
a reader that is silently missing would be worse. See docs/plugins.md.
"""

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from .errors import UsageError

READERS, LISTS = "seawarden.readers", "seawarden.lists"


@cache
def loaded(group: str) -> tuple[tuple[str, Any], ...]:
    """Return (name, object) of every entry point of a group, by name.

    Raises UsageError, naming the entry point and its package, when one cannot be loaded.
    """
    out = []
    for point in sorted(entry_points(group=group), key=lambda p: p.name):
        package = point.dist.name if point.dist is not None else "an unknown package"
        try:
            out.append((point.name, point.load()))
        except Exception as error:
            raise UsageError(
                f"{group}: '{point.name}' of {package} cannot be loaded "
                f"({type(error).__name__}: {error}); mend or uninstall that package"
            ) from error
    return tuple(out)


def lacks(group: str, name: str, wanted: str) -> UsageError:
    """Return the error of an entry point that does not offer what its group asks."""
    return UsageError(f"{group}: '{name}' offers no {wanted}, see docs/plugins.md")
