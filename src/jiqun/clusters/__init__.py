"""Floor 2: the cluster: its name, perimeter, sector, operator; what a filing says of it."""

from jiqun.clusters.profile import Profile, place_of, read_profile

__all__ = ["Profile", "place_of", "read_profile"]
