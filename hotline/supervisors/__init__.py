"""The people who answer for the calls: how they sign in, and what they have looked at."""
