"""The HTTP edge: doors, webhooks, console."""
