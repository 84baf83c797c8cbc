"""Measure, never a test: each script prints a median and a ratio to a limit or a peer."""
