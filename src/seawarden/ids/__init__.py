"""Who sends: MMSI, IMO number, MID and flag."""
