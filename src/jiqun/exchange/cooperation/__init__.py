"""Joint projects of large and small firms and institutes: their text, records and results."""
