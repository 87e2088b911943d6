"""The European Union's lists."""
