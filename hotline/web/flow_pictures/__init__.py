"""The flows as pictures: every flow drawn from its own data, with how many callers leave at each step."""
