"""Data sharing: a firm grants a named purpose a named field of its readings for a named time."""
