"""Sanctions lists: every published format to LISTINGS, and the register that ships along.

from seawarden import lists

listings, infos = lists.read_folder("lists/")     # any mix of UN, EU, UK, OFAC, ...
listings = lists.register()                       # UN-designated ships, without any file
listings = lists.holding(listings, date(2018, 6, 1))   # what was listed on that day
for measure in lists.cite("sts"):
    print(measure)
"""

from .ledger import Account, ledger
from .reader import ListInfo, read_file, read_folder
from .register.measures import Measure, cite, measures, topics
from .register.ships import register
from .versions import holding, removed

__all__ = [
    "Account", "ListInfo", "Measure", "cite", "holding", "ledger", "measures", "read_file",
    "read_folder", "register", "removed", "topics",
]  # fmt: skip
