"""AIS as JSON objects."""
