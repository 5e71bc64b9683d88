"""The prompt studio: recordings of the prompts made by people, checked, kept for ever, published and taken back."""
