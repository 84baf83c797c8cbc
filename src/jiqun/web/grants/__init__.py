"""Data sharing: readings that firms keep, and grants by which others read a field of them."""
