"""The handover sheet as PDF: what others decided, what was missed and when, no markup of a name."""

import io
from datetime import UTC, datetime

from pypdf import PdfReader

from seawarden.pipeline.floor.pages.sheet_pdf import sheet_pdf

AT = datetime(2026, 3, 2, 6, 5, tzinfo=UTC)


def test_the_sheet_names_who_decided_and_what_was_missed() -> None:
    row = {"rank": 1, "title": "#panic() *A*", "state": "open", "review": "UNREVIEWED"}
    sheet = {
        "off": "Anna", "on": "Rita", "generation": 3, "still_open": [{**row, "grade": "possible"}],
        "missed": [{**row, "raised_utc": AT, "due_utc": AT.replace(hour=8)}],
        "decided_by_others": [
            {"case_id": "C-2", "act": "insufficient", "actor": "Olga", "time_utc": AT}
        ],
    }  # fmt: skip
    made = sheet_pdf(sheet, docket="docket", is_simulated=True)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    words = " ".join(text.split())
    for wanted in (
        "SIMULATED", "Off-going: Anna", "On-coming: Rita", "#panic() *A*", "New (0)",
        "Decided by others (1)", "C-2 insufficient Olga, 2026-03-02 06:05 UTC",
        "raised 02 Mar 06:05, due 02 Mar 08:05 UTC", "Off-going officer", "On-coming officer",
    ):  # fmt: skip
        assert wanted in words, (wanted, words)
