"""Pages of circular links."""
