"""Rows of text out of JSON, workbooks and tables without a header."""
