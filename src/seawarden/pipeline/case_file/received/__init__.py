"""Packages received from other units: taken into a docket, matched with its cases, named."""
