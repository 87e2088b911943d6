"""Routes: handover, ship, screening, quality, patrol, chronicle, exports, the audit."""

import json
import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Form, Response, UploadFile
from pydantic import BaseModel, Field

from ..errors import UsageError
from ..pipeline.floor import handover
from ..pipeline.floor.pages import (
    case_page,
    chronicle_page,
    export,
    patrol_page,
    quality_page,
    ship_page,
)
from ..pipeline.floor.pages.sheet_pdf import sheet_pdf
from ..pipeline.front import arguments
from ..pipeline.front.screen import screen
from .door import Caller, may, may_change

router = APIRouter()


class HandOver(BaseModel):
    """To whom the watch is handed, and what they should know."""

    oncoming: str = Field(max_length=60)
    note: str = Field(default="", max_length=4_000)


class Ship(BaseModel):
    """A ship to screen; what is empty is not asked."""

    name: str = Field(default="", max_length=200)
    imo: str = Field(default="", max_length=20)
    mmsi: str = Field(default="", max_length=20)
    call_sign: str = Field(default="", max_length=20)
    flag: str = Field(default="", max_length=60)
    owner: str = Field(default="", max_length=300)
    as_of: str = Field(default="", max_length=10)


@router.get("/api/handover")
def read_handover(caller: Caller = may("viewer")) -> dict[str, Any]:
    """Return what changed since the last watch of who asks."""
    return handover.since_last(caller.desk, caller.actor, caller.door.now())


@router.post("/api/handover")
def hand_over(given: HandOver, caller: Caller = may_change("analyst")) -> dict[str, Any]:
    """Keep a handover, and return the sheet."""
    now = caller.door.now()
    _, sheet = handover.hand_over(caller.desk, caller.actor, given.oncoming, given.note, now)
    caller.done(f"handed over to {given.oncoming}")
    return sheet


@router.get("/api/handover.pdf", response_class=Response)
def read_sheet(oncoming: str = "", note: str = "", caller: Caller = may("viewer")) -> Response:
    """Return the sheet as it stands, as PDF, to be signed."""
    now = caller.door.now()
    sheet = handover.since_last(caller.desk, caller.actor, now)
    made = sheet_pdf(
        {**sheet, "off": caller.actor, "on": oncoming[:60], "note": note[:4_000]},
        docket=caller.desk.path.resolve().name,
        is_simulated=caller.desk.snapshot(now).is_simulated,
    )
    return Response(made, media_type="application/pdf")


@router.get("/api/ships/{mmsi}")
def read_ship(mmsi: int, as_of: str = "", caller: Caller = may("viewer")) -> dict[str, Any]:
    """Return everything that the page of a ship shows; its listings as of a day."""
    day = arguments.day("as_of", as_of)
    return ship_page.ship_page(caller.desk, mmsi, caller.door.now(), day)


@router.post("/api/screen")
def screen_ship(given: Ship, caller: Caller = may_change("viewer")) -> dict[str, Any]:
    """Screen one ship; nothing is kept."""
    asked = {k: v.strip() or None for k, v in given.model_dump().items()}
    name = asked.pop("name")
    found = screen(name, lists=caller.door.lists, **asked)
    return found.data


@router.post("/api/screen/file")
def screen_file(file: UploadFile, caller: Caller = may_change("viewer")) -> dict[str, Any]:
    """Screen a file of ships; the file is removed when it was read."""
    suffix = Path(file.filename or "").suffix.lower()
    if suffix not in (".csv", ".xlsx", ".ods", ".txt", ".tsv"):
        raise UsageError(f"file of kind '{suffix[:20]}': expected csv, xlsx or ods")
    with tempfile.TemporaryDirectory() as folder:
        # The name that was sent is not used: it may hold a path.
        path = Path(folder) / f"ships{suffix}"
        path.write_bytes(file.file.read())
        found = screen(file=path, lists=caller.door.lists)
    caller.done("screened a file of ships")
    return found.data


@router.get("/api/quality")
def read_quality(caller: Caller = may("viewer")) -> dict[str, Any]:
    """Return what came in, what was rejected, outages, and false alarms."""
    return quality_page.quality_page(caller.desk, caller.door.now())


@router.get("/api/audit")
def read_audit(caller: Caller = may("admin")) -> list[dict[str, Any]]:
    """Return the newest lines of the audit."""
    return [
        {"time_utc": x.time_utc, "actor": x.actor, "address": x.address, "what": x.what,
         "outcome": x.outcome}
        for x in caller.desk.log.audit()
    ]  # fmt: skip


@router.get("/api/patrol")
def read_patrol(caller: Caller = may("viewer")) -> dict[str, Any]:
    """Return the patrol plans beside the docket, and what crews saw."""
    return patrol_page.patrol_page(caller.desk)


@router.post("/api/patrol/log")
def log_contacts(
    track: UploadFile, sortie: str = Form(max_length=100), plan: str = Form("", max_length=60),
    contacts: str = Form("[]", max_length=200_000), caller: Caller = may_change("analyst"),
) -> dict[str, Any]:  # fmt: skip
    """Keep what a crew saw and flew against a plan; return what it was matched to."""
    try:
        rows = json.loads(contacts)
    except ValueError as error:
        raise UsageError("contacts: expected JSON") from error
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise UsageError("contacts: expected a list of rows")
    texts = [{str(k): str(v) for k, v in row.items()} for row in rows]
    found = patrol_page.log_contacts(
        caller.desk, sortie=sortie, plan=plan, contacts=texts, track_name=track.filename or "",
        track=track.file.read(),
    )  # fmt: skip
    caller.done(f"logged {len(texts)} contact(s) of sortie {sortie}")
    return found


@router.get("/api/chronicle")
def read_chronicle(
    since: str = "", until: str = "", caller: Caller = may("viewer")
) -> dict[str, Any]:
    """Return the chronicle's lines between two days, and the docket's cases beside them."""
    return chronicle_page.chronicle_page(
        caller.desk, caller.door.chronicle, since=since, until=until, now_utc=caller.door.now()
    )


@router.get("/api/cases/{case_id}/export.json")
def export_json(case_id: str, response: Response, caller: Caller = may("viewer")) -> dict[str, Any]:
    """Return a case as a file: its page's content, UNREVIEWED where nobody decided it."""
    found = case_page.case_page(caller.desk, case_id, caller.door.now())
    response.headers["content-disposition"] = f'attachment; filename="{export.safe(case_id)}.json"'
    return found


@router.get("/api/cases/{case_id}/export.html", response_class=Response)
def export_html(case_id: str, caller: Caller = may("viewer")) -> Response:
    """Return a case as a page of its own, with what was decided on top."""
    made = export.case_html(caller.desk, case_id, caller.door.now())
    name = f'attachment; filename="{export.safe(case_id)}.html"'
    return Response(
        made, media_type="text/html; charset=utf-8", headers={"content-disposition": name}
    )
