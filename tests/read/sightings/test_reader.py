"""Sightings in the published layouts, and in a table of one's own."""

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from seawarden.errors import FormatError
from seawarden.read import sources
from seawarden.read.sightings import Sightings, read
from seawarden.schema import SIGHTINGS

S1 = "S1B_IW_GRDH_1SDV_20211130T025211_20211130T025236_029811_038EEF_D350.SAFE"
S2 = "S2B_MSIL1C_20211102T061019_N0301_R134_T42RUN_20211102T071305.SAFE"
GFW = (
    "scene_id,timestamp,lat,lon,presence_score,length_m,mmsi,matching_score,fishing_score,"
    "matched_category"
)
AI2 = (
    "preprocess_row,preprocess_column,lon,lat,score,vessel_length_m,vessel_width_m,"
    + ",".join(f"heading_bucket_{i}" for i in range(16))
    + ",vessel_speed_k,is_fishing_vessel,column,row,orientation,meters_per_pixel,detect_id,scene_id"
)
XVIEW3 = (
    "detect_lat,detect_lon,vessel_length_m,source,detect_scene_row,detect_scene_column,is_vessel,"
    "is_fishing,distance_from_shore_km,scene_id,confidence,top,left,bottom,right,detect_id,"
    "GRD_product_identifier"
)


def sightings(tmp_path: Path, content: str, **options: str) -> Sightings:
    path = tmp_path / "seen"
    path.write_text(content, encoding="utf-8")
    (source,) = sources([str(path)])
    found = read(source, file_id=2, **options)  # type: ignore[arg-type]
    assert found.lines == found.n_sightings + found.n_other + found.n_rejects
    assert found.sightings.schema == SIGHTINGS.schema
    return found


def ai2_row(scene: str, number: int, likeliest: int) -> str:
    buckets = ",".join("0.7" if i == likeliest else "0.02" for i in range(16))
    return f"3,4,124.5,33.25,0.9,234.3,40.8,{buckets},12.5,0.01,5,6,0,9.0,{scene}_{number},{scene}"


def test_global_fishing_watch_detections(tmp_path: Path) -> None:
    found = sightings(
        tmp_path,
        f"{GFW}\n{S1},2021-11-30 02:52:11 UTC,33.25,124.5,0.99,180.5,413000001,3.2e-4,0.1,matched\n"
        f"{S1},2021-11-30 02:52:11 UTC,33.26,124.5,0.97,95,,,0.8,unmatched\n"
        f"{S1},2021-11-30 02:52:11 UTC,95.0,124.5,0.97,95,,,0.8,unmatched\n",
    )
    assert (found.format, found.n_sightings, found.n_rejects) == ("gfw", 2, 1)
    one = found.sightings.filter(pl.col("mmsi") == 413000001).row(0, named=True)
    assert one["time_utc"] == datetime(2021, 11, 30, 2, 52, 11, tzinfo=UTC)
    assert (one["lat_deg"], one["lon_deg"], one["sensor"]) == (33.25, 124.5, "sar")
    assert (one["length_m"], one["scene_id"]) == (180.5, S1)
    assert one["matching"] == pytest.approx(3.2e-4)
    assert one["detection"] == pytest.approx(0.99)
    assert found.sightings["mmsi"].to_list().count(None) == 1
    reject = found.rejects.row(0, named=True)
    assert (reject["line"], reject["detail"]) == (4, "came '95.0', expected -90 to 90")


def test_ai2_detections_take_their_time_from_the_scene(tmp_path: Path) -> None:
    rows = [ai2_row(S1, 0, 9), ai2_row(S2, 0, 0)]
    found = sightings(tmp_path, "\n".join([AI2, *rows]))
    assert found.format == "ai2"
    optical, radar = found.sightings.iter_rows(named=True)
    assert radar["time_utc"] == datetime(2021, 11, 30, 2, 52, 11, tzinfo=UTC)
    assert optical["time_utc"] == datetime(2021, 11, 2, 6, 10, 19, tzinfo=UTC)
    assert (radar["sensor"], optical["sensor"]) == ("sar", "optical")
    assert radar["heading_deg"] == 213.75  # the middle of bucket 9: 202.5 to 225
    assert radar["sighting_id"] == f"{S1}_0"
    assert (radar["sog_kn"], radar["beam_m"]) == (12.5, pytest.approx(40.8))


def test_ai2_detections_as_geojson_give_the_same(tmp_path: Path) -> None:
    header, row = AI2.split(","), ai2_row(S1, 0, 9).split(",")
    properties = dict(zip(header, row, strict=True))
    lon, lat = float(properties.pop("lon")), float(properties.pop("lat"))
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }
    as_json = json.dumps({"type": "FeatureCollection", "features": [feature]}, indent=1)
    one = sightings(tmp_path, as_json)
    other = sightings(tmp_path, f"{AI2}\n{','.join(row)}\n")
    assert one.format == "ai2"
    assert one.sightings.drop("line").equals(other.sightings.drop("line"))


def test_xview3_labels_leave_out_what_is_no_vessel(tmp_path: Path) -> None:
    product = "S1A_IW_GRDH_1SDV_20200126T051926_20200126T051951_030971_038E4D_9A36"
    found = sightings(
        tmp_path,
        f"{XVIEW3}\n"
        f"33.1,124.1,120.5,ais,10,20,True,False,12.5,0157baf,HIGH,,,,,a_1,{product}\n"
        f"33.2,124.2,,manual,11,21,False,,12.5,0157baf,MEDIUM,,,,,a_2,{product}\n"
        f"33.3,124.3,,manual,12,22,,,12.5,0157baf,LOW,,,,,a_3,{product}\n",
    )
    assert (found.format, found.n_sightings, found.n_other) == ("xview3", 2, 1)
    first, last = found.sightings.iter_rows(named=True)
    assert first["time_utc"] == datetime(2020, 1, 26, 5, 19, 26, tzinfo=UTC)
    assert (first["sighting_id"], first["scene_id"], first["length_m"]) == ("a_1", "0157baf", 120.5)
    assert first["detection"] == pytest.approx(0.9)
    assert last["detection"] == pytest.approx(0.3)


def test_a_crew_s_own_table(tmp_path: Path) -> None:
    found = sightings(
        tmp_path,
        "time;latitude;longitude;error_m;length;heading;name;imo;photo;note\n"
        "2024-03-01T00:10:00Z;33.1;124.1;50;110;45;SAEBYOL;IMO8916293;p1.jpg;hoses seen\n"
        "2024-03-01T00:11:00Z;33.1;124.1;;;400;;;;\n",
        sensor="aircraft",
    )
    one, two = found.sightings.iter_rows(named=True)
    assert (found.format, one["sensor"], one["sigma_m"]) == ("table", "aircraft", 50.0)
    assert (one["name"], one["imo"], one["note"]) == ("SAEBYOL", 8916293, "hoses seen")
    assert two["heading_deg"] is None  # 400 is no heading
    assert one["sighting_id"] != two["sighting_id"]
    again = sightings(tmp_path, (tmp_path / "seen").read_text(encoding="utf-8"), sensor="aircraft")
    assert again.sightings.equals(found.sightings)  # ids are stable


def test_a_table_without_a_time_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        sightings(tmp_path, "lat,lon,length\n33.1,124.1,50\n")
    assert str(caught.value) == (
        f"{tmp_path / 'seen'}: no sightings: no time among lat, lon, length; say which with "
        "--columns, e.g. --columns time=COLUMN"
    )


@pytest.mark.parametrize("row", ["2024-05-01T10:00:00Z,31.5,124.0", "a,b,c,d,e,f", '"'])
def test_a_row_that_is_none_is_rejected_and_the_rest_read(tmp_path: Path, row: str) -> None:
    """Also the first one, which decides nothing for the others."""
    good = "2024-05-01T11:00:00Z,31.6,124.0,80,A\n"
    found = sightings(tmp_path, f"time,lat,lon,length_m,name\n{row}\n{good}{good}{row}\n")
    assert found.n_sightings == 2
    assert found.rejects["line"].to_list() == [2, 5]
    assert found.rejects["reason"].to_list() == ["fields"] * 2


def test_an_object_that_is_none_is_rejected_and_the_rest_read(tmp_path: Path) -> None:
    good = {"time": "2024-05-01T11:00:00Z", "lat": 31.6, "lon": 124.0}
    text = "\n".join([json.dumps(good), "{broken", "[1]", json.dumps(good)])
    found = sightings(tmp_path, text)
    assert (found.n_sightings, found.rejects["line"].to_list()) == (2, [2, 3])
    feature = {"type": "Feature", "properties": {"time": good["time"]},
               "geometry": {"type": "Point", "coordinates": [124.0, 31.6]}}  # fmt: skip
    broken = {"type": "Feature", "geometry": {"type": "Point", "coordinates": []}}
    collection = {"type": "FeatureCollection", "features": [broken, feature, 7, None]}
    found = sightings(tmp_path, json.dumps(collection))
    assert (found.n_sightings, found.rejects["line"].to_list()) == (1, [1, 3, 4])
