"""How ships move: passages, drifting, trawling, lying alongside."""
