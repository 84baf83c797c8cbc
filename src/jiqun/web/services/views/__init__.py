"""Pages of the room of services."""
