"""The digital ladder: a firm's answers held against the ministry's table of digital levels."""
