"""The formats of what is kept, and one clear error for a format from the future.

    docket      1  docket.duckdb at the root          2  generations, CURRENT, table `about`
    archive     2  one file a day                     3  segments, one manifest
    decisions   1  decisions.sqlite
    package     1  the package of a case, and the list of a signer's keys

What `watch` derives (docket, archive) is remade by the next `watch` where its format is an
earlier one, and opens until then. Decisions are people's acts: an earlier format is migrated,
never dropped. A package is never written anew, so each format stays readable for good.
"""

from pathlib import Path

from ..errors import InputError

DOCKET, ARCHIVE, DECISIONS, PACKAGE = 2, 3, 1, 1


def check(path: Path, what: str, found: object, known: int) -> int:
    """Return the format of `what` in `path`, an earlier one or `known`.

    Raises InputError when it is no number, or later than this Seawarden knows.
    """
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise InputError(f"{path}: format {found!r} of the {what}: expected a number")
    if found > known:
        raise InputError(
            f"{path}: {what} of format {found}, written by a later Seawarden; this one reads up to "
            f"format {known}: install the later one"
        )
    return found
