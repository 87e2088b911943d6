"""The pages that are written, the targets on them, and whether a page still says the same."""
