"""Routes: the queue, a case, and what people do with it."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from ..errors import UsageError
from ..pipeline.floor import acts
from ..pipeline.floor.pages import case_page, case_versions
from ..pipeline.floor.queue import Queue, filter_of, queue
from ..store.review import Word
from .door import Caller, may, may_change

router = APIRouter()


class Act(BaseModel):
    """What somebody does: the word for it, on which cases, and the detail of that word."""

    act: str = Field(max_length=60)
    cases: list[str] = Field(default_factory=list, max_length=500)
    detail: dict[str, Any] = Field(default_factory=dict)


class Number(BaseModel):
    """The number of an act."""

    number: int = Field(ge=1)


class Least(BaseModel):
    """A cut: the least probability of a case."""

    least: float = Field(ge=0, le=1)


class Kept(BaseModel):
    """The numbers under which acts were kept."""

    numbers: list[int]


@router.get("/api/queue")
def read_queue(request: Request, caller: Caller = may("viewer")) -> Queue:
    """Return the queue that the URL's filter keeps."""
    return queue(caller.desk, filter_of(request.query_params), caller.door.now())


@router.get("/api/cases/{case_id}")
def read_case(case_id: str, caller: Caller = may("viewer")) -> dict[str, Any]:
    """Return everything that the page of a case shows."""
    return case_page.case_page(caller.desk, case_id, caller.door.now())


@router.get("/api/cases/{case_id}/replay")
def read_replay(case_id: str, caller: Caller = may("viewer")) -> dict[str, Any]:
    """Return the reports of a case's ships, and their separation, for plots and replay."""
    return case_page.replay(caller.desk, case_id, caller.door.now())


@router.get("/api/cases/{case_id}/versions")
def read_versions(case_id: str, caller: Caller = may("viewer")) -> list[dict[str, Any]]:
    """Return the versions of a case that the docket keeps, the oldest first."""
    return case_versions.case_versions(caller.desk, case_id)


@router.get("/api/acts")
def read_acts(caller: Caller = may("viewer")) -> list[dict[str, Any]]:
    """Return the newest acts on all cases."""
    return acts.history(caller.desk)


@router.post("/api/acts")
def keep_act(given: Act, caller: Caller = may_change("analyst")) -> Kept:
    """Keep an act on each of the cases named."""
    if given.act == Word.CUT:
        raise UsageError("the cut is set by an admin, in a place of its own")
    kept = acts.act(
        caller.desk, caller.actor, given.act, cases=given.cases, detail=given.detail,
        now_utc=caller.door.now(),
    )  # fmt: skip
    caller.done(f"{given.act}: {', '.join(given.cases)}"[:200])
    return Kept(numbers=[entry.number for entry in kept])


@router.post("/api/cut")
def set_cut(given: Least, caller: Caller = may_change("admin")) -> Kept:
    """Keep the least probability of the cases that the queue shows."""
    kept = acts.act(
        caller.desk, caller.actor, Word.CUT, detail={"least": given.least},
        now_utc=caller.door.now(),
    )  # fmt: skip
    caller.done(f"cut {given.least:g}")
    return Kept(numbers=[entry.number for entry in kept])


@router.post("/api/undo")
def undo_act(given: Number, caller: Caller = may_change("analyst")) -> Kept:
    """Keep an act that makes another count no more."""
    kept = acts.undo(caller.desk, caller.actor, given.number, caller.door.now())
    caller.done(f"undid act {given.number}")
    return Kept(numbers=[kept.number])
