"""The practice phones in a browser: a telephone, handsets for texts, and scenarios to rehearse."""
