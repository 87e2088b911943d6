"""The words by which speakers, offices and speech are recognised."""
