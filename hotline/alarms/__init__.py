"""What somebody must be told of at once, since otherwise a tip would wait unseen."""
