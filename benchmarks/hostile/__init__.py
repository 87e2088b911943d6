"""What strangers may send to make a watch slow or large, and what it costs."""
