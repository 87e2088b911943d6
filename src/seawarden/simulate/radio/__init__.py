"""What is transmitted, what is received, and what is false."""
