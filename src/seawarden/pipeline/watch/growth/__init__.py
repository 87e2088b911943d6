"""What a docket that grows takes from the run before: facts, lines, tracks of what is unchanged."""
