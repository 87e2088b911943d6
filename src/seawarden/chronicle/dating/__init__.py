"""Which day a text means, and on which day it was published."""
