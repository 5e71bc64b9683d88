"""What is asked, in which words, and where each answer leads, for the phone and for text messages alike."""
