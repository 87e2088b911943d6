"""Evidence for and against a case, and the innocent explanations."""
