"""Vintages and the catalogue, shown to everybody; nothing here writes."""
