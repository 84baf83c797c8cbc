"""Floor 2: the cluster: its profile and recognition; its enterprises' size classes and tiers."""

from jiqun.clusters.profile import Profile, Stated, place_of, read_profile, stated_of
from jiqun.clusters.recognition import Recognition, Standing
from jiqun.clusters.size_classes import Size, is_sme, size_class
from jiqun.clusters.tiers import Tier, TierRules, Title, tier_on, tiers_held

__all__ = [
    "Profile",
    "Recognition",
    "Size",
    "Standing",
    "Stated",
    "Tier",
    "TierRules",
    "Title",
    "is_sme",
    "place_of",
    "read_profile",
    "size_class",
    "stated_of",
    "tier_on",
    "tiers_held",
]
