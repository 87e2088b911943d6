"""The formats of sanctions lists: one published list a file, each named once in `FORMATS`.

A format is a module that tells its list by content and reads it. To add one, write the module
and name it here.
"""

from typing import Protocol

from .. import plugins
from . import house_table
from .eu import annex_csv, annex_table, fsf_csv, fsf_xml
from .listing import Reading
from .national import (
    australia,
    canada_xml,
    japan,
    korea,
    new_zealand,
    switzerland_xml,
    ukraine,
    ukraine_api,
)
from .ofac import (
    screening_list_csv,
    sdn_advanced_xml,
    sdn_csv,
    sdn_enhanced_xml,
    sdn_fixed,
    sdn_xml,
    vessels_json,
)
from .opensanctions import ftm_json, maritime_csv, statements_csv, targets_simple_csv
from .source import ListFile
from .uk import ofsi, sanctions_list_csv, sanctions_list_xml, ships_csv
from .un import consolidated_xml, merged_csv, ships_1718_csv, ships_table


class ListFormat(Protocol):
    """What the module of a list offers."""

    CODE: str  # `list_code` of its LISTINGS, e.g. "ofac"
    NAME: str  # the list's name, e.g. "OFAC SDN"
    EXPECTED: str  # for messages: what the list is and how it can be recognised

    # AUTHORITY: str may name who lists, where that is one for all entries.

    def sniff(self, file: ListFile) -> bool:
        """Return whether the content of a file is this list."""

    def read(self, file: ListFile) -> Reading:
        """Return every entry of the list; raises FormatError where it breaks its format."""


FORMATS: list[ListFormat] = [
    consolidated_xml, ships_1718_csv, sdn_csv, sdn_fixed, sdn_xml, sdn_advanced_xml,
    sdn_enhanced_xml,
    vessels_json, screening_list_csv, fsf_xml, fsf_csv, annex_csv, sanctions_list_csv,
    sanctions_list_xml, ships_csv, ofsi, switzerland_xml, canada_xml, australia, new_zealand,
    ukraine, ukraine_api, merged_csv, maritime_csv, targets_simple_csv, statements_csv, ftm_json,
    ships_table,
    annex_table, japan, korea,
]  # fmt: skip
"""Every published format; the first whose `sniff` knows a file reads it."""


def formats() -> list[ListFormat]:
    """Return the published formats, those of other packages, and last the house list.

    The house list takes any table of ships. Raises UsageError for a package's format that cannot
    be loaded or lacks what `ListFormat` asks.
    """
    others = []
    for name, one in plugins.loaded(plugins.LISTS):
        missing = [p for p in ("CODE", "NAME", "EXPECTED", "sniff", "read") if not hasattr(one, p)]
        if missing:
            raise plugins.lacks(plugins.LISTS, name, f"`{missing[0]}`")
        others.append(one)
    return [*FORMATS, *others, house_table]
