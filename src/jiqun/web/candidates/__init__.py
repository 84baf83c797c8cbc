"""Candidates of the kept run of discovery, for the officials of the place."""
