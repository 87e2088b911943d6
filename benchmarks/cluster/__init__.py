"""The watch on a cluster: simulated traffic of any size, equality, and how it scales."""
