"""Findings of the clusters an office covers, what can be done, and what was done about them."""
