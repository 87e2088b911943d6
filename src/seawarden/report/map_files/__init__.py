"""GeoJSON and KML for map programs."""
