"""Texts that come in, and the words that go out."""
