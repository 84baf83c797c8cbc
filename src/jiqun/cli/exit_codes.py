"""The codes the command leaves with."""

DONE, OUR_FAULT, REFUSED, NOT_FOUND = 0, 1, 2, 3
MACHINE = OUR_FAULT
"""Nothing is wrong with the input: the same command works elsewhere, or later."""
