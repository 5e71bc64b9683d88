"""What kind of tip a text is, and how urgent: by lists of words that can be read, each answer with its reasons."""
