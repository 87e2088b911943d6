"""Late data supersedes events and cases and says why."""
