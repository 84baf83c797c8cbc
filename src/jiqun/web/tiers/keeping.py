"""Keep a firm's answers for the firm, and share how close it is with its county, or no more."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office
from jiqun.base.texts import read_text
from jiqun.clusters.firm_form import read_firm
from jiqun.web.accounts.offices import Doer
from jiqun.web.events.chain import Deed, record
from jiqun.web.tiers.models import FirmAnswer


def keep(said: Mapping[str, Any], name: str, doer: Doer) -> FirmAnswer:
    """Keep what a firm answers, for itself.

    Raises
    ------
    Refused
        Where an answer is none of the form's: then nothing is kept.
    """
    called, problems = read_text(name, Where(field="name"), longest=100)
    problems += read_firm(said)[1]
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        kept, _ = FirmAnswer.objects.update_or_create(
            credit_code=_firm(doer), defaults={"said": dict(said), "name": called}
        )
        secret = {"answers": canonical_text(said)}
        _record("self_check", doer, {"year": said["year"]}, secret)
    return kept


def share(county: str, doer: Doer) -> FirmAnswer:
    """Let a county see how close the firm is; an empty one stops that.

    Raises
    ------
    Refused
        Where there is no such county, or nothing is kept yet.
    """
    if county and regions().county(county) is None:
        raise Refused([Problem("tiers.no_county")])
    with transaction.atomic():
        own = FirmAnswer.objects.select_for_update().filter(credit_code=_firm(doer)).first()
        if own is None:
            raise Refused([Problem("tiers.nothing_kept")])
        own.shared, own.county = bool(county), county
        own.save()
        _record("share_self_check" if county else "stop_sharing", doer, {"county": county})
    return own


def _firm(doer: Doer) -> str:
    code = doer.reader.credit_code
    if doer.reader.office is not Office.FIRM or not code:
        raise Refused([Problem("tiers.firms_only")])
    return code


def _record(
    verb: str, doer: Doer, said: Mapping[str, Any], secret: Mapping[str, str] | None = None
) -> None:
    subject = f"firm:{doer.reader.credit_code}"
    record(Deed(verb, subject, doer.person, doer.office, said, secret or {}))
