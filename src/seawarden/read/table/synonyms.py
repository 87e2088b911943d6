"""What the columns of ship reports are called, by publishers and in the trade, squeezed.

Names stand without case, blanks and punctuation (`recognise_columns.squeeze`); English, Korean,
Chinese and Japanese. One list for all that know columns by name.
"""

SYNONYMS: dict[str, tuple[str, ...]] = {
    "time": (
        "time", "timestamp", "timestamputc", "basedatetime", "datetimeutc", "datetime", "timeutc",
        "utctime", "utc", "dtposutc", "dtutc", "postime", "positiontime", "positiontimestamp",
        "positionutc", "msgtime", "messagetime", "eventtime", "eventdatetime", "receivedtime",
        "receivetime", "receivedat", "timereceived", "recvtime", "timestampexternal", "ts", "t",
        "tstamp", "epoch", "epochtime", "unixtime", "unixtimestamp", "timeposition", "lastseen",
        "movementdatetime", "posdatetime", "timeofposition", "dateandtime", "rxtime", "rxuxtime",
        "updatetime", "timeofupdate", "lastpositionupdate", "lastposupdate", "aistime",
        "latestpositionreceived", "latestpositiontime", "timeoflatestposition", "positionreceived",
        "lastpositiontime", "lastpositionreceived", "tsposutc", "posutc", "timelastpos", "dtpos",
        "lrptime", "reportdate", "positiondate", "positiondatetime", "gpstime", "logtime",
        "timeofreport", "reporttime", "locationtime", "fixtime", "posttime",
        "일시", "시간", "수신일시", "수신시각", "일자", "측정일시",
        "时间", "時間", "日時", "更新时间", "定位时间", "受信日時", "createdat", "updatedat",
        "date", "loggertime", "received", "receiveddate", "receiveddatetime", "接收时间",
        "接收時間", "horodatage", "fechahora", "zeitstempel", "время", "датавремя",
    ),
    "date": ("date", "dateutc", "utcdate"),
    "millisecond": ("millisecond", "milliseconds"),
    "mmsi": (
        "mmsi", "ssvid", "mmsinumber", "mmsino", "sourcemmsi", "userid", "vesselmmsi", "shipmmsi",
        "mmsicode", "mmsi번호", "mmsi号", "mmsi番号", "mmsiid", "mmsinum", "topicmmsi",
    ),
    "seg_id": ("segid", "segmentid", "segment", "trackid"),
    "lat": (
        "lat", "latitude", "latdeg", "latitudedeg", "y", "positionlatitude", "poslat",
        "latitudedecimaldegrees", "decimallatitude", "latdd", "latdecimal",
        "위도", "纬度", "緯度", "latitud", "breite", "breitengrad", "широта",
    ),
    "lon": (
        "lon", "lng", "long", "longitude", "londeg", "longitudedeg", "x", "positionlongitude",
        "poslon", "poslng", "longitudedecimaldegrees", "decimallongitude", "londd", "longdd",
        "londecimal", "경도", "经度", "經度", "経度", "longitud", "länge", "längengrad", "долгота",
    ),
    "north_south": ("ns", "northsouth", "latns", "latdir", "latitudedir", "lathemisphere",
                    "latitudehemisphere", "latitudedirection", "latdirection", "latns"),
    "east_west": ("ew", "eastwest", "lonew", "londir", "longitudedir", "lonhemisphere",
                  "longitudehemisphere", "longitudedirection", "londirection", "longew"),
    "sog": (
        "sog", "sogkn", "sogknots", "speed", "speedknots", "speedkn", "speedkts", "sogkts",
        "speedoverground", "speedog", "velocity", "lastspeed", "속력", "속도", "대지속력", "航速",
        "速力", "速度", "对地航速", "対地速力", "vitesse",
        "velocidad", "geschwindigkeit", "скорость",
    ),
    "cog": ("cog", "cogdeg", "course", "courseoverground", "coursedeg", "courseog",
            "침로", "대지침로", "航向", "针路", "針路", "对地航向", "対地針路", "rumbo",
            "kurs", "курс"),
    "heading": (
        "heading", "trueheading", "hdg", "headingdeg", "thdg", "truehdg", "headingtrue",
        "선수방위", "船首向", "船首方位", "艏向",
    ),
    "nav_status": (
        "navstatus", "navstat", "navigationalstatus", "navigationstatus", "status",
        "navstatuscode", "statuscode",
    ),
    "ais_class": (
        "aisclass", "transceiverclass", "transceiver", "typeofmobile", "transpondertype",
        "transponderclass",
    ),
    "msg_type": (
        "msgtype", "messagetype", "messageid", "messagenr", "messagetypeid", "msgid", "aistype",
        "type",
    ),
    "receiver": ("receiver", "station", "stationid", "source", "receivertype", "datasource"),
    "imo": ("imo", "imonumber", "imolloyds", "imono", "lrimoshipno", "imonr", "imonum",
            "imoship", "imo번호", "imo番号", "imo号"),
    "name": ("shipname", "vesselname", "name", "nameofship", "선박명", "선명", "船名"),
    "call_sign": ("callsign", "radiocallsign", "호출부호", "呼号"),
    "ship_type": (
        "shiptype", "vesseltype", "shipandcargotype", "shiptypecode", "vesseltypecode", "typecargo",
        "shipcargotype", "aisshiptype", "typeofshipandcargo", "선종코드",
    ),
    "cargo": ("cargotype",),
    "bow": ("tobow", "dimensiontobow", "dimbow", "bow", "dimbowm", "bowm", "dimensiona",
            "dimensionsa", "sizea", "refa", "referencepointa", "a"),
    "stern": ("tostern", "dimensiontostern", "dimstern", "stern", "sternm", "dimensionb",
              "dimensionsb", "sizeb", "refb", "referencepointb", "b"),
    "port": ("toport", "dimensiontoport", "dimport", "portm", "dimensionc",
             "dimensionsc", "sizec", "refc", "referencepointc", "c"),
    "starboard": (
        "tostarboard", "dimensiontostarboard", "dimstarboard", "starboard", "starboardm",
        "dimensiond", "dimensionsd", "sized", "refd", "referencepointd", "d",
    ),
    "length": ("length", "lengthm", "loa", "shiplength", "vessellength"),
    "width": ("width", "widthm", "beam", "beamm", "shipwidth", "vesselwidth"),
    "draught": ("draught", "draft", "draughtm", "draftm", "maximumstaticdraught", "흘수"),
    "destination": ("destination", "dest"),
}  # fmt: skip
"""Meaning -> column names, the surest first."""
