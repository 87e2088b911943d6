"""Tables that hold what was found: LISTINGS, EVENTS, MATCHES, CASES."""

from dataclasses import replace

import polars as pl

from .kinds import KINDS
from .table import TIME, Column, Table

EVIDENCE = pl.List(
    pl.Struct(
        {
            "file": pl.String,
            "sha256": pl.String,
            "first_line": pl.UInt32,
            "last_line": pl.UInt32,
            "mmsi": pl.UInt32,
        }
    )
)
"""Where a finding rests: source file, its hash, and the range of lines, per ship."""

PURPOSE = pl.List(pl.Struct({"kind": pl.String, "probability": pl.Float64}))
"""What two ships may have lain together for: hypotheses (`schema.kinds.purpose`), adding to 1."""

LISTINGS = Table(
    "LISTINGS",
    "a listed ship, person or company, as of a date",
    (
        Column("listing_id", pl.String, "id", "list code and the list's own id", False),
        Column("list_code", pl.String, "code", "'un', 'un1718', 'ofac', 'eu', 'uk', ...", False),
        Column("list_name", pl.String, "text", "the list's full name", False),
        Column("dataset", pl.String, "code", "a newer file replaces only it; null: `list_code`"),
        Column("as_of", pl.Date, "date", "date of the list, from its own text or file name"),
        Column("kind", pl.String, "kind", "'ship', 'person', 'company' or 'other'", False),
        Column("name", pl.String, "text", "name as listed", False),
        Column("other_names", pl.List(pl.String), "text", "aliases"),
        Column("former_names", pl.List(pl.String), "text", "names the ship bore before"),
        Column("imo", pl.UInt32, "IMO number", "hull number, ships only"),
        Column("imo_text", pl.String, "text", "number as printed, where it is no valid IMO"),
        Column("mmsi", pl.List(pl.UInt32), "MMSI", "radio identities as listed"),
        Column("call_sign", pl.String, "text", "radio call sign"),
        Column("flag", pl.String, "ISO 3166 alpha-2", "flag as listed, upper case"),
        Column("former_flags", pl.List(pl.String), "ISO 3166 alpha-2", "earlier flags"),
        Column("ship_type", pl.String, "text", "type as listed"),
        Column("owner", pl.String, "text", "owner, manager or operator as listed"),
        Column(
            "owner_role", pl.String, "text", "'owner', 'manager', ...; one for all, or one each"
        ),
        Column("programs", pl.List(pl.String), "code", "sanctions programmes as listed"),
        Column("measures", pl.List(pl.String), "text", "what the listing orders, as printed"),
        Column("authority", pl.String, "text", "who listed the ship, person or company"),
        Column(
            "consequence",
            pl.String,
            "kind",
            "'designated' (or null), 'detained' (port State), 'mentioned', 'house list', 'none'",
        ),
        Column("is_dprk", pl.Boolean, "", "listed under a DPRK programme or resolution", False),
        Column("listed_on", pl.Date, "date", "date of designation"),
        Column("delisted_on", pl.Date, "date", "date of removal; null while listed"),
        Column("reason", pl.String, "text", "why, in the list's own words"),
        Column("source", pl.String, "path", "file or reference it was read from", False),
        Column("sha256", pl.String, "hash", "hash of that file", False),
        Column("line", pl.UInt32, "line", "line or record in that file", False),
    ),
    key=("listing_id", "as_of", "source"),
    sort=("listing_id", "as_of", "source"),
)

EVENTS = Table(
    "EVENTS",
    "what a detector found",
    (
        Column("event_id", pl.String, "id", "stable across runs on the same input", False),
        Column("version", pl.Int32, "count", "1, then one more each time late data changed it"),
        Column("kind", pl.String, "kind", ", ".join(KINDS), False),
        Column("mmsi", pl.Int64, "MMSI", "first ship"),
        Column("other_mmsi", pl.Int64, "MMSI", "second ship; null for one ship"),
        Column("hull", pl.Int64, "id", "first ship's hull"),
        Column("other_hull", pl.Int64, "id", "second ship's hull; null for one ship"),
        Column("start_utc", TIME, "UTC", "start", False),
        Column("end_utc", TIME, "UTC", "end", False),
        Column("is_open", pl.Boolean, "", "still going on when the data ends", False),
        Column("lat_deg", pl.Float64, "deg", "where", False),
        Column("lon_deg", pl.Float64, "deg", "where", False),
        Column(
            "confidence",
            pl.Float64,
            "probability",
            "that the conduct named by `kind` took place; 0.5 and more is a call",
            False,
        ),
        Column(
            "contact",
            pl.Float64,
            "probability",
            "two ships: that they lay as described; null for one ship and where it is not weighed",
        ),
        Column(
            "purpose",
            PURPOSE,
            "probability",
            "what for, likeliest first, adding up to 1; null where it is not weighed",
        ),
        Column(
            "detail_version",
            pl.Int32,
            "count",
            "of the record of `detail` of its kind; null before there were versions",
        ),
        Column("observed_h", pl.Float64, "h", "time seen", False),
        Column("inferred_h", pl.Float64, "h", "time inferred across silence", False),
        Column("detail", pl.String, "JSON", "fields by kind, see docs/events.md", False),
        Column("evidence", EVIDENCE, "lines", "source file and line ranges"),
    ),
    key=("event_id", "version"),
    sort=("start_utc", "kind", "event_id"),
)

WITHDRAWN = replace(
    EVENTS,
    name="WITHDRAWN",
    row="an event of an earlier run that the newest no longer finds: one version more, confidence "
    "0, `detail.why` says why",
)

MATCHES = Table(
    "MATCHES",
    "what screening found: a ship beside a listing",
    (
        Column("query_id", pl.String, "id", "the ship asked about: hull id or row number", False),
        Column("hull", pl.Int64, "id", "hull, when the query came from AIS"),
        Column("listing_id", pl.String, "id", "the listing", False),
        Column("list_code", pl.String, "code", "which list", False),
        Column("list_name", pl.String, "text", "which list, in full", False),
        Column("as_of", pl.Date, "date", "date of the list"),
        Column("source", pl.String, "path", "file or reference of the listing", False),
        Column("line", pl.UInt32, "line", "record in it", False),
        Column("name", pl.String, "text", "name asked"),
        Column("imo", pl.UInt32, "IMO number", "number asked"),
        Column("mmsi", pl.UInt32, "MMSI", "MMSI asked"),
        Column("flag", pl.String, "ISO 3166 alpha-2", "flag asked, or from the MMSI"),
        Column("listed_name", pl.String, "text", "name listed", False),
        Column("listed_imo", pl.UInt32, "IMO number", "number listed"),
        Column("listed_on", pl.Date, "date", "date of designation"),
        Column("delisted_on", pl.Date, "date", "date of removal; null while listed"),
        Column("consequence", pl.String, "kind", "what being listed means, see LISTINGS"),
        Column("authority", pl.String, "text", "who listed the ship, person or company"),
        Column("programs", pl.List(pl.String), "code", "sanctions programmes as listed"),
        Column("measures", pl.List(pl.String), "text", "what the listing orders, as printed"),
        Column("owner", pl.String, "text", "owner, manager or operator as listed"),
        Column(
            "owner_role", pl.String, "text", "'owner', 'manager', ...; one for all, or one each"
        ),
        Column("reason", pl.String, "text", "why, in the list's own words"),
        Column("is_dprk", pl.Boolean, "", "listed under a DPRK programme or resolution", False),
        Column("score", pl.Float64, "0-1", "vessel-v1", False),
        Column("verdict", pl.String, "kind", "'match', 'possible' or 'no match'", False),
        Column("explanation", pl.String, "text", "one sentence", False),
        Column("parts", pl.String, "JSON", "[{feature, value, weight, detail, query, candidate}]"),
    ),
    key=("query_id", "listing_id", "as_of", "source"),
    sort=("query_id", "score", "listing_id"),
)

CASES = Table(
    "CASES",
    "what an analyst opens",
    (
        Column("case_id", pl.String, "id", "stable across runs on the same input", False),
        Column("version", pl.Int32, "count", "1, then one more each time it changed"),
        Column("rank", pl.Int32, "place", "1 is looked at first", False),
        Column("tier", pl.Int32, "1-3", "1: DPRK flag, listed party or unidentified side", False),
        Column("kind", pl.String, "kind", "the leading event's kind, or 'listed'", False),
        Column("grade", pl.String, "wording", "seen alongside, probable, possible, ...", False),
        Column("title", pl.String, "text", "one line", False),
        Column("what_happened", pl.String, "text", "two sentences", False),
        Column("what_would_change_it", pl.String, "text", "one or two sentences", False),
        Column("start_utc", TIME, "UTC", "start", False),
        Column("end_utc", TIME, "UTC", "end", False),
        Column("lat_deg", pl.Float64, "deg", "where", False),
        Column("lon_deg", pl.Float64, "deg", "where", False),
        Column("confidence", pl.Float64, "probability", "that the conduct took place", False),
        Column("priority", pl.Float64, "0-1", "what ranks it inside its tier", False),
        Column("mmsis", pl.List(pl.Int64), "MMSI", "ships", False),
        Column("hulls", pl.List(pl.Int64), "id", "hulls", False),
        Column("ships", pl.String, "JSON", "[{mmsi, name, imo, flag, type, length_m, ...}]", False),
        Column("measures", pl.String, "JSON", "[{resolution, paragraph, certainty, text}]", False),
        Column("evidence_for", pl.String, "JSON", "[{what, value, weight, detail, rows}]", False),
        Column("evidence_against", pl.String, "JSON", "the innocent explanations tested", False),
        Column("event_ids", pl.List(pl.String), "id", "events it is made of", False),
        Column("listing_ids", pl.List(pl.String), "id", "listings it cites", False),
        Column("is_simulated", pl.Boolean, "", "the input says that it is SIMULATED", False),
        Column("observed_h", pl.Float64, "h", "time seen, of the leading event"),
        Column("inferred_h", pl.Float64, "h", "time inferred across silence, same event"),
        Column("linked_case_ids", pl.List(pl.String), "id", "same hull in a raft or series"),
        Column("version_reason", pl.String, "text", "what late data changed; null in version 1"),
    ),
    key=("case_id", "version"),
    sort=("rank",),
)
