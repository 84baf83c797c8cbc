"""What panels of experts share, whatever they judge: who they are, their ties, their sheets."""
