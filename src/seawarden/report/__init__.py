"""Reports: the docket as a page, GeoJSON, KML, a flat table and lines on a terminal."""
