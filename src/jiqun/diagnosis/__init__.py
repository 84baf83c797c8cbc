"""Floor 5: where a place stands among its peers."""
