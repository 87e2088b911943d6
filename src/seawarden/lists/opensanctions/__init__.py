"""OpenSanctions' exports."""
