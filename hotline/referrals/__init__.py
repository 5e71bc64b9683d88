"""A tip on its way to the circle that must act on it."""
