"""Damaged inputs for every reader: none ends in a fault, hangs, or loses a line of the account."""
