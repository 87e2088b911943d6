"""Contacts of a pair joined into runs, with their hulls."""
