"""Tables of the chronicle: DOCUMENTS, STATEMENTS, OCCURRENCES, DERIVATIONS, CHECKS, LINKS."""

import polars as pl

from .table import Column, Table

OCCURRENCE_KINDS = (
    "launch", "nuclear_test", "artillery", "deployment", "designation", "resolution", "talks",
    "arms_shipment", "sts", "oil_delivery",
)  # fmt: skip
"""The kinds of occurrence; nothing else may stand in `OCCURRENCES.kind`."""

VERDICTS = ("agrees", "conflicts", "cannot be said")
"""What a claim set against the record can come to."""

SOURCES = pl.List(
    pl.Struct(
        {
            "source": pl.String,  # file, as given
            "sha256": pl.String,  # of that file
            "line": pl.UInt32,  # row of a table; null for a text
            "document_id": pl.String,  # document of the chronicle; null for a table
            "start": pl.Int64,  # place in the document's text, characters
            "end": pl.Int64,
            "text": pl.String,  # the sentence, or the row as one line
        }
    )
)
"""What an occurrence rests on: rows of a table, sentences of a document."""

DOCUMENTS = Table(
    "DOCUMENTS",
    "a text: a release, a story, an item of a feed",
    (
        Column("document_id", pl.String, "id", "hash of the original and the item in it", False),
        Column("source", pl.String, "path", "file it was read from, as given", False),
        Column("item", pl.UInt32, "index", "1-based item in a feed or table; 1 for a file", False),
        Column("sha256", pl.String, "hash", "hash of the original file", False),
        Column("bytes", pl.Int64, "byte", "size of the original file", False),
        Column("format", pl.String, "kind", "markdown, plain, html, pdf, feed, jsonl, ...", False),
        Column("encoding", pl.String, "name", "encoding the text was decoded with"),
        Column("status", pl.String, "kind", "'read', 'set apart' or 'unreadable'", False),
        Column("reason", pl.String, "text", "why set apart, unreadable, or without statements"),
        Column("kind", pl.String, "kind", "'reports' what others said, or is its 'own' statement"),
        Column("language", pl.String, "ISO 639-1", "language of the text"),
        Column("title", pl.String, "text", "headline"),
        Column("url", pl.String, "url", "where it was published"),
        Column("publisher", pl.String, "text", "publisher, from the url"),
        Column("zone", pl.String, "IANA name", "time zone of the publisher"),
        Column("date_given", pl.String, "text", "publication date as printed"),
        Column("published_on", pl.Date, "date", "best publication date, publisher's zone"),
        Column("published_from", pl.Date, "date", "earliest date it can be"),
        Column("published_to", pl.Date, "date", "latest date it can be"),
        Column("date_note", pl.String, "text", "on what the date rests, and any conflict"),
        Column("authors", pl.List(pl.String), "name", "ministers or authors named in the head"),
        Column("portfolios", pl.List(pl.String), "name", "portfolios named in the head"),
        Column("text", pl.String, "text", "the text that offsets count in"),
        Column("body_start", pl.Int64, "character", "where the body starts in `text`"),
        Column("words", pl.Int64, "count", "words in the body"),
        Column("threat_per_1000", pl.Float64, "1/1000 words", "hits on the threat scale"),
        Column("demand_per_1000", pl.Float64, "1/1000 words", "hits on the demand scale"),
    ),
    key=("document_id",),
    sort=("published_on", "document_id"),
)

STATEMENTS = Table(
    "STATEMENTS",
    "who said what in a document",
    (
        Column("statement_id", pl.String, "id", "document and place in it", False),
        Column("document_id", pl.String, "id", "document it stands in", False),
        Column("start", pl.Int64, "character", "where it starts in the document's text", False),
        Column("end", pl.Int64, "character", "where it ends", False),
        Column("kind", pl.String, "kind", "'direct', 'mixed', 'indirect' or 'own'", False),
        Column("text", pl.String, "text", "the passage as it stands", False),
        Column("speaker", pl.String, "name", "who said it; several joined with '; '"),
        Column("speaker_as_written", pl.String, "text", "the words that name the speaker"),
        Column("speaker_how", pl.String, "text", "how the speaker was found", False),
        Column(
            "confidence", pl.Float64, "probability", "that it is the right speaker, as measured"
        ),
        Column("role", pl.String, "text", "title or office that stands with the name"),
        Column("party", pl.String, "ISO 3166 alpha-2", "State the speaker speaks for"),
        Column("via", pl.String, "name", "who carried it: an agency, a ministry"),
        Column("verb", pl.String, "text", "verb of communication"),
        Column("said_on", pl.Date, "date", "when it was said"),
        Column("said_how", pl.String, "text", "on what that date rests"),
        Column("countries", pl.List(pl.String), "ISO 3166 alpha-2", "countries it names"),
        Column("words", pl.Int64, "count", "words in it", False),
        Column("threat", pl.String, "JSON", "words on the threat scale, with their places"),
        Column("demand", pl.String, "JSON", "words on the demand scale, with their places"),
        Column("threat_per_1000", pl.Float64, "1/1000 words", "hits on the threat scale", False),
        Column("demand_per_1000", pl.Float64, "1/1000 words", "hits on the demand scale", False),
    ),
    key=("statement_id",),
    sort=("document_id", "start"),
)

OCCURRENCES = Table(
    "OCCURRENCES",
    "a launch, test, firing, deployment, designation, resolution, round of talks or shipment",
    (
        Column("occurrence_id", pl.String, "id", "stable for kind, date and sources", False),
        Column("kind", pl.String, "kind", ", ".join(OCCURRENCE_KINDS), False),
        Column("start_on", pl.Date, "date", "first day it can have begun"),
        Column("end_on", pl.Date, "date", "last day"),
        Column("precision", pl.String, "kind", "'day', 'month', 'year', 'range' or 'unknown'"),
        Column("time_text", pl.String, "text", "time as printed"),
        Column("title", pl.String, "text", "one line", False),
        Column("actor", pl.String, "ISO 3166 alpha-2", "State that did it"),
        Column("count", pl.Int64, "count", "how many (missiles, ships, names), where given"),
        Column("place", pl.String, "text", "where"),
        Column("lat_deg", pl.Float64, "deg", "where, WGS 84"),
        Column("lon_deg", pl.Float64, "deg", "where, WGS 84"),
        Column("status", pl.String, "kind", "'record' (a table) or 'proposed' (a text)", False),
        Column("modality", pl.String, "kind", "'reported', 'planned', 'denied' or 'hypothetical'"),
        Column("detail", pl.String, "JSON", "fields of the row that have no column"),
        Column("disagreements", pl.String, "JSON", "[{field, values: [{value, source}]}]"),
        Column("sources", SOURCES, "rows", "rows and sentences it rests on"),
    ),
    key=("occurrence_id",),
    sort=("start_on", "kind", "occurrence_id"),
)

DERIVATIONS = Table(
    "DERIVATIONS",
    "a document that draws on another",
    (
        Column("document_id", pl.String, "id", "the one that draws (the story)", False),
        Column("source_id", pl.String, "id", "the one it draws on (the release)", False),
        Column("share_reused", pl.Float64, "0-1", "share of the story's words reused", False),
        Column("share_used", pl.Float64, "0-1", "share of the source's words used", False),
        Column("n_passages", pl.Int64, "count", "passages reused", False),
        Column("quotes_kept", pl.Int64, "count", "quotes of the source kept whole", False),
        Column("quotes_cut", pl.Int64, "count", "quotes kept in part", False),
        Column("quotes_altered", pl.Int64, "count", "quotes with words in marks changed", False),
        Column("quotes_reworded", pl.Int64, "count", "quotes told without marks, in other words"),
        Column("quotes_left_out", pl.Int64, "count", "quotes not used", False),
        Column("passages", pl.String, "JSON", "[[start, end, source_start, source_end], ...]"),
    ),
    key=("document_id", "source_id"),
    sort=("document_id", "share_reused"),
)

CHECKS = Table(
    "CHECKS",
    "a claim with dates or numbers, set against the occurrences",
    (
        Column("check_id", pl.String, "id", "document, place and form of the claim", False),
        Column("document_id", pl.String, "id", "document the claim stands in", False),
        Column("statement_id", pl.String, "id", "statement it stands in, if any"),
        Column("start", pl.Int64, "character", "where the sentence starts", False),
        Column("end", pl.Int64, "character", "where it ends", False),
        Column("form", pl.String, "kind", "'years', 'since', 'ordinal', 'count' or 'cap'", False),
        Column("about", pl.String, "kind", "kind of occurrence it speaks of", False),
        Column("claim", pl.String, "text", "the sentence", False),
        Column("verdict", pl.String, "kind", ", ".join(VERDICTS), False),
        Column("explanation", pl.String, "text", "why, in one or two sentences", False),
        Column("points", pl.String, "JSON", "[{point, verdict, rows}] for each date or number"),
        Column("left_out", pl.List(pl.Int64), "year", "years of the record it does not name"),
        Column("occurrence_ids", pl.List(pl.String), "id", "occurrences it was set against"),
    ),
    key=("check_id",),
    sort=("document_id", "start", "form"),
)

LINKS = Table(
    "LINKS",
    "what a statement or occurrence touches: a measure, a case",
    (
        Column("from_kind", pl.String, "kind", "'statement' or 'occurrence'", False),
        Column("from_id", pl.String, "id", "statement or occurrence", False),
        Column("to_kind", pl.String, "kind", "'measure' or 'case'", False),
        Column("to_id", pl.String, "id", "resolution and paragraph, or case id", False),
        Column("why", pl.String, "text", "on what the link rests", False),
        Column("certainty", pl.String, "code", "of a paragraph number: V seen, M to be confirmed"),
        Column("text", pl.String, "text", "how to print it"),
    ),
    key=("from_id", "to_kind", "to_id"),
    sort=("from_kind", "from_id", "to_kind", "to_id"),
)
