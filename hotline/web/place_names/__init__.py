"""The page of the names of places: words that no name fits, and names that people add."""
