"""Layouts of tables that are published: one publisher a file."""
