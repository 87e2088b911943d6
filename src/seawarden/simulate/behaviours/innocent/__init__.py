"""Innocent cases that look like a breach: the ten hard cases."""
