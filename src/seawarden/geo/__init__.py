"""Where things are: great circles, coasts, ports, anchorages, the base chart.

sphere      distances, bearings and offsets on the sphere
gshhg       the world's shorelines as arrays
areas       polygons across 180 deg and round a pole, however they are written
coast       on land or not, how far the coast, the land's polygons
ports       the World Port Index
anchorages  where ships lie at anchor, learnt from the data
chart       the base chart that maps are drawn on
"""
