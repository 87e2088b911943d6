"""Benchmarks: each prints its own figures; `python -m benchmarks` runs them all."""
