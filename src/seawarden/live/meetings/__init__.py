"""Open meetings: stages, converging ships, what was announced, and the look at every tick."""
