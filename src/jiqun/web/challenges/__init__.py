"""Challenges (揭榜挂帅): published, answered under seal, opened by two of three, decided."""
