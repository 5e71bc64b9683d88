"""Circles: which office of the FIA a tip goes to, and the directory that says so."""
