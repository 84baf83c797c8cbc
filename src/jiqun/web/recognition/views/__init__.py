"""What the recognition room shows."""
