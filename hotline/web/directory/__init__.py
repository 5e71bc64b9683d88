"""The directory in the console: every office, a draft of changes that is tried and published, who changed what."""
