"""Which addresses a group of the harness posts to, and which deeds it holds against the log."""

from collections.abc import Iterable

KINDS = (
    ("/recognition/calls/", "call"),
    ("/recognition/opinions/", "opinion"),
    ("/recognition/objections/", "objection"),
    ("/recognition/expert/", "expert"),
    ("/recognition/", "application"),
    ("/recognised/papers/reports/", "change_report"),
    ("/recognised/papers/reviews/", "review"),
    ("/recognised/papers/appeals/", "appeal"),
    ("/recognised/{row.pk}/begin/reports/", "change_report"),
    ("/recognised/{row.pk}/begin/appeals/", "appeal"),
    ("/recognised/", "recognition"),
    ("/tiers/", "firm"),
    ("/exchange/digital/", "firm"),
    ("/exchange/carbon/", "firm"),
    ("/exchange/byproducts/links/", "byproduct_deal"),
    ("/exchange/byproducts/{row.pk}/ask/", "byproduct_deal"),
    ("/exchange/byproducts/", "byproduct"),
    ("/exchange/closing/", "closing"),
    ("/exchange/slots/bookings/", "booking"),
    ("/exchange/slots/", "offer"),
    ("/exchange/challenges/plan/", "plan"),
    ("/exchange/challenges/{row.pk}/propose/", "proposal"),
    ("/exchange/challenges/{row.pk}/withdraw/", "proposal"),
    ("/exchange/challenges/{row.pk}/prove/", "proposal"),
    ("/exchange/challenges/{row.challenge_id}/", "proposal_review"),
    ("/exchange/challenges/", "challenge"),
    ("/exchange/cooperation/card/", "card"),
    ("/exchange/cooperation/{row.pk}/join/", "partner"),
    ("/exchange/cooperation/", "cooperation"),
    ("/exchange/grants/readings/", "firm"),
    ("/exchange/grants/wants/{row.pk}/answer/", "grant"),
    ("/exchange/grants/wants/", "data_want"),
    ("/exchange/grants/card/", "data_card"),
    ("/exchange/grants/", "grant"),
    ("/services/providers/{row.pk}/offer/", "service"),
    ("/services/providers/", "service_provider"),
    ("/services/vouchers/funds/{row.pk}/issue/", "voucher"),
    ("/services/vouchers/funds/{row.fund_id}/expire/", "voucher"),
    ("/services/vouchers/", "voucher_fund"),
    ("/services/requests/", "service_request"),
    ("/services/{row.pk}/ask/", "service_request"),
    ("/services/", "service"),
    ("/exchange/solutions/requests/", "solution_request"),
    ("/exchange/solutions/{row.pk}/ask/", "solution_request"),
    ("/exchange/solutions/", "solution"),
    ("/governance/members/", "member"),
    ("/governance/motions/", "motion"),
    ("/governance/meetings/", "meeting"),
    ("/governance/{row.pk}/meetings/", "meeting"),
    ("/governance/draws/", "draw"),
    ("/governance/{row.pk}/draws/", "draw"),
    ("/governance/{row.pk}/move/", "motion"),
    ("/governance/", "body"),
    ("/filings/hand-over/", "application"),
)
"""How an address begins, and the kind of subject the log names there; the first that fits."""


def kind_at(path: str) -> str:
    """Return the kind of subject the log names where something is posted.

    Examples
    --------
    >>> kind_at("/recognition/calls/{row.pk}/papers/"), kind_at("/tiers/share/")
    ('call', 'firm')
    """
    return next(kind for start, kind in KINDS if path.startswith(start))


def route_at(path: str) -> str:
    """Return the name of the route an address belongs to, with the kind of paper it says.

    Parameters
    ----------
    path
        The address; wants Django set up.
    """
    from django.urls import resolve

    found = resolve(path)
    return ":".join(name for name in (found.url_name, found.kwargs.get("kind")) if name)


def unlike(deeds: Iterable[str], wanted: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return what the log has and nobody looks for, and what it lacks.

    Parameters
    ----------
    deeds
        What the log has of a run, each as ``application:submit``.
    wanted
        What has to be there.
    known
        What may be there.

    Examples
    --------
    >>> unlike(["call:issue"], ["call:issue", "call:close"], ["call:issue", "call:close"])
    ['never in the log: call:close']
    """
    there = frozenset(deeds)
    return [
        *(f"in the log, and nothing looks for it: {deed}" for deed in sorted(there - {*known})),
        *(f"never in the log: {deed}" for deed in sorted({*wanted} - there)),
    ]
