"""The earth as distances take it: a sphere."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""
