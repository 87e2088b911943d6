"""Lists of other States: one list a file."""
