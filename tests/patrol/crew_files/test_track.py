"""A flown track, from the recorders that crews carry."""

from datetime import timedelta

import gpxpy
import gpxpy.gpx
import pytest

from seawarden.errors import FormatError
from seawarden.patrol.crew_files import read_track

from ..conftest import NOW

LANDING = NOW + timedelta(hours=9)


def full(content, where="t.gpx", zone=None):
    data = content if isinstance(content, bytes) else content.encode()
    return read_track(data, where, NOW, LANDING, zone)


def read(content, where="t.gpx", zone=None):
    return full(content, where, zone).points


GPX = '<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{}</trkseg></trk></gpx>'
POINT = '<trkpt lat="{}" lon="125"><time>2024-04-20T0{}:00:00Z</time></trkpt>'


def test_a_track_is_read_from_gpx_and_csv_alike():
    gpx = read(GPX.format(POINT.format(30, 2) + POINT.format(31, 1)))
    csv = read(
        "time_utc,lat,lon,search\n2024-04-20T01:00,31,125,1\n2024-04-20T02:00,30,125,\n",
        "t.csv",
    )
    assert gpx.drop("search").equals(csv.drop("search"))
    assert csv["search"].to_list() == [True, None]
    assert gpx["lat_deg"].to_list() == [31.0, 30.0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GPX.format(POINT.format(30, 2)), "t.gpx: holds 1 track point(s), expected at least 2"),
        (
            GPX.format('<trkpt lat="30" lon="125"/>'),
            "t.gpx: holds 0 track point(s) (1 without time), expected at least 2",
        ),
        ("<gpx>", "t.gpx: broken XML: no element found: line 1, column 5"),
        ("lat,lon\n1,2\n", "t.gpx: column 'time_utc' is missing"),
    ],
)
def test_a_broken_track_is_one_line(text, line):
    with pytest.raises(FormatError) as error:
        read(text)
    assert str(error.value) == line


def test_an_entity_bomb_is_refused():
    bomb = '<!DOCTYPE g [<!ENTITY a "b">]><gpx>&a;</gpx>'
    with pytest.raises(FormatError, match=r"^t.gpx: broken XML"):
        read(bomb)


AT = [NOW + timedelta(minutes=m) for m in (60, 75, 300)]
PLACES = [(31.5, 124.25), (31.75, 124.5), (30.0, 125.0)]


def rows(points):
    return points.select("time_utc", "lat_deg", "lon_deg").rows()


EXPECTED = [(t, *p) for t, p in zip(AT, PLACES, strict=True)]


def test_gpx_of_segments_with_untimed_points():
    """Written by another library: a segment ends where the recorder was off."""
    book = gpxpy.gpx.GPX()
    track = gpxpy.gpx.GPXTrack()
    book.tracks.append(track)
    for part in ((0, 1), (2,)):
        segment = gpxpy.gpx.GPXTrackSegment()
        track.segments.append(segment)
        segment.points.append(gpxpy.gpx.GPXTrackPoint(31.0, 124.0))  # before the clock was known
        for i in part:
            segment.points.append(gpxpy.gpx.GPXTrackPoint(*PLACES[i], time=AT[i]))
    out = full(book.to_xml())
    assert rows(out.points) == EXPECTED
    assert (out.points["segment"].to_list(), out.n_untimed) == ([0, 0, 1], 2)


def test_kml_of_a_recorder():
    whens = "".join(f"<when>{t:%Y-%m-%dT%H:%M:%SZ}</when>" for t in AT)
    coords = "".join(f"<gx:coord>{lon} {lat} 1500</gx:coord>" for lat, lon in PLACES)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" '
        'xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark><gx:Track>'
        f"{whens}{coords}</gx:Track></Placemark></kml>"
    )
    assert rows(read(text)) == EXPECTED
    with pytest.raises(FormatError) as error:
        read(text.replace(whens, whens[: whens.index("</when>") + 7]))
    assert str(error.value) == ("t.gpx, track 1: 1 times and 3 positions, expected as many of each")
    line = "<kml><Placemark><LineString><coordinates>1,2</coordinates></LineString></Placemark>"
    with pytest.raises(FormatError, match=r"KML without a gx:Track, expected a track with times"):
        read(f"{line}</kml>")


def test_foreflight_and_garmin_tables():
    head = "Pilot,Tail Number,Derived Origin\nA. Crew,ZK123,RODN\n"
    head += "Timestamp,Latitude,Longitude,Altitude,Course,Speed\n"
    foreflight = head + "".join(
        f"{t.timestamp():.3f},{lat},{lon},1500,90,260\n"
        for t, (lat, lon) in zip(AT, PLACES, strict=True)
    )
    assert rows(read(foreflight)) == EXPECTED
    garmin = (
        '#airframe_info, log_version="1.00"\n#yyy-mm-dd, hh:mm:ss,   hh:mm,  ident,      degrees\n'
        "  Lcl Date, Lcl Time, UTCOfst, AtvWpt,     Latitude,    Longitude,    AltB\n"
        "          ,         ,        ,       ,             ,             ,  1500\n"
    )
    for t, (lat, lon) in zip(AT, PLACES, strict=True):
        local = t + timedelta(hours=9)
        garmin += f"{local:%Y-%m-%d}, {local:%H:%M:%S},  +09:00,       , {lat}, {lon}, 1500\n"
    out = full(garmin)
    assert rows(out.points) == EXPECTED
    assert out.n_untimed == 1


def test_excel_with_semicolons_commas_and_local_dates():
    text = "Date;Time;Latitude;Longitude\n" + "".join(
        f"{t + timedelta(hours=9):%d/%m/%Y};{t + timedelta(hours=9):%H:%M};N{int(lat):02d} "
        f"{lat % 1 * 60:04.1f};E{int(lon):03d} {lon % 1 * 60:04.1f}\n"
        for t, (lat, lon) in zip(AT, PLACES, strict=True)
    )
    assert rows(read(text.encode("cp1252"), zone="Asia/Tokyo")) == EXPECTED


def test_a_recording_of_another_day_is_refused():
    with pytest.raises(FormatError, match=r"track point 1: 2024-04-19 02:00 UTC is not within"):
        read((GPX.format(POINT.format(30, 2) + POINT.format(31, 1))).replace("04-20", "04-19"))
