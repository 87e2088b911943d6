"""Stops without a partner: loitering at sea, calls at ports."""
