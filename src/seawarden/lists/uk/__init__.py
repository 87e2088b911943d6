"""The United Kingdom's lists."""
