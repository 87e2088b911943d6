"""Editions: who may see what of a package, what is said of it, and writing it."""
