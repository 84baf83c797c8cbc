"""Public services: providers and what they offer, requests of firms, and what came of them."""
