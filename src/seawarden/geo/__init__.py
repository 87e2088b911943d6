"""Where things are: great circles, coasts, ports, anchorages, the base chart."""
