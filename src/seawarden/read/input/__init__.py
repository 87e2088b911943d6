"""Sources of bytes: files, archives, lines, reading ahead."""
