"""One matcher for every market: needs held against offers, with weights that are published."""
