"""While tests run, nothing is reached but this machine."""
