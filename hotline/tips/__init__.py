"""What a caller or texter told us, and what we make of it."""
