"""What an application begins with: the cluster, and everything that is known of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jiqun.base.codes import sector_of_industry
from jiqun.base.language import Bilingual
from jiqun.base.readers import Reader
from jiqun.clusters import Profile
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.dossier import Dossier
from jiqun.discovery.kept import is_current, kept_dossier, kept_run
from jiqun.discovery.output import row
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.filing.known import new_cluster
from jiqun.web.recognition.asked import ABOUT, FIRMS, Asked
from jiqun.web.recognition.describing import described, read_firms
from jiqun.web.recognition.known_cells import SOURCES, known_cells
from jiqun.web.recognition.models import Answer, Application, Call
from jiqun.web.recognition.subjects import NEW, Subject
from jiqun.workspace import Workspace


def profile_of(candidate: Candidate, *, demo: bool) -> tuple[Profile, dict[str, Any]]:
    """Return a candidate as a cluster that can apply, and the candidate for the application.

    Parameters
    ----------
    candidate
        A candidate with a rank.
    demo
        Whether the register it comes from is made up.
    """
    said = said_of(candidate)
    return (
        Profile(
            id=f"{candidate.county_code}-{candidate.industry_code}-{candidate.rank}",
            name=f"{said['county']}{candidate.label}产业集群",
            county_codes=(candidate.county_code,),
            sector=sector_of_industry(candidate.industry_code),
            industry=candidate.industry_code,
            demo=demo,
        ),
        said,
    )


def said_of(candidate: Candidate | None) -> dict[str, Any]:
    """Return a candidate as an application keeps it; nothing without one."""
    return {name: str(value) for name, value in row(candidate).items()} if candidate else {}


def dossier_of(
    candidate: Mapping[str, Any], workspace: Workspace, reader: Reader
) -> Dossier | None:
    """Return what discovery found of a candidate.

    Parameters
    ----------
    candidate
        As an application keeps it; empty for one that began without.
    workspace
        Where the run is kept.
    reader
        Who reads it.

    Returns
    -------
    Dossier or None
        None also outside what the reader covers, and where the register has changed since: its
        rows are no longer those of the run.
    """
    if not candidate or not reader.covers(candidate["county_code"]):
        return None
    run = kept_run(workspace.folder)
    if run is None or not is_current(workspace.folder, run):
        return None
    return kept_dossier(workspace.folder, run, int(candidate["rank"]))


def first_answers(
    asked: Asked,
    profile: Profile,
    candidate: Mapping[str, Any],
    workspace: Workspace,
    reader: Reader,
) -> dict[str, Answer]:
    """Return a cell for everything asked, filled in where a filing or a register says it.

    What is filled in has to be confirmed; what nobody states stays empty.
    """
    dossier = dossier_of(candidate, workspace, reader)
    where = (profile.id, profile.county_codes[0])
    figures = [(int(period), name) for period, name in asked.cells if period.isdigit()]
    cells = known_cells(*where, figures, workspace, reader, dossier)
    for name, (said, source) in described(profile, workspace, reader, dossier).items():
        cells[f"{ABOUT}.{name}"] = Answer(
            period=ABOUT, field=name, said=said, source=source, confirmed=not source
        )
    for period, name in asked.cells:
        cells.setdefault(f"{period}.{name}", Answer(period=period, field=name))
    return cells


def beginning_of(
    chosen: Subject,
    candidate: Candidate | None,
    said: Mapping[str, str],
    workspace: Workspace,
    reader: Reader,
    *,
    demo: bool,
) -> tuple[Profile, dict[str, Any]]:
    """Return the cluster that applies, and the candidate it begins with.

    Parameters
    ----------
    chosen
        What was chosen: a known cluster, a candidate, or a new one.
    candidate
        What discovery found of it, or None.
    said
        Of a new one ``name``, ``sector`` and ``industry``.
    workspace, reader
        What is known already, and who applies.
    demo
        Whether the installation's clusters are made up.

    Raises
    ------
    Refused
        Where a new cluster is not described well, or is known already.
    """
    if chosen.profile is not None:
        return chosen.profile, said_of(candidate)
    if chosen.candidate is not None:
        return profile_of(chosen.candidate, demo=demo)
    profile = {name: said.get(name, "").strip() for name in ("name", "sector", "industry")}
    named = {"id": _free_id(chosen.county), "county_codes": [chosen.county], "demo": demo}
    return new_cluster({**profile, **named}, workspace, reader).profile, said_of(candidate)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an application would begin with.

    Parameters
    ----------
    figures, of
        How many figures are known, and how many are asked.
    firms, source
        How many firms its list would have, and where the list is from; None without one.
    perimeter
        Its perimeter.
    """

    figures: int
    of: int
    firms: int
    source: Bilingual | None
    perimeter: str


def foreseen(
    chosen: Subject | None,
    candidate: Candidate | None,
    call: Call | None,
    workspace: Workspace,
    reader: Reader,
) -> Foreseen | None:
    """Return what an application would begin with; None of a new cluster, or without a call."""
    if chosen is None or call is None or chosen.key == NEW:
        return None
    profile = chosen.profile or (candidate and profile_of(candidate, demo=False)[0])
    if not profile:
        return None
    known = first_answers(call.asked_of, profile, said_of(candidate), workspace, reader)
    figures = [cell for cell in known.values() if cell.period.isdigit()]
    firms = known[f"{ABOUT}.{FIRMS}"]
    return Foreseen(
        sum(not cell.empty for cell in figures),
        len(figures),
        len(read_firms(firms.said)),
        SOURCES.get(firms.source),
        known[f"{ABOUT}.perimeter"].said,
    )


def alike(every: Iterable[Subject], chosen: Subject | None) -> list[Subject]:
    """Return the clusters that filed in a candidate's county and industry: perhaps the same."""
    if chosen is None or chosen.candidate is None or not chosen.candidate.industry_code:
        return []
    division = chosen.candidate.industry_code[:2]
    return [
        subject
        for subject in every
        if subject.profile is not None
        and subject.county == chosen.county
        and subject.profile.industry.startswith(division)
    ]


def _free_id(county: str) -> str:
    """Return an id no application has, for a cluster that a county describes."""
    with seen_whole():
        taken = set(
            Application.objects.filter(cluster__startswith=f"{county}-new-").values_list(
                "cluster", flat=True
            )
        )
    number = next(number for number in range(1, len(taken) + 2) if _id(county, number) not in taken)
    return _id(county, number)


def _id(county: str, number: int) -> str:
    return f"{county}-new-{number}"
