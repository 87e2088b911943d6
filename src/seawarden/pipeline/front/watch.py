"""`watch`: AIS and lists in, a docket of cases out."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ..watch import Options
from ..watch import watch as run
from . import arguments
from .arguments import Pathlike
from .docket import Docket


def watch(
    inputs: Pathlike | Iterable[Pathlike],
    *,
    out: Pathlike,
    lists: Pathlike | None = None,
    sightings: Pathlike | None = None,
    config: Pathlike | None = None,
    context: Pathlike | None = None,
    columns: str | None = None,
    time_zone: str | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    skip_rows: str | None = None,
    start_time: str | datetime | None = None,
    reading: Pathlike | None = None,
    save_reading: Pathlike | None = None,
    engine: str = "local",
    progress: arguments.Progress | None = None,
) -> Docket:
    """Find who met whom, who went dark and who is listed; write the docket and open it.

    Method: read every input into an archive in time order; one pass over it for the facts (hulls,
    stays, silences, contacts); the detectors; screening; cases weighed for and against. A watch
    into the folder of an earlier one follows on it: see docs/events.md.

    inputs      files, folders or globs of AIS in any known format; '-' is stdin
    out         folder for the docket, made if need be
    lists       folder of sanctions lists; without it, the register that ships with Seawarden
    sightings   ships seen by satellite, aircraft or crew (CSV, GeoJSON or Parquet)
    config      TOML file with thresholds, see docs/config.md
    context     `context.parquet` of an earlier docket: what it learnt is taken, nothing learnt anew
    columns     which column is what, by name or number: 'mmsi=ssvid,time=2,sog=SPEED:kn/10'
    time_zone   zone of times that carry none: 'Asia/Seoul', '+09:00', 'kst*.csv=+9,UTC'
    date_order  'day-first' or 'month-first'; also by file, as time_zone
    encoding    of text that is neither UTF-8 nor UTF-16: 'cp949'; also by file
    skip_rows   lines above the header: '2'; also by file
    start_time  UTC time of the first line of NMEA that carries no time
    reading     a saved reading (TOML) to read the files by, where nothing else is given
    save_reading  where to save how the files were read
    engine      where it runs: 'local', 'sail' or 'spark' on this machine, or a server's 'sc://host'
                (docs/cluster.md); what is found is the same
    progress    called with what is being done and the share done, 0 to 1

    Raises UsageError for an argument, InputError for a file, OutputError for a folder that cannot
    be used, each in one line.

        docket = sw.watch("ais/", lists="lists/", out="docket/")
        print(docket.cases.select("rank", "grade", "title"))
    """
    given = arguments.texts(inputs)
    options = {
        "--out": out, "--lists": lists, "--sightings": sightings, "--config": config,
        "--context": context,
        "--columns": columns, "--time-zone": time_zone, "--date-order": date_order,
        "--encoding": encoding, "--skip-rows": skip_rows, "--start-time": start_time,
        "--reading": reading, "--save-reading": save_reading,
        "--engine": None if engine == "local" else engine,
    }  # fmt: skip
    command = ["watch", *given]
    for name, value in options.items():
        command += [] if value is None else [name, str(value)]
    run(
        Options(
            inputs=given,
            out=Path(out),
            lists=arguments.path(lists),
            sightings=arguments.path(sightings),
            config=arguments.path(config),
            context=arguments.path(context),
            columns=columns,
            time_zone=time_zone,
            date_order=date_order,
            encoding=encoding,
            skip_rows=skip_rows,
            start_utc=arguments.moment("--start-time", start_time),
            reading=arguments.path(reading),
            save_reading=arguments.path(save_reading),
            engine=engine,
            command=tuple(command),
        ),
        progress=progress,
    )
    return Docket(out)
