"""Positions: how they are written as points and sexagesimal texts, in which scale, and swapped."""
