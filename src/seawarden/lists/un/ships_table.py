"""UN 1718 Committee, ships, in a table with other headings than the Committee's CSV.

The Committee's list is a page and a PDF, from which people make tables ('Vessel Name', 'IMO
Number', 'Date of designation'). One is known by '1718' above its header or in the file's name.
"""

from .. import table
from ..headings import recognise
from ..listing import Draft, Reading
from ..source import ListFile, above_header, date_in_name

CODE, NAME = "un1718", "UN 1718 Committee Designated Vessels List"
AUTHORITY = "UN Security Council, 1718 Committee"
EXPECTED = "UN 1718 vessels (table with ship name and IMO number, '1718' in its title or file name)"


def sniff(file: ListFile) -> bool:
    named = "1718" in f"{above_header(file)} {file.path.stem}"
    return named and {"name", "imo"} <= set(recognise(file.header).values())


def read(file: ListFile) -> Reading:
    """Return every ship. The date of the list is the file name's, if any."""
    notes: list[str] = []
    start = Draft(id="", kind="ship", name="", line=0, programs=["UN-SC1718"], is_dprk=True)
    drafts = table.drafts(file, notes, start, table.by_number)
    return Reading(drafts, date_in_name(file.path)[0], tuple(notes))
