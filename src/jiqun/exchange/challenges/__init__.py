"""Challenges (揭榜挂帅): what is asked for, how proposals are sealed, and what comes of them."""
