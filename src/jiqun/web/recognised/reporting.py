"""Report a major change, and take note of it: then the register says how it is now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction

from jiqun.base.codes import industries, regions, sector_of_industry
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.language import Bilingual
from jiqun.base.names import industry_name, place_name
from jiqun.base.texts import read_text
from jiqun.clusters import Profile
from jiqun.recognition.watch import MATTERS as WATCHED
from jiqun.recognition.watch import Report
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import locked, move
from jiqun.web.casework.telling import told
from jiqun.web.events.chain import Deed, record
from jiqun.web.posted import day_in
from jiqun.web.recognised import papers
from jiqun.web.recognised.models import MATTERS, ChangeReport, Recognition

ENTER = "enter"
"""How the log tells that the register says something else of a cluster."""
NAMES = ("name", "operator")
"""Matters whose new state is a name: one line, and no longer than a register can show."""
LONGEST_NAME = 100


def begin(recognition: Recognition, matter: str, doer: Doer) -> ChangeReport:
    """Begin to report a change.

    Raises
    ------
    Refused
        Where nothing of that kind has to be reported, or it is not the doer's to report.
    """
    if matter not in MATTERS:
        raise Refused([Problem("recognised.no_matter")])
    was = stated(Profile.of(recognition.profile), matter)
    report = ChangeReport(matter=matter, was=was)
    return papers.begin(report, recognition, doer)


def stated(profile: Profile, matter: str) -> str:
    """Return how a profile states a matter, as a report writes it."""
    if matter == "perimeter":
        return ", ".join(profile.county_codes)
    return {"lead_industry": profile.industry, "operator": profile.operator}.get(
        matter, profile.name
    )


def in_words(matter: str, said: str) -> Bilingual:
    """Return how a matter stands as people read it: codes with what they stand for.

    Examples
    --------
    >>> in_words("lead_industry", "39").zh
    '39 计算机、通信和其他电子设备制造业'
    >>> in_words("perimeter", "330106, 330110").zh
    '330106 浙江省杭州市西湖区、330110 浙江省杭州市余杭区'
    >>> in_words("operator", "某中心").zh
    '某中心'
    """
    named = {"lead_industry": industry_name, "perimeter": place_name}.get(matter)
    codes = codes_in(said)
    if named is None or not codes:
        return Bilingual(said, said)
    words = [(code, named(code)) for code in codes]
    return Bilingual(
        "、".join(f"{code} {name.zh}" for code, name in words),
        "; ".join(f"{code} {name.en}" for code, name in words),
    )


def submit(report: ChangeReport, doer: Doer) -> ChangeReport:
    """Hand a report in.

    Raises
    ------
    Refused
        With everything wrong with it: a day that is none or has not come, codes nobody knows.
    """
    with transaction.atomic():
        report = locked(report)  # what is checked is what is handed in
        papers.refuse_closed(report, doer)
        problems = report.faults() or [*_day_faults(report), *_code_faults(report)]
        if problems:
            raise Refused(problems)
        return papers.hand_in(report, "submit", doer)


def take_note(report: ChangeReport, doer: Doer) -> ChangeReport:
    """Take note of a reported change: the recognition's own profile says it from then on.

    The log tells of both: the step of the report, and what the register says of the cluster now.
    Where a later change of the same matter was taken note of before, the register stays as it is.

    Raises
    ------
    Refused
        Where it is not the doer's to take note of now.
    """
    with transaction.atomic():
        report = move(report, "record", doer, said={"matter": report.matter})
        row = locked(report.recognition)
        if _overtaken(report, row):
            return report
        profile = _changed(Profile.of(row.profile), report.matter, report.handed["now"])
        row.profile = profile.record()
        row.perimeter = "".join(f" {code}" for code in profile.county_codes)
        row.save(update_fields=["profile", "perimeter"])
        entered = told(row, ["profile", "perimeter"])
        said = {"report": report.subject, **entered.said}
        record(Deed(ENTER, row.subject, doer.person, doer.office, said, entered.sealed))
    return report


def _overtaken(report: ChangeReport, row: Recognition) -> bool:
    """Tell whether the register says of the same matter what came after this change."""
    same = ChangeReport.objects.filter(recognition=row, matter=report.matter, state="recorded")
    days = [day_of(other.handed) for other in same.exclude(pk=report.pk)]
    changed = day_of(report.handed)
    return any(changed is not None and day is not None and day > changed for day in days)


def reports_of(recognition: Recognition) -> list[Report]:
    """Return the changes that were handed in, as the watch takes them."""
    return watched_of(ChangeReport.objects.filter(recognition=recognition))


def watched_of(reports: Iterable[ChangeReport]) -> list[Report]:
    """Return those of some reports that were handed in, as the watch takes them."""
    return [
        Report(report.matter, changed, report.handed_on)
        for report in reports
        if report.handed_on is not None
        and report.state != "dropped"
        and report.matter in WATCHED
        and (changed := day_of(report.handed)) is not None
    ]


def day_of(said: dict[str, str]) -> date | None:
    """Return the day a change took place, as its report says it; None where it says none."""
    return day_in(said.get("changed", ""), "changed")


def _day_faults(report: ChangeReport) -> list[Problem]:
    faults: list[Problem] = []
    day = day_in(report.said.get("changed", ""), "changed", faults)
    if not faults and (day is None or day > today()):
        faults.append(Problem("recognised.no_change_day", Where(field="changed")))
    return faults


def _code_faults(report: ChangeReport) -> list[Problem]:
    now, place = report.said["now"], Where(field="now")
    if report.matter in NAMES:
        return errors_only(read_text(now, place, longest=LONGEST_NAME)[1])
    if report.matter == "lead_industry" and now not in industries():
        return [Problem("recognised.no_industry", place, {"code": now})]
    if report.matter == "perimeter":
        codes = codes_in(now)
        unknown = [code for code in codes if regions().county(code) is None]
        if unknown or report.county not in codes:
            details = {"codes": ", ".join(unknown) or "-", "county": report.county}
            return [Problem("recognised.no_perimeter", place, details)]
    return []


def codes_in(text: str) -> list[str]:
    """Return the codes of a list, each once.

    Examples
    --------
    >>> codes_in("330106， 330105、330106")
    ['330106', '330105']
    """
    for mark in "，、;；":
        text = text.replace(mark, ",")
    return list(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))


def _changed(profile: Profile, matter: str, now: str) -> Profile:
    if matter == "perimeter":
        own, codes = profile.county_codes[0], codes_in(now)
        return replace(profile, county_codes=(own, *(code for code in codes if code != own)))
    if matter == "lead_industry":
        return replace(profile, industry=now, sector=sector_of_industry(now))
    if matter == "operator":
        return replace(profile, operator=now)
    return replace(profile, name=now)
