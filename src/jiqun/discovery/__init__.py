"""Floor 4: enterprises become ranked candidate clusters."""
