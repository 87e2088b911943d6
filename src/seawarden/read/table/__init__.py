"""A table of any kind: which column is what, times, statics, reports."""
