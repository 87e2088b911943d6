"""Facts that ship with the package: UN-designated ships and the Council's measures on the DPRK.

`ships.csv`: every ship the 1718 Committee designated and that the sources still list, re-keyed
from EU Regulation 2017/1509 (Annexes XIII.B, XIV.A and XIV.B follow the UN list), the UK list
of 13 May 2026, OFAC's list of 20 March 2026 and the Committee's announcements; each row names
its sources and how many agree on the IMO number. The Committee designated 31 ships of Ocean
Maritime Management on 2 March 2016 and removed some later: only the 22 that the EU annex still
holds are here, and no date of removal is stated for want of a source.

`measures.csv`: resolution, paragraph, what it forbids, and how certain the paragraph number is.
"""
