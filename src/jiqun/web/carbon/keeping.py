"""Keep a firm's activity of a year, and let it take part in its county's sums, or no more."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.base.texts import read_text
from jiqun.exchange.carbon.activity import read_activity
from jiqun.web.accounts.offices import Doer
from jiqun.web.carbon.models import CarbonYear
from jiqun.web.events.chain import Deed, record
from jiqun.web.exchange.places import counties_near


def keep(said: Mapping[str, Any], name: str, doer: Doer) -> CarbonYear:
    """Keep what a firm burnt and bought in a year, beside what it said before.

    Raises
    ------
    Refused
        With everything wrong, or where nothing is said: then nothing is kept.
    """
    code = _firm(doer)
    called, problems = read_text(name, Where(field="name"), longest=100)
    activity, faults = read_activity(said)
    problems = [*errors_only(problems), *faults]
    parts = (activity.fuels, activity.electricity, activity.contracts, activity.heat)
    if not problems and all(part is None for part in parts):
        problems.append(Problem("carbon.nothing_said"))
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        before = CarbonYear.objects.select_for_update().filter(credit_code=code).first()
        kept = CarbonYear.objects.create(
            credit_code=code,
            name=called,
            year=activity.year,
            said=dict(said),
            shared=before.shared if before else False,
            county=before.county if before else "",
        )
        sealed = {"activity": canonical_text(dict(said))}
        record(
            Deed("keep_carbon", _subject(doer), doer.person, doer.office,
                 {"year": activity.year}, sealed)
        )  # fmt: skip
    return kept


def share(county: str, doer: Doer) -> None:
    """Let a firm's accounts be added up in a county's sums; an empty one stops that.

    Raises
    ------
    Refused
        Where its province has no such county (any has, of a firm of no province), or nothing is
        kept yet.
    """
    code = _firm(doer)
    if county and county not in counties_near(doer.reader):
        raise Refused([Problem("tiers.no_county")])
    with transaction.atomic():
        own = CarbonYear.objects.filter(credit_code=code)
        # The line forms here: a year being kept meanwhile is there when they are all written.
        if not list(own.select_for_update().values_list("pk")):
            raise Refused([Problem("carbon.nothing_kept")])
        own.update(shared=bool(county), county=county)
        verb = "share_carbon" if county else "stop_sharing_carbon"
        record(Deed(verb, _subject(doer), doer.person, doer.office, {"county": county}, {}))


def _firm(doer: Doer) -> str:
    code = doer.reader.credit_code
    if doer.reader.office is not Office.FIRM or not code:
        raise Refused([Problem("tiers.firms_only")])
    return code


def _subject(doer: Doer) -> str:
    return f"firm:{doer.reader.credit_code}"
