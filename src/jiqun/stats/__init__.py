"""Floor 1: pure numerical functions of agglomeration, relatedness, complexity and inequality.

Names are loaded when first used, so that importing this package costs nothing; pandas, SciPy
and Numba come in with the functions that need them.
"""

from importlib import import_module
from typing import Any

_MODULES = {
    "pivoting": ("pivot",),
    "quotients": (
        "location_quotient",
        "location_quotient_interval",
        "location_quotient_shrunk",
    ),
    "specialization": (
        "krugman_specialization",
        "hoover_specialization",
        "herfindahl_specialization",
        "gini_specialization",
        "hachman_index",
    ),
    "concentration": (
        "krugman_concentration",
        "hoover_concentration",
        "herfindahl_concentration",
        "gini_concentration",
        "locational_gini",
    ),
    "inequality": ("gini", "theil", "mean_log_deviation", "theil_decomposition"),
    "variety": ("entropy", "related_variety"),
    "growth": ("shift_share",),
    "dartboard": ("ellison_glaeser", "maurel_sedillot"),
    "colocation": ("coagglomeration",),
    "distance_density": ("duranton_overman", "duranton_overman_between"),
    "localization": ("duranton_overman_envelope", "duranton_overman_industries"),
    "neighbourhoods": ("marcon_puech", "marcon_puech_envelope"),
    "ripley": ("ripley_k", "ripley_k_envelope"),
    "second_order": ("pair_correlation", "diggle_chetwynd"),
    "relative_density": ("lang_marcon_puech",),
    "windows": ("rectangle", "polygon"),
    "product_space": (
        "specialized",
        "cooccurrence",
        "proximity",
        "relatedness",
        "relatedness_density",
    ),
    "capabilities": ("complexity", "EigengapWarning", "SignWarning"),
    "fitness": ("fitness_complexity", "FitnessWarning"),
    "sophistication": ("prody", "expy"),
    "pairs": ("CoordinatesWarning",),
    "envelopes": ("SimulationsWarning",),
    "diversification": ("growth_options", "place_similarity"),
    "cluster_definitions": (
        "benchmark_clusters",
        "validation_scores",
        "mean_linkage",
        "locational_correlation",
    ),
    "neighbour_places": ("nearest_neighbours", "distance_band", "contiguity"),
    "spatial_weights": ("IslandsWarning",),
    "spatial_autocorrelation": ("moran", "geary", "getis_ord"),
    "local_association": ("local_moran", "local_getis_ord"),
    "arguments": ("ArgumentRefused",),
    "citations": ("citation",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_HOME)  # noqa: PLE0605 - one table says what is public and where it lives


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'jiqun.stats' has no attribute {name!r}")
    value = getattr(import_module(f"jiqun.stats.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
