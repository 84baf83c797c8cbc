"""Floor 6: figures become a page a person reads and a file a program reads."""
