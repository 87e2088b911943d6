"""Routes: what the map draws."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from ..errors import UsageError
from ..pipeline.floor import layers, night_picture, tracks
from ..pipeline.front import arguments
from .door import Caller, may, may_change

router = APIRouter()


class Passed(BaseModel):
    """Who passed through a polygon between two times?"""

    polygon: dict[str, Any]
    since: str = Field(default="", max_length=40)
    until: str = Field(default="", max_length=40)
    still: bool = False  # only ships that lay there


class Chart(BaseModel):
    """The chart that lies under the ships."""

    kind: str  # 'land' (Natural Earth, in the page), 'pmtiles' or 'tiles'
    url: str = ""
    attribution: str = "Natural Earth"


@router.get("/api/map/chart")
def read_chart(caller: Caller = may("viewer")) -> Chart:
    """Return which chart the setting names."""
    given = caller.door.map
    if given is None:
        return Chart(kind="land")
    if given.origin is None:
        return Chart(kind="pmtiles", url="/api/map/chart.pmtiles", attribution=given.attribution)
    return Chart(kind="tiles", url=given.tiles, attribution=given.attribution)


@router.get("/api/map/chart.pmtiles", response_class=Response)
def read_pmtiles(caller: Caller = may("viewer")) -> Response:
    """Return the part of the PMTiles archive that the request's `Range` names."""
    given = caller.door.map
    if given is None or given.origin is not None:
        raise HTTPException(404, "this floor has no chart of its own")
    return FileResponse(given.tiles, media_type="application/octet-stream")


@router.get("/api/map/tracks", response_class=Response)
def read_tracks(
    box: str, since: str | None = None, until: str | None = None, caller: Caller = may("viewer")
) -> Response:
    """Return the thinned tracks of a view as binary, see `pipeline.floor.tracks`."""
    snapshot = caller.desk.snapshot(caller.door.now())
    ends = snapshot.ends
    if ends is None:
        return Response(bytes(8), media_type="application/octet-stream")
    first, last = _span(caller, since, until)
    view = arguments.box("box", box)
    if view is None or not all(abs(d) <= 400 for d in view):
        raise UsageError(f"box '{box}': expected west,south,east,north in degrees")
    found = tracks.view(snapshot, caller.door.trails, view, first, last)
    zero = int(first.timestamp())
    about: dict[str, Any] = {"x-zero-s": str(zero), "x-thinned": str(found.is_thinned).lower()}
    return Response(found.as_bytes(zero), media_type="application/octet-stream", headers=about)


@router.get("/api/map/layers/{name}")
def read_layer(
    name: str, since: str | None = None, until: str | None = None, caller: Caller = may("viewer")
) -> dict[str, Any]:
    """Return a layer of the map as GeoJSON."""
    first, last = _span(caller, since, until)
    return layers.layer(caller.desk.snapshot(caller.door.now()), name, first, last)


@router.get("/api/areas")
def read_areas(caller: Caller = may("viewer")) -> list[dict[str, Any]]:
    """Return the areas of interest that were drawn."""
    return night_picture.areas(caller.desk)


@router.post("/api/areas/passed")
def read_passed(given: Passed, caller: Caller = may_change("viewer")) -> list[dict[str, Any]]:
    """Return who passed through a polygon, or lay in it; nothing is kept."""
    first, last = _span(caller, given.since, given.until)
    return night_picture.passed(
        caller.desk, given.polygon, first, last, caller.door.now(), still=given.still
    )


@router.post("/api/sightings")
def rank_sighting(given: dict[str, Any], caller: Caller = may_change("viewer")) -> dict[str, Any]:
    """Return who can have been where a crew saw a ship; nothing is kept."""
    return night_picture.sighting(caller.desk, given, caller.door.now())


def _span(caller: Caller, since: str | None, until: str | None) -> tuple[datetime, datetime]:
    """Return the times asked for, by default those of the docket."""
    now = caller.door.now()
    ends = caller.desk.snapshot(now).ends or (now, now)
    first = arguments.moment("since", since) or ends[0]
    last = arguments.moment("until", until) or ends[1]
    if last < first:
        raise UsageError(f"from {first} until {last}: expected an end after its beginning")
    return first, last
