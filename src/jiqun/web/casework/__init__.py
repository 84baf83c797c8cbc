"""What every room where people work shares: cases with parties, turns, deadlines and rights."""
