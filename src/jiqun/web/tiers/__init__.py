"""Tiers of firms: a firm checks itself, keeps it for itself, and shares it where it wants to."""
