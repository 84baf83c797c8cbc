"""What outsiders are told of a project: written anew with every step that may change it."""

from jiqun.web.cooperation.models import AGREED, IN, Notice, Partner, Project

RUNNING = ("under_way", "finished")
"""States of which what all agreed to tell is told."""


def tell_outside(row: Project) -> None:
    """Write what everybody may read of a project, or take it away.

    While it is being agreed, that is the need its lead posts; later what all partners agreed to.
    A dispute or an end takes it away: nobody agreed to tell of those.
    """
    if row.state == "proposed" and row.posted:
        _write(row, row.need, [], is_need=True)
    elif row.state in RUNNING and row.said_outside and all_agreed(row):
        partners = row.partners.filter(state=AGREED).values_list("name", flat=True)
        _write(row, row.said_outside, list(partners) if row.named else [], is_need=False)
    else:
        Notice.objects.filter(project=row).delete()


def all_agreed(row: Project) -> bool:
    """Tell whether every partner who takes part agreed to the text as it is."""
    versions = Partner.objects.filter(project=row, state__in=IN).values_list("version", flat=True)
    return all(version == row.version for version in versions)


def _write(row: Project, text: str, names: list[str], *, is_need: bool) -> None:
    said = {
        "is_need": is_need,
        "kind": row.kind,
        "title": row.title,
        "text": text,
        "industry": row.industry,
        "county": row.county,
        "names": names,
        "lead": row.lead,
        "state": row.state,
    }
    Notice.objects.update_or_create(project=row, defaults=said)
