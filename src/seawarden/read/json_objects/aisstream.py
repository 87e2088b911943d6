"""AISStream: one JSON envelope a line, as its websocket sends them.

`{"MessageType": T, "MetaData": {"MMSI", "ShipName", "latitude", "longitude", "time_utc"},
"Message": {T: {...}}}` (https://aisstream.io/documentation). The time is that of MetaData.
Position and identity are taken from the message alone: MetaData repeats the ship's last
position and name beside every message, static ones too, and would invent reports. Blind spot:
terrestrial stations only, no receiver id (`receiver` is the feed), no history.
"""

from typing import Any

import polars as pl

from ..table.layout import Layout
from ..table.times import ISO, Clock

MESSAGE_IDS = {
    "PositionReport": 1,  # types 1 to 3: MessageID says which
    "BaseStationReport": 4,
    "ShipStaticData": 5,
    "StandardSearchAndRescueAircraftReport": 9,
    "StandardClassBPositionReport": 18,
    "ExtendedClassBPositionReport": 19,
    "AidsToNavigationReport": 21,
    "StaticDataReport": 24,
    "LongRangeAisBroadcastMessage": 27,
}

_N, _S = pl.Float64(), pl.String()
_SIDES = pl.Struct({"A": _N, "B": _N, "C": _N, "D": _N})
_PLACE = {"Latitude": _N, "Longitude": _N}
_MOTION = {**_PLACE, "Sog": _N, "Cog": _N, "TrueHeading": _N}
_ID = {"MessageID": _N, "UserID": _N}

_MESSAGES: dict[str, dict[str, pl.DataType]] = {
    "PositionReport": {**_ID, **_MOTION, "NavigationalStatus": _N},
    "BaseStationReport": {**_ID, **_PLACE},
    "ShipStaticData": {
        **_ID, "ImoNumber": _N, "CallSign": _S, "Name": _S, "Type": _N, "Dimension": _SIDES,
        "MaximumStaticDraught": _N, "Destination": _S,
    },
    "StandardSearchAndRescueAircraftReport": {**_ID, **_PLACE, "Sog": _N, "Cog": _N},
    "StandardClassBPositionReport": {**_ID, **_MOTION},
    "ExtendedClassBPositionReport": {
        **_ID, **_MOTION, "Name": _S, "Type": _N, "Dimension": _SIDES,
    },
    "AidsToNavigationReport": {**_ID, **_PLACE, "Name": _S, "Dimension": _SIDES},
    "StaticDataReport": {
        **_ID,
        "ReportA": pl.Struct({"Name": _S}),
        "ReportB": pl.Struct({"CallSign": _S, "ShipType": _N, "Dimension": _SIDES}),
    },
    "LongRangeAisBroadcastMessage": {
        **_ID, **_PLACE, "Sog": _N, "Cog": _N, "NavigationalStatus": _N,
    },
}  # fmt: skip

_META = pl.Struct({"MMSI": _S, "MMSI_String": _S, "time_utc": _S})
SCHEMA: dict[str, pl.DataType] = {
    "MessageType": _S,
    "MetaData": _META,
    "Metadata": _META,
    "Message": pl.Struct({name: pl.Struct(fields) for name, fields in _MESSAGES.items()}),
}
"""What is read of each envelope; the feed has used both spellings of its metadata."""

LAYOUT = Layout(
    format="aisstream",
    columns={
        name: name
        for name in (
            "time", "mmsi", "lat", "lon", "sog", "cog", "heading", "nav_status", "msg_type", "imo",
            "name", "call_sign", "ship_type", "bow", "stern", "port", "starboard", "draught",
            "destination",
        )
    },
    clock=Clock(ISO),
    numbers=frozenset(("nav_status", "ship_type")),
    receiver="aisstream",
)  # fmt: skip


def is_envelope(value: dict[str, Any]) -> bool:
    """Tell whether a JSON object is an AISStream envelope."""
    return (
        "MessageType" in value
        and "Message" in value
        and ("MetaData" in value or "Metadata" in value)
    )


def flatten(envelopes: pl.DataFrame) -> pl.DataFrame:
    """Return one flat row per envelope, columns named by meaning."""
    kind = pl.col("MessageType")
    numbers = kind.replace_strict(MESSAGE_IDS, default=0, return_dtype=pl.Float64)
    sent = _first("MessageID")
    return envelopes.select(
        _meta("time_utc").alias("time"),
        _mmsi().alias("mmsi"),
        _first("Latitude").alias("lat"),
        _first("Longitude").alias("lon"),
        _first("Sog").alias("sog"),
        _first("Cog").alias("cog"),
        _first("TrueHeading").alias("heading"),
        _first("NavigationalStatus").alias("nav_status"),
        pl.when(numbers == 0).then(0.0).otherwise(pl.coalesce(sent, numbers)).alias("msg_type"),
        _first("ImoNumber").cast(pl.Int64).cast(pl.String).alias("imo"),
        pl.coalesce(_first("Name"), _part("ReportA", "Name")).alias("name"),
        pl.coalesce(_first("CallSign"), _part("ReportB", "CallSign")).alias("call_sign"),
        pl.coalesce(
            _of("ShipStaticData", "Type"),
            _of("ExtendedClassBPositionReport", "Type"),
            _part("ReportB", "ShipType"),
        ).alias("ship_type"),
        *(
            _side(s).alias(n)
            for s, n in zip("ABCD", ("bow", "stern", "port", "starboard"), strict=True)
        ),
        _first("MaximumStaticDraught").alias("draught"),
        _first("Destination").alias("destination"),
    )


def _mmsi() -> pl.Expr:
    """The envelope's MMSI; where that is 0 or missing, the one that the message was sent under."""
    given = pl.coalesce(_meta("MMSI"), _meta("MMSI_String"))
    sent = _first("UserID").cast(pl.Int64, strict=False).cast(pl.String)
    return pl.when(given.is_null() | given.str.contains(r"^0*$")).then(sent).otherwise(given)


def _meta(field: str) -> pl.Expr:
    return pl.coalesce(
        pl.col("MetaData").struct.field(field), pl.col("Metadata").struct.field(field)
    )


def _of(message: str, field: str) -> pl.Expr:
    return pl.col("Message").struct.field(message).struct.field(field)


def _first(field: str) -> pl.Expr:
    """The field of whichever message the envelope holds."""
    return pl.coalesce([_of(name, field) for name, fields in _MESSAGES.items() if field in fields])


def _part(part: str, field: str) -> pl.Expr:
    return _of("StaticDataReport", part).struct.field(field)


def _side(side: str) -> pl.Expr:
    dimensions = [
        _of(name, "Dimension").struct.field(side)
        for name, fields in _MESSAGES.items()
        if "Dimension" in fields
    ]
    return pl.coalesce([*dimensions, _part("ReportB", "Dimension").struct.field(side)])
