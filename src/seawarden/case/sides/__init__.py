"""Who the ships of a case are: identity, listings, ties to DPRK ports."""
