"""The chronicle as pages, calendar, tables and lines on a terminal."""
