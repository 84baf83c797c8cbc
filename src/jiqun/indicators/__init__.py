"""Floor 3: catalogue definitions and accepted cells become figures."""
