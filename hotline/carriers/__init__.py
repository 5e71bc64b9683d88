"""The carriers: each folder turns one carrier's words into ours, and our turns into its format."""
