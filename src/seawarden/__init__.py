"""Seawarden watches the sea for breaches of UN Security Council sanctions."""

__version__ = "0.1.0"
