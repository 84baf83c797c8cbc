"""What an installation demands of kinds of office, by its settings."""

from django.core.exceptions import ImproperlyConfigured

from jiqun.base.readers import Office

KINDS = frozenset(Office) - {Office.PUBLIC}


def offices_named(setting: str, said: str) -> frozenset[Office]:
    """Return the kinds of office a setting names, separated by commas; ``all`` is every one.

    Raises
    ------
    ImproperlyConfigured
        Where one of them is none: a demand misspelt would be a demand not made.

    Examples
    --------
    >>> sorted(offices_named("X", "audit, nation"))
    [<Office.AUDIT: 'audit'>, <Office.NATION: 'nation'>]
    >>> offices_named("X", "all") == KINDS, offices_named("X", "")
    (True, frozenset())
    """
    names = {name.strip() for name in said.split(",")} - {""}
    if names == {"all"}:
        return KINDS
    if unknown := names - KINDS:
        known = ", ".join(sorted(KINDS))
        raise ImproperlyConfigured(f"{setting}: {', '.join(sorted(unknown))}? There are {known}")
    return frozenset(map(Office, names))
