"""Verbs killed at random moments: nothing is lost, nothing half passes for whole."""
