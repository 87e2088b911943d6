"""The scene in the layouts of publishers, services and loggers: name -> the text of a file.

The layouts are re-keyed from the publishers' own pages; each reader's docstring names them.
"""

import functools
import json
from collections.abc import Callable
from typing import Any

from .scene import FIXES, Fix, sentence, table, tagged

Samples = dict[str, str]


def lines(line: Callable[[Fix], str]) -> str:
    """Return a line for each fix."""
    return "".join(f"{line(f)}\n" for f in FIXES)


def objects(one: Callable[[Fix], Any]) -> list[Any]:
    """Return an object for each fix."""
    return [one(f) for f in FIXES]


def nmea() -> Samples:
    """NMEA in the ways that loggers and aggregators write time."""
    s = sentence
    ms = lambda f: f"{f.epoch}123"  # noqa: E731
    return {
        "iso prefix": lines(lambda f: f"{f.when:%Y-%m-%dT%H:%M:%S}Z {s(f)}"),
        "iso comma": lines(lambda f: f"{f.when:%Y-%m-%dT%H:%M:%S}.250Z,{s(f)}"),
        "iso offset": lines(lambda f: f"{f.when:%Y-%m-%dT%H:%M:%S}+00:00;{s(f)}"),
        "bracket": lines(lambda f: f"[{f.when:%Y-%m-%d %H:%M:%S}] {s(f)}"),
        "slash": lines(lambda f: f"{f.when:%Y/%m/%d %H:%M:%S} {s(f)}"),
        "slash ms": lines(lambda f: f"{f.when:%Y/%m/%d %H:%M:%S}.123 {s(f)}"),
        "epoch": lines(lambda f: f"{f.epoch} {s(f)}"),
        "epoch ms": lines(lambda f: f"{ms(f)} {s(f)}"),
        "epoch fraction": lines(lambda f: f"{f.epoch}.500: {s(f)}"),
        "epoch comma": lines(lambda f: f"{f.epoch},{s(f)}"),
        "compact": lines(lambda f: f"{f.when:%Y%m%d%H%M%S} {s(f)}"),
        "compact T": lines(lambda f: f"{f.when:%Y%m%dT%H%M%S}Z {s(f)}"),
        "station": lines(lambda f: f"BUSAN01 {f.when:%Y-%m-%d %H:%M:%S} {s(f)}"),
        "station epoch": lines(lambda f: f"st-7 {f.epoch} {s(f)}"),
        "station behind": lines(lambda f: f"{f.when:%Y-%m-%d %H:%M:%S} BUSAN01 {s(f)}"),
        "station 2020": lines(lambda f: f"site2020,{f.when:%Y-%m-%d %H:%M:%S},{s(f)}"),
        "syslog": lines(lambda f: f"{f.when:%Y-%m-%dT%H:%M:%S}.000000+00:00 h ais[812]: {s(f)}"),
        "day.month.year": lines(lambda f: f"{f.when:%d.%m.%Y %H:%M:%S} {s(f)}"),
        "ctime": lines(lambda f: f"{f.when:%a %b %d %H:%M:%S %Y} {s(f)}"),
        "tag c": lines(lambda f: f"{tagged(f'c:{f.epoch}')}{s(f)}"),
        "tag s c": lines(lambda f: f"{tagged(f's:rORBCOMM000,c:{f.epoch}')}{s(f)}"),
        "tag c s n": lines(lambda f: f"{tagged(f'c:{f.epoch},s:st1,n:17')}{s(f)}"),
        "tag g c s": lines(lambda f: f"{tagged(f'g:1-1-17,c:{f.epoch},s:st1')}{s(f)}"),
        "tag ms": lines(lambda f: f"{tagged(f's:2573,c:{ms(f)}')}{s(f)}"),
        "two tags": lines(lambda f: f"{tagged('s:st1')}{tagged(f'c:{f.epoch}')}{s(f)}"),
        "tag text": lines(lambda f: f"{tagged(f't:hello,d:x,c:{f.epoch},r:3')}{s(f)}"),
        "prefix and tag": lines(lambda f: f"2026-03-05 00:00:00 {tagged(f'c:{f.epoch}')}{s(f)}"),
        "trailing": lines(lambda f: f"{s(f)},{f.epoch}"),
        "trailing station": lines(lambda f: f"{s(f)},r003669945,{f.epoch}"),
        "uscg": lines(lambda f: f"{s(f)},s22525,d-106,T48.62,x22,r003669983,{f.epoch}"),
        "two trailing": lines(lambda f: f"{s(f)},{f.epoch},{f.epoch + 7}"),
        "trailing iso": lines(lambda f: f"{s(f)},{f.when:%Y-%m-%d %H:%M:%S}"),
        "aiscatcher o2": lines(
            lambda f: f"{s(f)} ( MSG: 1, REPEAT: 0, MMSI: {f.mmsi}, signalpower: -20.1, ppm: 1, "
            f"timestamp: {f.when:%Y%m%d%H%M%S})"
        ),
        "signalk raw": lines(lambda f: f"{ms(f)};N;{s(f)}"),
        "signalk provider": lines(lambda f: f"{ms(f)};ais;{s(f)}"),
        "opencpn vdr": "timestamp,type,id,message\n" + lines(
            lambda f: f"{f.when:%Y-%m-%dT%H:%M:%S}.000Z,AIS,AIVDM,\"{s(f)}\""
        ),
        "opencpn vdr old": "received_at,protocol,msg_type,source,raw_data\n" + lines(
            lambda f: f"{f.when:%Y-%m-%dT%H:%M:%S}.000Z,NMEA0183,AIVDM,tcp:2000,\"{s(f)}\""
        ),
        "clock sentence": lines(
            lambda f: f"{_summed(f'GPZDA,{f.when:%H%M%S}.00,{f.when:%d,%m,%Y},00,00')}\n{s(f)}"
        ),
    }  # fmt: skip


def _summed(text: str) -> str:
    xor = 0
    for letter in text.encode():
        xor ^= letter
    return f"${text}*{xor:02X}"


def tables() -> Samples:
    """Tables of vessel-tracking services, authorities and databases."""
    iso = "%Y-%m-%dT%H:%M:%S"
    blank = "%Y-%m-%d %H:%M:%S"
    return {
        "marinetraffic ps07": table(
            "MMSI,IMO,SHIP_ID,LAT,LON,SPEED,HEADING,COURSE,STATUS,TIMESTAMP,DSRC",
            lambda f: f"{f.mmsi},{f.imo},77,{f.lat},{f.lon},{f.sog * 10:.0f},{f.heading},"
            f"{f.cog},0,{f.when:{iso}},TER"),
        "marinetraffic course tenths": table(
            "MMSI,STATUS,STATION,SPEED,LON,LAT,COURSE,HEADING,TIMESTAMP,SHIP_ID",
            lambda f: f"{f.mmsi},0,12,{f.sog * 10:.0f},{f.lon},{f.lat},{f.cog},{f.heading},"
            f"{f.when:{blank}},77"),
        "marinetraffic web": table(
            '"Vessel Name","MMSI","IMO","Latitude","Longitude","Speed (kn)","Course","Heading",'
            '"Position Timestamp"',
            lambda f: f'"{f.name}","{f.mmsi}","{f.imo}","{f.lat}","{f.lon}","{f.sog}","{f.cog}",'
            f'"{f.heading}","{f.when:{blank}}"'),
        "marinetraffic web latest": table(
            "Flag,Vessel Name,Destination Port,IMO,MMSI,Callsign,Latest Position Received,Latitude,"
            "Longitude,Speed,Course,True Heading,Draught",
            lambda f: f"CN,{f.name},NINGBO,{f.imo},{f.mmsi},{f.call_sign},{f.when:{blank}},{f.lat},"
            f"{f.lon},{f.sog},{f.cog},{f.heading},{f.draught}"),
        "vesselfinder historical": table(
            "MMSI;TIMESTAMP;LATITUDE;LONGITUDE;COURSE;SPEED;HEADING;NAVSTAT;IMO;NAME;CALLSIGN;TYPE;"
            "A;B;C;D;DRAUGHT;DESTINATION;ETA",
            lambda f: f"{f.mmsi};{f.when:{blank}} UTC;{f.lat};{f.lon};{f.cog};{f.sog};{f.heading};"
            f"0;{f.imo};{f.name};{f.call_sign};{f.ship_type};100;80;10;22;{f.draught};NINGBO;0"),
        "vesselfinder date time": table(
            "Date/Time (UTC),MMSI,Lat,Lon,SOG,COG,HDG,Name",
            lambda f: f"{f.when:{blank}},{f.mmsi},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading},x"),
        "spire historical": table(
            "created_at,timestamp,mmsi,msg_type,latitude,longitude,speed,course,heading,rot,status,"
            "accuracy,maneuver,collection_type,ship_type,imo,name,callsign,draught,destination",
            lambda f: f"{f.when:{iso}}.501Z,{f.when:{iso}}Z,{f.mmsi},1,{f.lat},{f.lon},{f.sog},"
            f"{f.cog},{f.heading},0,0,1,0,satellite,,,,,,"),
        "spire tracks": table(
            "mmsi,timestamp,lat,lon,speed_over_ground,course_over_ground,true_heading,imo",
            lambda f: f"{f.mmsi},{f.when:{iso}}.000Z,{f.lat},{f.lon},{f.sog},{f.cog},{f.heading},"
            f"{f.imo}"),
        "kpler": table(
            "vessel_id,vessel_mmsi,vessel_imo,vessel_name,position_timestamp,position_latitude,"
            "position_longitude,position_speed,position_course,position_heading,position_draught",
            lambda f: f"1,{f.mmsi},{f.imo},{f.name},{f.when:{iso}}Z,{f.lat},{f.lon},{f.sog},"
            f"{f.cog},{f.heading},{f.draught}"),
        "kpler titles": table(
            "Vessel MMSI;Vessel IMO;Vessel name;Received time;Lat;Lon;Speed;Course;Heading;Draught",
            lambda f: f"{f.mmsi};{f.imo};{f.name};{f.when:{blank}};{f.lat};{f.lon};{f.sog};{f.cog};"
            f"{f.heading};{f.draught}"),
        "aishub csv human": table(
            "MMSI,TIME,LONGITUDE,LATITUDE,COG,SOG,HEADING,ROT,NAVSTAT,IMO,NAME,CALLSIGN,TYPE,A,B,C,"
            "D,DRAUGHT,DEST,ETA",
            lambda f: f"{f.mmsi},{f.when:{blank}} GMT,{f.lon},{f.lat},{f.cog},{f.sog},{f.heading},"
            f"0,0,{f.imo},{f.name},{f.call_sign},{f.ship_type},100,80,10,22,{f.draught},X,01-02 "
            "00:00"),
        "aishub csv ais": table(
            "MMSI,TIME,LONGITUDE,LATITUDE,COG,SOG,HEADING,ROT,NAVSTAT,IMO,NAME,CALLSIGN,TYPE,A,B,C,"
            "D,DRAUGHT,DEST,ETA",
            lambda f: f"{f.mmsi},{f.epoch},{f.lon * 6e5:.0f},{f.lat * 6e5:.0f},{f.cog * 10:.0f},"
            f"{f.sog * 10:.0f},{f.heading},0,0,{f.imo},{f.name},{f.call_sign},{f.ship_type},100,"
            f"80,10,22,{f.draught * 10:.0f},X,0"),
        "orbcomm": table(
            "MMSI,Message Type,Date Time UTC,Latitude,Longitude,SOG,COG,True Heading,Nav Status,"
            "IMO,Vessel Name,Source",
            lambda f: f"{f.mmsi},1,{f.when:{blank}},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading},0,"
            f"{f.imo},{f.name},S"),
        "dt_pos_utc": table(
            "imo,mmsi,vessel_name,callsign,dt_pos_utc,dt_static_utc,longitude,latitude,sog,cog,"
            "heading",
            lambda f: f"{f.imo},{f.mmsi},{f.name},{f.call_sign},{f.when:{blank}},"
            f"2026-02-01 00:00:00,{f.lon},{f.lat},{f.sog},{f.cog},{f.heading}"),
        "ts_pos_utc": table(
            "ts_pos_utc,ts_static_utc,mmsi,imo,longitude,latitude,sog,cog,hdg,rot,navstatus",
            lambda f: f"{f.when:%Y%m%d%H%M%S},20260201000000,{f.mmsi},{f.imo},{f.lon},{f.lat},"
            f"{f.sog},{f.cog},{f.heading},0,0"),
        "ihs": table(
            "MovementDateTime,MovementID,LRIMOShipNo,MMSI,ShipName,ShipType,Latitude,Longitude,"
            "Speed,Heading,MoveStatus,Beam,CallSign,Destination,Draught,Length,COG",
            lambda f: f"{f.when:{blank}}.000,1,{f.imo},{f.mmsi},{f.name},Tanker,{f.lat},{f.lon},"
            f"{f.sog},{f.heading},Under way using engine,32,{f.call_sign},NINGBO,{f.draught},180,"
            f"{f.cog}"),
        "kystverket historic": table(
            "mmsi;imo_nr;length;date_time_utc;lon;lat;sog;cog;true_heading;nav_status;message_nr",
            lambda f: f"{f.mmsi};{f.imo};180;{f.when:{blank}};{f.lon};{f.lat};{f.sog};{f.cog};"
            f"{f.heading};0;1"),
        "kystverket hais": table(
            "mmsi;date_time_utc;lat;lon;cog;sog;true_heading;message_nr;calc_speed;sec_prevpoint;"
            "dist_prevpoint",
            lambda f: f"{f.mmsi};{f.when:{blank}};{f.lat};{f.lon};{f.cog};{f.sog};{f.heading};1;"
            "0;600;10"),
        "danish": table(
            "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,"
            "Heading,IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing "
            "device,Draught,Destination,ETA,Data source type,A,B,C,D",
            lambda f: f"{f.when:%d/%m/%Y %H:%M:%S},Class A,{f.mmsi},{f.lat},{f.lon},Under way using"
            f" engine,0,{f.sog},{f.cog},{f.heading},{f.imo},{f.call_sign},{f.name},Tanker,,32,180,"
            f"GPS,{f.draught},NINGBO,,AIS,100,80,10,22"),
        "danish old": table(
            "Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,"
            "Heading,IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing "
            "device,Draught,Destination,ETA,Data source type",
            lambda f: f"{f.when:%d/%m/%Y %H:%M:%S},Class A,{f.mmsi},{f.lat},{f.lon},Under way using"
            f" engine,0,{f.sog},{f.cog},{f.heading},{f.imo},{f.call_sign},{f.name},Tanker,,32,180,"
            f"GPS,{f.draught},NINGBO,,AIS"),
        "danish decimal comma": table(
            "Timestamp;Type of mobile;MMSI;Latitude;Longitude;SOG;COG;Heading",
            lambda f: f"{f.when:%d-%m-%Y %H:%M:%S};Class A;{f.mmsi};{f.lat};{f.lon};{f.sog};{f.cog}"
            f";{f.heading}".replace(".", ",")),
        "noaa": table(
            "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,"
            "Length,Width,Draft,Cargo,TransceiverClass",
            lambda f: f"{f.mmsi},{f.when:{iso}},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading}.0,"
            f"{f.name},IMO{f.imo},{f.call_sign},80,0,180,32,{f.draught},80,A"),
        "noaa 2025": table(
            "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,call_sign,"
            "vessel_type,status,length,width,draft,cargo,transceiver",
            lambda f: f"{f.mmsi},{f.when:{blank}},{f.lon},{f.lat},{f.sog},{f.cog},{f.heading},"
            f"{f.name},IMO{f.imo},{f.call_sign},80,0,180,32,{f.draught},80,A"),
        "noaa 2010": table(
            "SOG,COG,Heading,ROT,BaseDateTime,Status,VoyageID,MMSI,ReceiverType,ReceiverID,X,Y",
            lambda f: f"{f.sog},{f.cog},{f.heading},0,{f.when:{iso}},0,7,{f.mmsi},r,r003,{f.lon},"
            f"{f.lat}"),
        "gfw tracks": table(
            "seg_id,ssvid,timestamp,lat,lon,speed_knots,course,heading,nnet_score",
            lambda f: f"{f.mmsi}-2026-03-01T00:00:00.000000Z,{f.mmsi},{f.when:{blank}} UTC,{f.lat},"
            f"{f.lon},{f.sog},{f.cog},{f.heading},0.1"),
        "un global platform": table(
            "mmsi,dt_insert_utc,longitude,latitude,imo,vessel_name,callsign,vessel_type,"
            "vessel_type_code,vessel_class,length,width,flag_country,destination,eta,draught,sog,"
            "cog,rot,heading,nav_status,nav_status_code,source,dt_pos_utc,dt_static_utc,"
            "message_type,eeid",
            lambda f: f"{f.mmsi},{f.when:{blank}},{f.lon},{f.lat},{f.imo},{f.name},{f.call_sign},"
            f"Tanker,{f.ship_type},A,180,32,China,NINGBO,,{f.draught},{f.sog},{f.cog},0,{f.heading}"
            f",Under Way Using Engine,0,S-AIS,{f.when:{blank}},2026-02-01 00:00:00,1,1"),
        "korean": "조회 기간,2026-03-01\n조회 선박,3\n" + table(
            "MMSI,일시,위도,경도,SOG,COG,Heading",
            lambda f: f"{f.mmsi},{f.when:{blank}},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading}"),
        "postgres copy": "COPY public.ais (mmsi, t, lat, lon, sog, cog, heading, name) FROM "
        "stdin;\n" + lines(lambda f: f"{f.mmsi}\t{f.when:{blank}}+00\t{f.lat}\t{f.lon}\t{f.sog}\t"
        f"{f.cog}\t{f.heading}\t\\N") + "\\.\n\n",
        "psql": " mmsi | ts | lat | lon | sog | cog | heading \n"
        "------+----+-----+-----+-----+-----+---------\n" + lines(
            lambda f: f" {f.mmsi} | {f.when:{blank}}+00 | {f.lat} | {f.lon} | {f.sog} | {f.cog} | "
            f"{f.heading}") + "(432 rows)\n\n",
        "postgres csv": table(
            "mmsi,ts,latitude,longitude,sog,cog,hdg,geom",
            lambda f: f"{f.mmsi},{f.when:{blank}}.123+00,{f.lat},{f.lon},{f.sog},{f.cog},"
            f"{f.heading},\\N"),
        "bigquery": table(
            "mmsi,timestamp,lat,lon,sog,cog,heading",
            lambda f: f"{f.mmsi},{f.when:{blank}}.000000 UTC,{f.lat},{f.lon},{f.sog},{f.cog},"
            f"{f.heading}"),
        "date and time": table(
            "MMSI\tDate\tTime\tLat\tLong\tSOG\tCOG\tHDG",
            lambda f: f"{f.mmsi}\t{f.when:%Y-%m-%d}\t{f.when:%H:%M:%S}\t{f.lat}\t{f.lon}\t{f.sog}\t"
            f"{f.cog}\t{f.heading}"),
        "units in heads": table(
            "MMSI,Time [UTC],Latitude [deg],Longitude [deg],SOG [kn],COG [deg],True heading [deg]",
            lambda f: f"{f.mmsi},{f.when:{blank}},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading}"),
        "japanese": table(
            "MMSI,日時,緯度,経度,速力,針路,船首方位",
            lambda f: f"{f.mmsi},{f.when:%Y/%m/%d %H:%M:%S},{f.lat},{f.lon},{f.sog},{f.cog},"
            f"{f.heading}"),
        "chinese": table(
            "船名,MMSI,时间,经度,纬度,航速,航向,船首向",
            lambda f: f"{f.name},{f.mmsi},{f.when:{blank}},{f.lon},{f.lat},{f.sog},{f.cog},"
            f"{f.heading}"),
    }  # fmt: skip


def json_texts() -> Samples:
    """JSON as services and loggers give it."""
    iso = "%Y-%m-%dT%H:%M:%S"
    blank = "%Y-%m-%d %H:%M:%S"
    dump = json.dumps

    def vesselfinder(f: Fix) -> dict[str, Any]:
        return {"AIS": {
            "MMSI": f.mmsi, "TIMESTAMP": f"{f.when:{blank}} UTC", "LATITUDE": f.lat,
            "LONGITUDE": f.lon, "COURSE": f.cog, "SPEED": f.sog, "HEADING": f.heading, "NAVSTAT": 0,
            "IMO": f.imo, "NAME": f.name, "CALLSIGN": f.call_sign, "TYPE": f.ship_type, "A": 100,
            "B": 80, "C": 10, "D": 22, "DRAUGHT": f.draught, "DESTINATION": "X"}}  # fmt: skip

    def spire(f: Fix) -> dict[str, Any]:
        return {
            "id": "x", "updateTimestamp": f"{f.when:{iso}}.999Z",
            "staticData": {"mmsi": f.mmsi, "imo": f.imo, "name": f.name, "callsign": f.call_sign,
                           "shipType": "TANKER", "dimensions": {
                               "a": 100, "b": 80, "c": 10, "d": 22, "length": 180, "width": 32},
                           "timestamp": "2026-02-01T00:00:00Z"},
            "lastPositionUpdate": {
                "latitude": f.lat, "longitude": f.lon, "speed": f.sog, "course": f.cog,
                "heading": f.heading, "timestamp": f"{f.when:{iso}}.000Z",
                "updateTimestamp": f"{f.when:{iso}}.999Z", "collectionType": "TERRESTRIAL",
                "navigationalStatus": "UNDER_WAY_USING_ENGINE"},
            "currentVoyage": {"draught": f.draught, "destination": "X", "eta": None,
                              "timestamp": "2026-02-28T00:00:00Z"}}  # fmt: skip

    def gpsd(f: Fix, **more: Any) -> dict[str, Any]:
        return {"class": "AIS", "device": "/dev/ais", "type": 1, "repeat": 0, "mmsi": f.mmsi,
                "scaled": True, "status": 0, "status_text": "Under way using engine", "turn": 0,
                "speed": f.sog, "accuracy": False, "lon": f.lon, "lat": f.lat, "course": f.cog,
                "heading": f.heading, "second": 0, "maneuver": 0} | more  # fmt: skip

    def catcher(f: Fix, **more: Any) -> dict[str, Any]:
        return {"class": "AIS", "device": "AIS-catcher", "scaled": True, "channel": "A",
                "signalpower": -20.5, "ppm": 1.0, "rxtime": f"{f.when:%Y%m%d%H%M%S}", "type": 1,
                "repeat": 0, "mmsi": f.mmsi, "status": 0, "turn": 0, "speed": f.sog,
                "accuracy": True, "lon": f.lon, "lat": f.lat, "course": f.cog,
                "heading": f.heading, "second": 0} | more  # fmt: skip

    def aishub(f: Fix) -> dict[str, Any]:
        return {"MMSI": f.mmsi, "TIME": f"{f.when:{blank}} GMT", "LONGITUDE": f.lon,
                "LATITUDE": f.lat, "COG": f.cog, "SOG": f.sog, "HEADING": f.heading, "ROT": 0,
                "NAVSTAT": 0, "IMO": f.imo, "NAME": f.name, "CALLSIGN": f.call_sign,
                "TYPE": f.ship_type, "A": 100, "B": 80, "C": 10, "D": 22, "DRAUGHT": f.draught,
                "DEST": "X", "ETA": "01-02 00:00"}  # fmt: skip

    def aishub_units(f: Fix) -> dict[str, Any]:
        return aishub(f) | {
            "TIME": str(f.epoch),
            "LONGITUDE": round(f.lon * 6e5),
            "LATITUDE": round(f.lat * 6e5),
            "COG": round(f.cog * 10),
            "SOG": round(f.sog * 10),
            "DRAUGHT": round(f.draught * 10),
        }

    def barentswatch(f: Fix) -> dict[str, Any]:
        return {"courseOverGround": f.cog, "latitude": f.lat, "longitude": f.lon, "name": f.name,
                "rateOfTurn": 0, "shipType": f.ship_type, "speedOverGround": f.sog,
                "trueHeading": f.heading, "navigationalStatus": 0, "mmsi": f.mmsi,
                "msgtime": f"{f.when:{iso}}+00:00"}  # fmt: skip

    def feature(f: Fix) -> dict[str, Any]:
        return {"mmsi": f.mmsi, "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [f.lon, f.lat]},
                "properties": {"mmsi": f.mmsi, "sog": f.sog, "cog": f.cog, "navStat": 0, "rot": 0,
                               "posAcc": True, "raim": False, "heading": f.heading, "timestamp": 33,
                               "timestampExternal": f.epoch * 1000}}  # fmt: skip

    def mqtt(f: Fix) -> str:
        value = {"time": f.epoch, "sog": f.sog, "cog": f.cog, "navStat": 0, "rot": 0,
                 "posAcc": True, "raim": False, "heading": f.heading, "lon": f.lon,
                 "lat": f.lat}  # fmt: skip
        return f"vessels-v2/{f.mmsi}/location {dump(value)}"

    def signalk(f: Fix) -> dict[str, Any]:
        def value(path: str, v: Any) -> dict[str, Any]:
            return {"path": path, "value": v}

        degree = 0.017453292519943295
        return {
            "context": f"vessels.urn:mrn:imo:mmsi:{f.mmsi}",
            "updates": [{"source": {"label": "ais", "type": "NMEA0183", "sentence": "VDM"},
                         "timestamp": f"{f.when:{iso}}.000Z", "values": [
                value("navigation.position", {"longitude": f.lon, "latitude": f.lat}),
                value("navigation.speedOverGround", f.sog * 0.5144444),
                value("navigation.courseOverGroundTrue", f.cog * degree),
                value("navigation.headingTrue", f.heading * degree),
                value("", {"name": f.name})]}],
        }  # fmt: skip

    def aisstream(f: Fix) -> dict[str, Any]:
        return {"MessageType": "PositionReport",
                "MetaData": {"MMSI": f.mmsi, "ShipName": f.name, "latitude": f.lat,
                             "longitude": f.lon, "time_utc": f"{f.when:{blank}}.000 +0000 UTC"},
                "Message": {"PositionReport": {
                    "MessageID": 1, "UserID": f.mmsi, "Latitude": f.lat, "Longitude": f.lon,
                    "Sog": f.sog, "Cog": f.cog, "TrueHeading": f.heading,
                    "NavigationalStatus": 0}}}  # fmt: skip

    ps07 = [[str(f.mmsi), str(f.lat), str(f.lon), f"{f.sog * 10:.0f}", str(f.heading), str(f.cog),
             "0", f"{f.when:{iso}}", "TER", "54"] for f in FIXES]  # fmt: skip
    return {
        "marinetraffic jsono": dump(objects(lambda f: {
            "MMSI": str(f.mmsi), "LAT": str(f.lat), "LON": str(f.lon),
            "SPEED": f"{f.sog * 10:.0f}", "HEADING": str(f.heading), "COURSE": str(f.cog),
            "STATUS": "0", "TIMESTAMP": f"{f.when:{iso}}", "DSRC": "TER"})),
        "marinetraffic json": dump(ps07),
        "rows with names": dump(
            [["MMSI", "LAT", "LON", "SOG", "HEADING", "COG", "STATUS", "TIMESTAMP", "A1", "A2"]]
            + [[*r[:3], str(int(r[3]) / 10), *r[4:]] for r in ps07]),
        "vesselfinder": dump(objects(vesselfinder)),
        "spire graphql": dump({"data": {"vessels": {
            "pageInfo": {"hasNextPage": False}, "nodes": objects(spire)}}}),
        "spire graphql indented": json.dumps({"data": {"vessels": {
            "pageInfo": {"hasNextPage": False}, "nodes": objects(spire)}}}, indent=2),
        "kpler graphql edges": dump({"data": {"vessels": {"edges": [
            {"node": node} for node in objects(spire)]}}}),
        "spire messages": lines(lambda f: dump({
            "msg_type": 1, "mmsi": f.mmsi, "timestamp": f"{f.when:{iso}}Z", "latitude": f.lat,
            "longitude": f.lon, "speed": f.sog, "course": f.cog, "heading": f.heading,
            "status": 0, "rot": 0, "collection_type": "satellite",
            "created_at": f"{f.when:{iso}}.5Z"})),
        "aishub json": dump([{"ERROR": False, "USERNAME": "u", "FORMAT": "HUMAN", "RECORDS": 9},
                             objects(aishub)]),
        "aishub json ais": dump([{"ERROR": False, "USERNAME": "u", "FORMAT": "AIS", "RECORDS": 9},
                                 objects(aishub_units)]),
        "aishub xml": "<?xml version='1.0' encoding='UTF-8'?>\n<VESSELS ERROR=\"false\" "
        "RECORDS=\"9\">\n" + lines(lambda f: "<vessel " + " ".join(
            f'{k}="{v}"' for k, v in aishub(f).items()) + "/>") + "</VESSELS>\n",
        "marinetraffic xml": "<?xml version='1.0'?><POS>" + "".join(
            f'<row MMSI="{f.mmsi}" LAT="{f.lat}" LON="{f.lon}" SPEED="{f.sog * 10:.0f}" '
            f'HEADING="{f.heading}" COURSE="{f.cog}" STATUS="0" TIMESTAMP="{f.when:{iso}}" '
            'DSRC="TER"/>' for f in FIXES) + "</POS>",
        "vesselfinder xml": "<VESSELS>" + "".join(
            "<AIS>" + "".join(f"<{k}>{v}</{k}>" for k, v in vesselfinder(f)["AIS"].items())
            + "</AIS>" for f in FIXES) + "</VESSELS>",
        "gpsd time before": lines(lambda f: f"{f.epoch}.123456: {dump(gpsd(f))}"),
        "gpsd iso before": lines(lambda f: f"{f.when:{iso}}.123Z {dump(gpsd(f))}"),
        "gpsd timestamped": lines(lambda f: dump(gpsd(f, rxtime=f"{f.when:{iso}}Z"))),
        "gpsd tpv": '{"class":"VERSION","release":"3.25"}\n' + lines(
            lambda f: dump({"class": "TPV", "device": "/dev/gps", "mode": 3,
                            "time": f"{f.when:{iso}}.000Z", "lat": 35.1, "lon": 129.0})
            + "\n" + dump(gpsd(f))),
        "aiscatcher o3": lines(lambda f: dump({
            "class": "AIS", "device": "AIS-catcher", "channel": "A",
            "rxtime": f"{f.when:%Y%m%d%H%M%S}", "nmea": [sentence(f)]})),
        "aiscatcher o4": lines(lambda f: dump(
            {"class": "AIS", "rxtime": f"{f.when:%Y%m%d%H%M%S}", "nmea": [sentence(f)],
             "mmsi": f.mmsi, "type": 1})),
        "aiscatcher o5": lines(lambda f: dump(catcher(f, nmea=[sentence(f)]))),
        "aiscatcher fields": lines(lambda f: dump(catcher(f))),
        "aiscatcher http": dump({
            "protocol": "jsonaiscatcher", "encodetime": "20260302000000", "stationid": "S",
            "receiver": {"description": "AIS-catcher v0.50", "version": 50},
            "device": {"product": "RTL2838"},
            "msgs": objects(lambda f: catcher(f, nmea=[sentence(f)]))}),
        "aiscatcher http fields": dump({
            "protocol": "jsonaiscatcher", "encodetime": "20260302000000", "stationid": "S",
            "receiver": {"description": "AIS-catcher v0.50", "version": 50},
            "device": {"product": "RTL2838"}, "msgs": objects(catcher)}),
        "aiscatcher http a line": lines(lambda f: dump({
            "protocol": "jsonaiscatcher", "encodetime": "20260302000000",
            "msgs": [catcher(f, nmea=[sentence(f)])]})),
        "aiscatcher aprs": dump({
            "protocol": "jsonais", "encodetime": "20260302000000",
            "groups": [{"path": [{"name": "S", "url": "http://x"}], "msgs": objects(
                lambda f: {"msgtype": 1, "mmsi": f.mmsi, "rxtime": f"{f.when:%Y%m%d%H%M%S}",
                           "lat": f.lat, "lon": f.lon, "speed": f.sog, "course": f.cog,
                           "heading": f.heading, "status": 0})}]}),
        "aiscatcher log": lines(
            lambda f: f"[{f.when:%Y-%m-%d %H:%M:%S}] " + dump(catcher(f, nmea=[sentence(f)]))),
        "digitraffic rest": dump({
            "type": "FeatureCollection", "dataUpdatedTime": "2026-03-02T00:00:00Z",
            "features": objects(feature)}),
        "digitraffic features a line": lines(lambda f: dump(feature(f))),
        "digitraffic mqtt": 'vessels-v2/status {"updated":1772323200}\n' + lines(mqtt),
        "mqtt with time": lines(lambda f: f"{f.when:{iso}}+0000 {mqtt(f)}"),
        "barentswatch": dump(objects(barentswatch)),
        "barentswatch stream": lines(lambda f: dump(barentswatch(f))),
        "barentswatch events": "".join(
            f"data: {dump(barentswatch(f))}\n\n" for f in FIXES),
        "signalk deltas": lines(lambda f: dump(signalk(f))),
        "signalk log": lines(lambda f: f"{f.epoch}000;D;{dump(signalk(f))}"),
        "aisstream": lines(lambda f: dump(aisstream(f))),
        "aisstream binary prefix": "\ufeff" + lines(lambda f: dump(aisstream(f))),
        "elastic": lines(lambda f: dump(
            {"_index": "ais", "_id": "1", "_source": barentswatch(f)})),
        "elastic hits": dump({"took": 1, "hits": {"total": 9, "hits": objects(
            lambda f: {"_index": "ais", "_id": "1", "_source": barentswatch(f)})}}),
        "mongo": lines(lambda f: dump(
            {"_id": {"$oid": "6"}, "mmsi": f.mmsi, "ts": {"$date": f"{f.when:{iso}}Z"},
             "lat": f.lat, "lon": f.lon, "sog": f.sog, "cog": f.cog, "heading": f.heading})),
        "location point": lines(lambda f: dump(
            {"mmsi": f.mmsi, "ts": f"{f.when:{iso}}Z", "sog": f.sog, "cog": f.cog,
             "heading": f.heading,
             "location": {"type": "Point", "coordinates": [f.lon, f.lat]}})),
    }  # fmt: skip


@functools.cache
def samples() -> Samples:
    """Return every layout."""
    return nmea() | tables() | json_texts()


OPTIONS = {
    "korean": {"time_zone": "UTC"},
    "danish decimal comma": {"date_order": "day-first"},
    "marinetraffic json": {
        "columns": "mmsi=1,lat=2,lon=3,sog=4:kn/10,heading=5,cog=6,nav_status=7,time=8"
    },
}
"""What must be said so that a layout gives the scene."""

REFUSED = {
    "radar detections": (
        "scene_id,timestamp,lat,lon,presence_score,length_m,mmsi,matching_score\n"
        "S1A_IW,2026-03-01 00:00:00 UTC,31.5,125.0,0.99,180,412111110,0.9\n",
        r"'presence_score'.*--sightings",
    ),
    "events": (
        "id,type,start,end,lat,lon,vessel.ssvid,event_id\n"
        "1,loitering,2026-03-01T00:00:00Z,2026-03-01T09:00:00Z,31.5,125.0,412111110,1\n",
        "events with a start and an end.*--columns",
    ),
}
"""Name -> (text of a table that holds no reports, what the refusal says)."""
