"""The chronicle: documents, statements, occurrences; who said what, and on what it rests.

    from seawarden.chronicle import formats, entry, speech, derive, claims, records

    for kind, item in formats.read("release.md", data): ...     # a file -> its documents
    speech.read(text, authors=["Rt Hon Winston Peters"])         # who said what, with places
    derive.compare(story, release)                               # what a story took and changed
    records.read(path)                                           # a table -> OCCURRENCES
    claims.check(document, occurrences)                          # a claim against the record

`Chronicle` is the folder that keeps them; `index` finds the source of a story among many.
"""

from .folder import Chronicle

__all__ = ["Chronicle"]
