"""The map of the directory, where each district is a dot, and the question who gets a tip."""
