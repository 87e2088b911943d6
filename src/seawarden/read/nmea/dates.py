"""Times before sentences: whether they carry a zone, and which order their dates are in.

`01/03/2026 00:00:03 !AIVDM` could be day first or month first.

As in tables (`read.date_order`), the first line anywhere in the file with a number above 12 shows
the order; where none does, the file is refused.
"""

import re
from typing import BinaryIO

from ...errors import FormatError
from ..input.lines import pieces
from ..table.choices import DAY_FIRST, MONTH_FIRST

_SLASHED = re.compile(
    rb"^[^!$\n]*?(?<!\d)(\d{1,2})/(\d{1,2})/\d{4}[ T,][^!$\n]*![A-Z]{2}VD[MO],", re.MULTILINE
)
NAIVE = re.compile(
    rb"^[^!$\n]*?(\d{4}[-/.]\d\d?[-/.]\d\d?.\d\d?:\d\d:\d\d|(?<!\d)(?:19|20)\d{12}"
    rb"|\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}"
    rb"|\d\d?[ -][A-Z][a-z]{2}[ -]\d{4} \d\d:\d\d:\d\d"
    rb"|[A-Z][a-z]{2} \d\d?,? \d{4} \d\d:\d\d:\d\d|\d\d?/\d\d?/\d{4} \d\d:\d\d:\d\d)"
    rb"(?:[.,]\d+)?"
    rb"(?: [AP]M)?(?! ?(?:Z|UTC|GMT|KST|JST|MSK|[+-]\d\d))[^!$\n]*![A-Z]{2}VD[MO],",
    re.MULTILINE,
)
"""A time before a sentence that carries no zone."""
_BYTES = 1 << 24


def order_of_dates(stream: BinaryIO, head: bytes, place: str) -> str | None:
    """Return the order of dates such as 01/03/2026 before sentences; None where there are none.

    Raises FormatError, with a sample and the option, where no line of the file shows it.
    """
    if _SLASHED.search(head) is None:
        return None
    first = ""
    for piece in pieces(stream, _BYTES, place):
        for found in _SLASHED.finditer(piece.data):
            if int(found[1]) > 12 or int(found[2]) > 12:
                return DAY_FIRST if int(found[1]) > 12 else MONTH_FIRST
            first = first or found[0].decode("ascii", "replace")[:80]
    raise FormatError(
        f"{place}: dates before the sentences could be day first or month first: the first is "
        f"'{first}', and no line has a number above 12 there; say which with --date-order "
        f"{DAY_FIRST} or --date-order {MONTH_FIRST}"
    )


_LETTERS = re.compile(
    rb"^[^!$\n]*?\d\d:\d\d:\d\d(?:[.,]\d+)?(?: [AP]M)? ?"
    rb"((?:[ECMPAB]|NZ|AE)[SD]T|[IPHS]KT|IST|SGT|WIB|CES?T|EES?T|BRT|GST)\b[^!$\n]*![A-Z]{2}VD[MO],",
    re.MULTILINE,
)
"""Letters of zones behind a time that mean several, or none that is read."""


def notes_of(head: bytes, time_zone: str | None, place: str = "") -> tuple[str, ...]:
    """Return what a user should know of how the first bytes of a file will be read.

    Raises FormatError where times are of a zone whose letters are not read, and none is given.
    """
    letters = _LETTERS.search(head)
    if letters is not None and time_zone is None:
        raise FormatError(
            f"{place}: times before the sentences are of '{letters[1].decode()}', as "
            f"'{letters[0].decode('ascii', 'replace')[:60]}', which is not read; expected UTC or "
            "an offset such as +09:00; say which zone it is, e.g. --time-zone America/New_York"
        )
    if time_zone is not None or NAIVE.search(head) is None:
        return ()
    return ("times before the sentences carry no zone; read as UTC, --time-zone says otherwise",)
