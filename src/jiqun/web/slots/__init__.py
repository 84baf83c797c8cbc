"""Slots that firms offer each other: machines, workshops, testing, storage."""
