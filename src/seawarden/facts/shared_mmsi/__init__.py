"""Reports under one MMSI shared out among the ships that sent them."""
