"""Ships that lie or sail together for innocent reasons: what a transfer must be told from."""
