"""Floor 1: the analytical store of submissions and vintages."""
