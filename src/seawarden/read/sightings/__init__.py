"""Sightings: what radar satellites, cameras and crews saw."""

from .reader import Sightings, read

__all__ = ["Sightings", "read"]
