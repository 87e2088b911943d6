"""Does a file that could not be read look like AIS?

If so, the docket lacks what it holds, and says so; a readme or a picture beside the data is only
noted. AIS it is taken to be when it was read in part, when a sentence or the word MMSI stands in
its first bytes, or when it is packed data or a spreadsheet that cannot be opened at all: what is
in it cannot be known. Blind spot: a binary format of AIS that Seawarden does not know.
"""

from ....errors import InputError
from ....read import nmea
from ....read.input.lines import decoded_head
from ....read.input.source import PACKED, Source

_ARCHIVES = (b"7z\xbc\xaf", b"Rar!")  # that are not unpacked
_LOOKED_AT = 1 << 16
_DOCUMENTS = (".docx", ".pptx", ".odt", ".odp")


def looks_like_ais(source: Source, *, n_read: int) -> bool:
    """Tell whether a source of which only `n_read` reports were read looks like AIS."""
    if n_read:
        return True
    try:
        head = source.head()[:_LOOKED_AT]
    except InputError:
        return not source.place.lower().endswith(_DOCUMENTS)
    if head.startswith((b"PAR1", *_ARCHIVES, *PACKED)) or nmea.looks_like(head):
        return True
    return "mmsi" in decoded_head(head).lower()
