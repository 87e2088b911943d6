"""Parts of `identity`: one kind of contradiction a file."""
