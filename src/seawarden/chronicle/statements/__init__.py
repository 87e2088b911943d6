"""Who said what in a document: quotation marks, speakers, verbs of saying."""
