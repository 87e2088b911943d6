"""A simulated ship: identity, name, what it is."""
