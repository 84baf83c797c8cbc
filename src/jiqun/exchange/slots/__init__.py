"""Machines, workshops, testing and storage shared by the slot: calendars, prices, terms, use."""
