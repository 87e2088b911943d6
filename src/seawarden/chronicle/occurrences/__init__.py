"""Launches, tests, deployments, designations, talks: from tables and from texts."""
