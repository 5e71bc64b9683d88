"""Places: which district of Pakistan a text names."""
