"""Where an aircraft may not go, and the shortest way round."""
