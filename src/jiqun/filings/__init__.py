"""Floor 3: a form, filled in, becomes a checked and accepted submission."""
