"""Closing a year of the exchange: its outcomes become a submission of a form of their own."""
