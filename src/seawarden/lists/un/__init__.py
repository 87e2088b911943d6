"""The United Nations' lists."""
