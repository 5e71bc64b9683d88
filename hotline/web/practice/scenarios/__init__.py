"""Scenarios to rehearse a call by: who calls, what they do, and what the hotline should have recorded of it."""
