"""Parts of `dark_ship`: which ship a sensor saw."""
