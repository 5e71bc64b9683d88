"""A call from the first ring to the hang-up, and what was said in it."""
