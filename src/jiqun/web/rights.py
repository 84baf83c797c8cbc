"""Who may call a route: every route declares it, and one that does not is never answered.

``@public`` on a view or an operation of the API stamps it; ``jiqun.web.admission`` reads the stamp
before the view is called. What a reader then sees of the rows is decided by disclosure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from jiqun.base.readers import Office, Reader
from jiqun.web.routes import Answering, Route, routes

View = TypeVar("View", bound=Answering)
SAFE = ("GET", "HEAD")
STAMP = "right"


@dataclass(frozen=True, slots=True)
class Right:
    """A right to call a route, used as a decorator.

    Parameters
    ----------
    name
        For messages and tests.
    offices
        Who has it.
    methods
        What the route answers; everything else is 405.
    hidden
        Whether others are told that there is nothing (404) instead of that they may not (403).

    Examples
    --------
    >>> from jiqun.base.readers import NATION, PUBLIC
    >>> public.allows(PUBLIC), officials.allows(PUBLIC), officials.allows(NATION)
    (True, False, True)
    """

    name: str
    offices: frozenset[Office]
    methods: tuple[str, ...] = SAFE
    hidden: bool = False

    def __call__(self, view: View) -> View:
        """Stamp a view or an operation with the right."""
        setattr(view, STAMP, self)
        return view

    def allows(self, reader: Reader) -> bool:
        """Tell whether a reader has the right."""
        return reader.office in self.offices

    def taking(self, *methods: str) -> "Right":
        """Return the same right for a route that answers these methods."""
        return replace(self, methods=methods)


public = Right("public", frozenset(Office))
"""Everybody, signed in or not."""
officials = Right(
    "officials",
    frozenset({Office.NATION, Office.PROVINCE, Office.PREFECTURE, Office.COUNTY}),
)
"""The offices of nation, province, prefecture and county."""
reviewers = Right("reviewers", frozenset({Office.NATION, Office.PROVINCE, Office.PREFECTURE}))
"""The offices that look at what a county submits."""
filers = Right("filers", frozenset({Office.COUNTY, Office.AGENCY}))
"""The offices that fill a filing in."""
openers = Right("openers", frozenset({Office.NATION, Office.PROVINCE}))
"""The offices that open and release a year."""
firms = Right("firms", frozenset({Office.FIRM}))
"""Firms, which fill in their own line of a list."""
responders = Right("responders", frozenset({Office.COUNTY, Office.PROVINCE}))
"""A cluster's county and province, which say what is done about findings."""
counties = Right("counties", frozenset({Office.COUNTY}))
"""Counties alone."""
self_checkers = Right("self_checkers", firms.offices | counties.offices)
"""Firms, which check themselves, and counties, which try it for a firm of theirs."""
traders = Right("traders", firms.offices | counties.offices)
"""Firms, which share and book, and counties, which settle what they dispute."""
providers = Right("providers", firms.offices | {Office.AGENCY})
"""Firms and promotion agencies, which offer digital solutions and services."""
solution_parties = Right("solution_parties", providers.offices | {Office.COUNTY, Office.PROVINCE})
"""Who offers a digital solution or services, and the offices that look at that."""
request_parties = Right("request_parties", providers.offices | counties.offices)
"""Who asks for a solution or service, who offers it, and counties, which settle disputes."""
posers = Right("posers", providers.offices | counties.offices)
"""Who poses a challenge: firms, promotion agencies and counties."""
challenge_parties = Right("challenge_parties", posers.offices | {Office.PROVINCE})
"""Who poses a challenge, who would solve it, and who holds a share of its key."""
conveners = Right("conveners", responders.offices)
"""Counties and provinces, which put the panel of a challenge together."""
sharers = Right("sharers", officials.offices | providers.offices)
"""Who reads data by a grant, whose data they are, and the offices that settle their disputes."""
deciders = Right("deciders", sharers.offices)
"""Who takes part in a promotion body: its agency, its members, and the offices above."""
deciding_offices = Right("deciding_offices", officials.offices | {Office.AGENCY})
"""The agency of a promotion body, and the offices above."""
agencies = Right("agencies", frozenset({Office.AGENCY}))
"""Promotion agencies alone."""
parties = Right("parties", reviewers.offices | filers.offices)
"""Everybody who takes part in a filing."""
experts = Right("experts", frozenset({Office.EXPERT}))
"""Experts, each for what they judge."""
readers_of_applications = Right("readers_of_applications", parties.offices | experts.offices)
"""Everybody who takes part in an application, or judges one."""
readers_of_evidence = Right("readers_of_evidence", officials.offices | experts.offices)
"""The offices on an application's path and its experts: a promotion agency reads no evidence."""
judging = Right("judging", openers.offices | experts.offices)
"""Experts, and the offices that invite them."""
managers = Right("managers", parties.offices | {Office.SYSTEM, Office.SECURITY})
"""Offices that invite others, each inside what it covers; security consents, and ends offices."""
consenters = Right("consenters", frozenset({Office.SECURITY}))
"""The security administrators, who consent to what system administrators give."""
auditors = Right("auditors", frozenset({Office.AUDIT}))
"""The audit administrators."""


def right_of(function: Answering) -> Right | None:
    """Return the right a view or an operation declares; None where it declares none."""
    found = getattr(function, STAMP, None)
    return found if isinstance(found, Right) else None


def may_open(name: str, reader: Reader) -> bool:
    """Tell whether a reader may open the page of a name, so that no link leads to a refusal.

    Parameters
    ----------
    name
        Of the page's route, as :func:`django.urls.reverse` takes it.
    reader
        Who would follow the link.
    """
    return any(right.allows(reader) for right in _rights_named().get(name, ()))


@cache
def _rights_named() -> Mapping[str, tuple[Right, ...]]:
    """Return the rights of pages by the names of their routes: read once, for pages ask often."""
    found: dict[str, tuple[Right, ...]] = {}
    for page in routes():
        if (right := right_of(page.callback)) is not None:
            found[page.name] = (*found.get(page.name, ()), right)
    return found


def undeclared(every: Iterable[Route] | None = None) -> list[Route]:
    """Return the routes of which a function declares no right."""
    return [
        route
        for route in (routes() if every is None else every)
        if not all(right_of(function) for function in route.functions)
    ]


def check_declared(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Tell Django's system check of every route without a right."""
    del app_configs
    return [
        Error(
            f"the route {route.pattern} declares no right",
            hint="decorate its view with a right of jiqun.web.rights, such as @public",
            id="jiqun.E001",
        )
        for route in undeclared()
    ]


def refuse_undeclared() -> None:
    """Refuse to start a site with a route that declares no right.

    Raises
    ------
    ImproperlyConfigured
        Naming every such route.
    """
    found = undeclared()
    if found:
        named = ", ".join(route.pattern for route in found)
        raise ImproperlyConfigured(f"these routes declare no right: {named}")
