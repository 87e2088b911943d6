"""Sources of bytes: files, archives, lines, prefetching."""
