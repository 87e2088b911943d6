"""From a file or feed to the documents in it: one format a file."""
