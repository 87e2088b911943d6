"""Tables of the patrol loop: SORTIES, CREW_CONTACTS."""

import polars as pl

from .table import TIME, Column, Table

SORTIES = Table(
    "SORTIES",
    "a flight planned and flown",
    (
        Column("sortie_id", pl.String, "id", "day, number, aircraft: 20240415-1-P-8A", False),
        Column("plan_id", pl.String, "id", "the plan that it is of, or was flown by"),
        Column("state", pl.String, "kind", "'planned' or 'flown'", False),
        Column("aircraft", pl.String, "name", "type, as in the catalogue", False),
        Column("base", pl.String, "ICAO", "airfield of take-off and landing", False),
        Column("takeoff_utc", TIME, "UTC", "take-off", False),
        Column("landing_utc", TIME, "UTC", "landing", False),
        Column("search_start_utc", TIME, "UTC", "first search leg begins"),
        Column("search_end_utc", TIME, "UTC", "last search leg ends"),
        Column("flight_h", pl.Float64, "h", "take-off to landing", False),
        Column("search_h", pl.Float64, "h", "time on search legs", False),
        Column("transit_nm", pl.Float64, "nm", "length flown to, between and from search legs"),
        Column("search_nm", pl.Float64, "nm", "length of the search legs", False),
        Column("sweep_width_nm", pl.Float64, "nm", "effective sweep width", False),
        Column("night_sweep_width_nm", pl.Float64, "nm", "in the dark; null: as by day"),
        Column("area_nm2", pl.Float64, "nm2", "water searched at least once", False),
        Column("coverage", pl.Float64, "ratio", "sweep width x search length / area", False),
        Column("pos_planned", pl.Float64, "probability", "of finding, as planned"),
        Column("pos_bound", pl.Float64, "probability", "that no flight can exceed, as planned"),
        Column("pos_flown", pl.Float64, "probability", "of finding, by the track flown"),
        Column("contacts", pl.Int64, "count", "contacts logged"),
        Column("hailed", pl.Int64, "count", "ships called by radio"),
        Column("transfers", pl.Int64, "count", "ship-to-ship transfers seen"),
        Column("of_interest", pl.Int64, "count", "vessels of interest seen"),
        Column("legs", pl.String, "JSON", "[{kind, lat_deg, lon_deg, time_utc, ...}]", False),
        Column("is_simulated", pl.Boolean, "", "the docket it rests on says SIMULATED", False),
        Column("note", pl.String, "text", "anything else"),
    ),
    key=("plan_id", "sortie_id", "state"),
    sort=("takeoff_utc", "sortie_id"),
)

CREW_CONTACTS = Table(
    "CREW_CONTACTS",
    "a ship that a crew saw, and what it was matched to",
    (
        Column("contact_id", pl.String, "id", "sortie and row", False),
        Column("sortie_id", pl.String, "id", "the flight", False),
        Column("time_utc", TIME, "UTC", "when seen", False),
        Column("lat_deg", pl.Float64, "deg", "where", False),
        Column("lon_deg", pl.Float64, "deg", "where", False),
        Column("name", pl.String, "text", "name as read"),
        Column("imo", pl.UInt32, "IMO number", "number as read"),
        Column("mmsi", pl.UInt32, "MMSI", "as received on board"),
        Column("flag", pl.String, "ISO 3166 alpha-2", "flag as seen"),
        Column("length_m", pl.Float64, "m", "length as measured or judged"),
        Column("activity", pl.String, "kind", "'transfer', 'alongside', 'drifting', ..."),
        Column("is_hailed", pl.Boolean, "", "called by radio", False),
        Column("is_of_interest", pl.Boolean, "", "a vessel of interest", False),
        Column("photo", pl.String, "path", "photograph, by reference"),
        Column("photo_sha256", pl.String, "hash", "hash of the photograph"),
        Column("note", pl.String, "text", "what the crew wrote"),
        Column("match", pl.String, "kind", "'identity', 'ais', 'sighting', 'case' or none", False),
        Column("matched_mmsi", pl.Int64, "MMSI", "ship it was matched to"),
        Column("matched_id", pl.String, "id", "case, event or sighting it was matched to"),
        Column("match_m", pl.Float64, "m", "distance between contact and match"),
        Column("offset_nm", pl.Float64, "nm", "closest distance to the flown track"),
        Column("aircraft_nm", pl.Float64, "nm", "distance from the aircraft when seen"),
        Column("doubt", pl.String, "text", "why it cannot be right; null where nothing speaks so"),
        Column(
            "is_accepted", pl.Boolean, "", "may teach the next plan; a doubtful one by name only"
        ),
        Column("line", pl.UInt32, "line", "line in the crew's file", False),
    ),
    key=("contact_id",),
    sort=("time_utc", "contact_id"),
)
