"""Floor 2: clusters, their perimeters, operators and rosters."""
