"""Find a firm by its name or a part of it: among those whose name the reader may know anyway.

These are firms that let their data be found, the other sides of one's own grants as they call
themselves, and the accepted lists of the clusters an office sees. That a firm is not found tells
nothing of it; neither does that it is, but for what stands beside its name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jiqun.base.language import Bilingual
from jiqun.base.names import initials, pinyin
from jiqun.base.readers import Office, Reader
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.search import Findable
from jiqun.web.accounts.offices import Doer
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters
from jiqun.web.grants.models import DataCard, Grant

MOST_FOUND = 20
SHOWS = Bilingual("公开了数据名片", "shows a card of its data")
BEFORE = Bilingual("与贵单位有过授权", "granted or read data with you before")
LISTED = Bilingual("在贵单位可见的集群名单中", "on a cluster's list that you see")


@dataclass(frozen=True, slots=True)
class FoundFirm:
    """A firm: its credit code, what it is called, and from where the reader may know it."""

    code: str
    name: str
    known: Bilingual


def find_firms(said: str, reader: Reader) -> list[FoundFirm]:
    """Return the firms a reader may know that go by a name, the nearest first.

    Parameters
    ----------
    said
        A name or a part of it, its pinyin or initials, or the beginning of a credit code; of
        nothing nothing is found.
    reader
        Who asks.
    """
    query = " ".join(said.split())
    if not query:
        return []
    found: dict[str, tuple[int, FoundFirm]] = {}
    by_letters = any(word.isascii() for word in query.split())  # pinyin of every name takes time
    for firm in _known_to(reader):
        latin = (pinyin(firm.name), initials(firm.name)) if by_letters else ()
        words = Findable(firm.name, (*latin, firm.code.lower()))
        if firm.code not in found and words.answers(query):
            found[firm.code] = (words.closeness(query), firm)
    ordered = sorted(found.values(), key=lambda near: (near[0], near[1].name, near[1].code))
    return [firm for _, firm in ordered[:MOST_FOUND]]


def _known_to(reader: Reader) -> Iterator[FoundFirm]:
    own = reader.credit_code
    cards = DataCard.objects.for_reader(reader).filter(shown=True).exclude(firm=own)
    for code, name in cards.values_list("firm", "name"):
        yield FoundFirm(code, name, SHOWS)
    for row in Grant.objects.for_reader(reader):
        yield from _sides(row, reader)
    if reader.office is Office.FIRM:
        return
    workspace = shelf().workspace
    clusters = [known.profile.id for known in known_clusters(workspace, reader)]
    for firms in RosterStore(workspace).firms_of(clusters).values():
        for firm in firms:
            yield FoundFirm(firm.credit_code, firm.name, LISTED)


def _sides(row: Grant, reader: Reader) -> Iterator[FoundFirm]:
    """Yield the other side of a grant, as it calls itself to the reader."""
    party = Doer(reader).party
    if (row.reader_office, row.reader_of) == (str(party.office), party.of) and row.firm_name:
        yield FoundFirm(row.firm, row.firm_name, BEFORE)
    if row.firm == reader.credit_code and row.reader_office == Office.FIRM and row.reader_name:
        yield FoundFirm(row.reader_of, row.reader_name, BEFORE)
