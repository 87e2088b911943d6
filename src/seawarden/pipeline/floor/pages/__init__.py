"""What each page of the watch floor shows, and what is exported of it: one page a file."""
