"""Forms in which a moment is written beside ISO 8601: words, counts since some day."""
