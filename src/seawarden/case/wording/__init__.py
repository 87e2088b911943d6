"""How a case is worded: grade, sentences, place, measures."""
