"""Which tracks to fly: lattice, best walk, proven bound, legs."""
