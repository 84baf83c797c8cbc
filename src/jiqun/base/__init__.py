"""Floor 0: what everything else is written in: codes, units, quantities, errors, files."""
