"""What is secret of a single cluster or firm: fields by their forms, figures by their fields."""

from jiqun.base.definitions import Indicator, indicators
from jiqun.base.forms import CONFIDENTIAL, Sensitivity, families, raised
from jiqun.base.own_catalogue import per_catalogue


def field_is_secret(name: str) -> bool:
    """Tell whether a field's numbers are withheld of single clusters and small groups.

    A field is secret where any version of any form says so, and where no form knows it.

    Parameters
    ----------
    name
        A field's id.

    Examples
    --------
    >>> field_is_secret("output_total"), field_is_secret("enterprises_total")
    (True, False)
    >>> field_is_secret("a_field_nobody_declared")
    True
    """
    return _fields().get(name, CONFIDENTIAL) == CONFIDENTIAL


def indicator_is_secret(entry: Indicator) -> bool:
    """Tell whether an indicator is made from anything secret; its tags may raise it only.

    Parameters
    ----------
    entry
        Of the catalogue.

    Examples
    --------
    >>> indicator_is_secret(indicators()["rd_intensity"])
    True
    >>> indicator_is_secret(indicators()["roadmap_cluster_share"])
    False
    """
    return bool(entry.tags) or any(field_is_secret(name) for name in entry.definition.fields)


@per_catalogue
def secret_figures() -> frozenset[str]:
    """Return the ids of figures made from anything secret, read once."""
    return frozenset(entry.figure for entry in indicators().values() if indicator_is_secret(entry))


@per_catalogue
def _fields() -> dict[str, Sensitivity]:
    """Return every field of every form, confidential where any version is, read once."""
    found: dict[str, Sensitivity] = {}
    for forms in families().values():
        for name, field in forms.fields.items():
            found[name] = raised(field.sensitivity, found.get(name, field.sensitivity))
    return found
