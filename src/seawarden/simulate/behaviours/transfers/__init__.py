"""Ship-to-ship transfers: seen, half seen or unseen by AIS."""
