"""In which of three ways a text is written: Urdu script, Roman Urdu, English."""
