"""Circular links: by-products and wants of firms, and what becomes of them."""
