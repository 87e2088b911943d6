"""Parts of `spoofing`: one way of lying about a position a file."""
