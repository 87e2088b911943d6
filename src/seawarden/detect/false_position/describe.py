"""How a false position is described: the sentence, the parts of the confidence, the columns."""

from collections.abc import Callable

import polars as pl

from ...schema.kinds.evidence_part import EvidencePart as P
from ...schema.kinds.spoofing import KIND
from ...units import MS_PER_H
from ..contract import detail_json, probability

_HALF_HOUR_H = 0.5


def tell(rows: pl.DataFrame, how: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """Return findings as columns of EVENTS with `detail`; an empty frame gives none."""
    return how(rows) if rows.height else pl.DataFrame()


def AREA(rows: pl.DataFrame) -> pl.DataFrame:
    """Tell `areas.gather`."""
    fault = pl.col("is_fault")
    words = pl.format(
        "{} ships within {} nm were shown near {}, {} at once: {}",
        "ships", pl.col("radius_nm").round(0).cast(pl.Int64),
        pl.col("lat_deg").round(2), pl.col("lon_deg").round(2),
        pl.when(fault)
        .then(pl.lit("only one receiver heard it, so it may be that receiver's fault"))
        .otherwise(pl.lit("interference with positions in the area, no ship's own deed")),
    )  # fmt: skip
    parts = [
        (P.SHIPS, pl.col("ships").cast(pl.Float64), pl.col("log_odds"), words),
        (
            P.RECEIVERS,
            pl.col("receivers").cast(pl.Float64),
            pl.lit(0.0),
            pl.col("heard"),
        ),
    ]
    detail = detail_json(
        KIND, parts,
        pattern=pl.when(fault).then(pl.lit("receiver")).otherwise(pl.lit("interference")),
        explanation=words, ships="ships", mmsis="mmsis",
        radius_nm=pl.col("radius_nm").round(1),
        shown_lat_deg=pl.col("lat_deg").round(5), shown_lon_deg=pl.col("lon_deg").round(5),
        heard_by="heard",
    )  # fmt: skip
    return _event(
        rows.with_columns(detail=detail).with_columns(
            mmsi=pl.lit(None, pl.Int64), hull=pl.lit(None, pl.Int64),
            lat_deg="from_lat_deg", lon_deg="from_lon_deg",
        ),
        observed_h=_hours(),
    )  # fmt: skip


def JUMPED(rows: pl.DataFrame) -> pl.DataFrame:
    """Tell `jumped.jumped`."""
    shown = pl.format("{}, {}", pl.col("lat_deg").round(2), pl.col("lon_deg").round(2))
    what = (
        pl.when(pl.col("pattern") == "on_land").then(pl.lit("shown inland at "))
        .when(pl.col("pattern") == "circle").then(pl.lit("shown going round and round at "))
        .when(pl.col("pattern") == "replay").then(
            pl.format("sent her own track of {} h earlier again from ",
                      pl.col("replayed_from_h_earlier").round(1)))
        .when(pl.col("pattern") == "offset").then(
            pl.format("sent a track shifted by {} nm from ", pl.col("offset_nm").round(1)))
        .otherwise(pl.lit("jumped to "))
    )  # fmt: skip
    back = (
        pl.when("fits_again")
        .then(pl.lit(", with no jump back"))
        .when("is_one_way")
        .then(pl.lit("; the jump is not undone, so either side may be the false one"))
        .otherwise(pl.format(" and back after {} h, while {} reports were due where she was",
                             _hours().round(1), pl.col("expected_reports").round(0).cast(pl.Int64)))
    )  # fmt: skip
    words = pl.format("{}{}{} km away{}", what, shown,
                      pl.format(", {}", (pl.col("distance_m") / 1000).round(0).cast(pl.Int64)),
                      back)  # fmt: skip
    parts = [
            (P.ONE_TRANSMITTER, pl.col("one_sender"), pl.col("w_sender"),
             pl.format("{} reports of the home hull due, {} turns",
                       pl.col("expected_reports").round(0), "turns")),
            (P.RETURN, pl.col("speed_kn"), pl.col("w_return"),
             pl.when("fits_again").then(pl.lit("into her own earlier track"))
             .when("is_one_way").then(pl.lit("never undone")).otherwise(pl.lit("undone"))),
            (P.LENGTH, pl.col("n_reports").cast(pl.Float64), pl.col("w_length"),
             pl.lit("reports in it; short or near ones may be faults")),
            (P.RECEIVER, pl.lit(None, pl.Float64), pl.col("w_heard"), pl.col("heard")),
            (P.PATTERN, pl.lit(None, pl.Float64), pl.col("w_pattern"), pl.col("pattern")),
    ]  # fmt: skip
    replay = pl.when(pl.col("pattern") == "replay").then("replayed_from_h_earlier")
    shift = pl.when(pl.col("pattern") == "offset").then("offset_nm")
    detail = detail_json(
        KIND, parts,
        pattern="pattern", explanation=words, false_hull="hull",
        jump_km=(pl.col("distance_m") / 1000).round(1),
        implied_speed_kn=pl.col("speed_kn").round(0),
        is_one_way="is_one_way", n_reports="n_reports",
        expected_reports=pl.col("expected_reports").round(1),
        one_sender=pl.col("one_sender").round(4), mixing=pl.col("mixing").round(3),
        sog_kn=pl.col("sog_kn").round(1), offset_nm=shift.round(1),
        replayed_from_h_earlier=replay.round(1),
        from_lat_deg="from_lat_deg", from_lon_deg="from_lon_deg", heard_by="heard",
    )  # fmt: skip
    described = rows.with_columns(
        detail=detail, hull="home_hull", is_open=pl.col("after_utc").is_null()
    )
    return _event(described, observed_h=pl.col("half_hours").fill_null(0) * _HALF_HOUR_H)


def CIRCLE(rows: pl.DataFrame) -> pl.DataFrame:
    """Tell `circles.circles`."""
    words = pl.format(
        "went round a circle of {} m radius {} times at {} kn, {} m off it in the mean",
        pl.col("radius_m").round(0).cast(pl.Int64), pl.col("rounds").round(0).cast(pl.Int64),
        pl.col("sog_kn").round(1),
        (pl.col("residual_share") * pl.col("radius_m")).round(0).cast(pl.Int64),
    )  # fmt: skip
    parts = [
        (P.CIRCLE, pl.col("residual_share"), pl.col("log_odds"),
         pl.format("{} points on it, ship type {}", pl.col("points").cast(pl.Int64), "kind"))
    ]  # fmt: skip
    detail = detail_json(
        KIND, parts,
        pattern=pl.lit("circle"), explanation=words, radius_m=pl.col("radius_m").round(0),
        residual_share=pl.col("residual_share").round(4), rounds=pl.col("rounds").round(1),
        points=pl.col("points").cast(pl.Int64), sog_kn=pl.col("sog_kn").round(1),
        turn_deg=pl.col("turn_deg").round(0), kind="kind",
    )  # fmt: skip
    return _event(rows.with_columns(detail=detail), observed_h=_hours())


def INLAND(rows: pl.DataFrame) -> pl.DataFrame:
    """Tell `inland.inland`."""
    words = pl.format(
        "shown inland near {}, {} with no jump to tell how, {} km from the nearest port, "
        "{} other ships inland near there",
        pl.col("lat_deg").round(2), pl.col("lon_deg").round(2),
        pl.col("port_km").round(0).cast(pl.Int64), "others",
    )  # fmt: skip
    parts = [(P.INLAND, pl.col("port_km"), pl.col("log_odds"), words)]
    detail = detail_json(
        KIND, parts,
        pattern=pl.lit("on_land"), explanation=words, n_reports="n_reports",
        sog_kn=pl.col("sog_kn").round(1), others="others", port_km=pl.col("port_km").round(1),
    )  # fmt: skip
    described = rows.with_columns(detail=detail)
    return _event(described, observed_h=pl.col("half_hours") * _HALF_HOUR_H)


def _hours() -> pl.Expr:
    return (pl.col("end_utc") - pl.col("start_utc")).dt.total_milliseconds() / MS_PER_H


def _event(rows: pl.DataFrame, observed_h: pl.Expr) -> pl.DataFrame:
    """Return the columns of EVENTS that a finding has."""
    # Rounded, because a column of one divides otherwise than a column of many.
    hours = _hours().round(9)
    observed = pl.min_horizontal(observed_h.cast(pl.Float64).round(9), hours)
    is_open = pl.col("is_open") if "is_open" in rows.columns else pl.lit(value=False)
    return rows.select(
        pl.col("mmsi").cast(pl.Int64), pl.col("hull").cast(pl.Int64), "start_utc", "end_utc",
        is_open.alias("is_open"), "lat_deg", "lon_deg",
        probability(pl.col("log_odds")).round(6).alias("confidence"),
        observed.alias("observed_h"), (hours - observed).round(9).alias("inferred_h"), "detail",
        "first_row", "last_row",
    )  # fmt: skip
