"""The files written: NMEA, tables, sightings, truth."""
