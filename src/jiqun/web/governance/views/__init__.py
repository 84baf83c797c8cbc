"""Pages of the promotion body."""
