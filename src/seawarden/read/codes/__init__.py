"""AIS code tables: navigational status, ship types."""
