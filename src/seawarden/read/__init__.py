"""Readers: one format a file. A reader turns a stream of bytes into `Batch`es, in file order."""
