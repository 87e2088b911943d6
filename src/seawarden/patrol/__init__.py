"""The patrol loop: where to fly, what was seen, and where to fly next; see docs/patrol.md."""
