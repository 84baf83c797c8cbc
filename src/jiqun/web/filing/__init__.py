"""The yearly filing of a cluster, from opening a year to its release: the room of people's work."""
