"""Floor 0: words everything else is written in (codes, units, quantities, errors, catalogue files)."""
