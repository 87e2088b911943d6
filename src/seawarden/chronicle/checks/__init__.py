"""Claims with years, counts or a cap, held against the occurrences."""
