"""The data dictionary: every table, its columns, types, units, keys and sort order.

`docs/data-dictionary.md` and the docket's DDL are generated from here.
"""

from .chronicle import (
    CHECKS,
    DERIVATIONS,
    DOCUMENTS,
    LINKS,
    OCCURRENCE_KINDS,
    OCCURRENCES,
    STATEMENTS,
    VERDICTS,
)
from .context import CONTEXT
from .facts import (
    CLAIMS,
    CONTACTS,
    COVERAGE,
    FIXES,
    HULLS,
    JUMPS,
    SILENCES,
    SLOTS,
    STAYS,
    TRAILS,
)
from .findings import CASES, EVENTS, EVIDENCE, LISTINGS, MATCHES, WITHDRAWN
from .kinds import KINDS
from .reports import REJECTS, REPORTS, SIGHTINGS, STATICS
from .sorties import CREW_CONTACTS, SORTIES
from .table import TIME, Column, Table, conform, require

TABLES: tuple[Table, ...] = (
    REPORTS, STATICS, REJECTS, HULLS, STAYS, TRAILS, SILENCES, JUMPS, CLAIMS, COVERAGE, SLOTS,
    CONTACTS, CONTEXT, SIGHTINGS, FIXES, LISTINGS, EVENTS, WITHDRAWN, MATCHES, CASES, DOCUMENTS,
    STATEMENTS, OCCURRENCES, DERIVATIONS, CHECKS, LINKS, SORTIES, CREW_CONTACTS,
)  # fmt: skip
"""Every table, in the order in which they come to be."""

__all__ = [
    "CASES", "CHECKS", "CLAIMS", "CONTACTS", "CONTEXT", "COVERAGE", "CREW_CONTACTS", "DERIVATIONS",
    "DOCUMENTS", "EVENTS", "EVIDENCE", "FIXES", "HULLS", "JUMPS", "KINDS", "LINKS", "LISTINGS",
    "MATCHES", "OCCURRENCES", "OCCURRENCE_KINDS", "REJECTS", "REPORTS", "SIGHTINGS", "SILENCES",
    "SLOTS", "SORTIES", "STATEMENTS", "STATICS", "STAYS", "TABLES", "TIME", "TRAILS", "VERDICTS",
    "WITHDRAWN",
    "Column", "Table", "conform", "require",
]  # fmt: skip
