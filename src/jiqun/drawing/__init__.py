"""Floor 0: marks, colours and axes, and pictures of curves, spots and rankings made of them."""
