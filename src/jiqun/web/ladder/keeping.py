"""Keep a firm's assessment for the firm, and share its level with its county, or no more."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office
from jiqun.base.texts import read_text
from jiqun.exchange.maturity.answers import read_answers
from jiqun.exchange.maturity.stages import read_recorded
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.events.chain import Deed, record
from jiqun.web.ladder.models import Assessment, Stage


def keep(said: Mapping[str, Any], name: str, doer: Doer) -> Assessment:
    """Keep what a firm answers, beside what it answered before.

    Raises
    ------
    Refused
        Where an answer is none of the table's, or nothing is answered: then nothing is kept.
    """
    code = _firm(doer)
    called, problems = read_text(name, Where(field="name"), longest=100)
    answers, faults = read_answers(said)
    problems += faults
    if not problems and not answers.said and not answers.scenes:
        problems.append(Problem("digital.nothing_answered"))
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        before = Assessment.objects.select_for_update().filter(credit_code=code).first()
        kept = Assessment.objects.create(
            credit_code=code,
            name=called,
            year=answers.year,
            said=dict(said),
            shared=before.shared if before else False,
            county=before.county if before else "",
        )
        _record("digital_assess", doer, {"year": answers.year}, {"answers": canonical_text(said)})
    return kept


def record_stage(said: Mapping[str, str], doer: Doer) -> Stage:
    """Keep a stage of another standard that a firm records, beside those before.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    code = _firm(doer)
    found, problems = read_recorded(said, today())
    if problems or found.on is None:
        raise Refused([*problems])
    with transaction.atomic():
        before = Assessment.objects.select_for_update().filter(credit_code=code).first()
        kept = Stage.objects.create(
            credit_code=code,
            standard=found.standard,
            stage=found.stage,
            score=found.score,
            on=found.on,
            certificate=found.certificate,
            assessor=found.assessor,
            shared=before.shared if before else False,
            county=before.county if before else "",
        )
        sealed = {"stage": canonical_text(dict(said))}
        _record("record_stage", doer, {"standard": found.standard}, sealed)
    return kept


def share(county: str, doer: Doer) -> None:
    """Let a county see the firm's levels and stages; an empty one stops that.

    Raises
    ------
    Refused
        Where there is no such county, or nothing is kept yet.
    """
    if county and regions().county(county) is None:
        raise Refused([Problem("tiers.no_county")])
    with transaction.atomic():
        own = Assessment.objects.filter(credit_code=_firm(doer))
        # The line forms here: an answer being kept meanwhile is there when they are all written.
        if not list(own.select_for_update().values_list("pk")):
            raise Refused([Problem("digital.nothing_kept")])
        own.update(shared=bool(county), county=county)
        Stage.objects.filter(credit_code=_firm(doer)).update(shared=bool(county), county=county)
        verb = "share_digital_level" if county else "stop_sharing_level"
        _record(verb, doer, {"county": county})


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
