"""Floor 1: pure numerical functions of agglomeration, relatedness, complexity and inequality."""
