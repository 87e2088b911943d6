"""Who publishes the lists of this room, as LISTINGS name them."""

CODE, NAME = "ofac", "OFAC Specially Designated Nationals List"
AUTHORITY = "US Treasury (OFAC)"
