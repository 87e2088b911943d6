"""Real tracks: switch-offs cut into them, transfers laid among them, slots hidden in them."""
