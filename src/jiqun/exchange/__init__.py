"""What firms of a cluster offer, need and share with each other; no Django."""
