"""Where ships move: lanes, harbours, open ocean, tide."""
