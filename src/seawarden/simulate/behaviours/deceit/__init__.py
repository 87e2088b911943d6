"""Deceit: what a ship, or a transmitter on land, makes AIS show that is not so."""
