"""Filed cells: a secret field of a single cluster is shown to those who see the cluster in full."""

from jiqun.base.readers import Reader
from jiqun.disclosure.secrecy import field_is_secret


def sees_cell(field: str, cluster_id: str, county_code: str, reader: Reader) -> bool:
    """Tell whether a reader may see what a cluster filed in a field, or how it was revised.

    Parameters
    ----------
    field
        The field's id.
    cluster_id, county_code
        The cluster, and the county that files for it.
    reader
        Who reads.

    Examples
    --------
    >>> from jiqun.base.readers import PUBLIC, reader_named
    >>> sees_cell("output_total", "demo-001", "330106", PUBLIC)
    False
    >>> sees_cell("output_total", "demo-001", "330106", reader_named("330000"))
    True
    >>> sees_cell("enterprises_total", "demo-001", "330106", PUBLIC)
    True
    """
    return not field_is_secret(field) or reader.sees_cluster(cluster_id, county_code)
