"""What the room after the list shows."""
