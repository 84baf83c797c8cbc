"""Floor 5: what a county could grow into, how crowded that is, how alike others are."""
