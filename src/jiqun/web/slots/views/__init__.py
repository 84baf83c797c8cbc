"""Pages of the room of slots."""
