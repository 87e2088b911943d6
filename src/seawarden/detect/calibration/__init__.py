"""How often a detector was right on known truth: the curves, and where they are applied."""
