"""Draught changes, and those that happened at sea."""
