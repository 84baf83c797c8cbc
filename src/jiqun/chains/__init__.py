"""Floor 4: industry chains, firms placed on them, and what a county lacks."""
