"""Two worlds that differ only in a neighbour's unreleased work look the same to a filer.

Whatever a page or the interface says to a filer (rows, counts, totals, sort orders, suggestions,
problems beside a field) must be the same, word for word, before and after the neighbour drafts,
submits, is asked, adds files, is returned, and is accepted.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.made import values_of
from tests.web.people import doer, signed_in, the_case
from tests.web.samples import address

from jiqun.web.casework import deadlines
from jiqun.web.filing import accepting, questions
from jiqun.web.filing.evidence import attach
from jiqun.web.filing.models import Case, Cell
from jiqun.web.filing.moving import move, submit
from jiqun.web.rights import right_of
from jiqun.web.routes import routes
from jiqun.workspace import Workspace, release

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
ASKED = (
    "/filings/?year=2023", "/filings/?q=two", "/filings/?q=集群", "/filings/?state=submitted",
    "/filings/?state=accepted", "/filings/?overdue=1", "/search/?q=two", "/search/?q=集群",
    "/clusters/?q=集群&tab=filed", "/api/v1/clusters?kind=filed",
    "/filings/one/2023/?only=warnings", "/accounts/people/",
)  # fmt: skip
WHOLES = ("output_total", "employment")
"""Numbers that other numbers are parts of."""
UNSTEADY = ("/metrics", "/healthz")


def paths() -> Iterator[str]:
    """Yield an address of every route that can be read, about the reader's own case."""
    for route in routes():
        right = right_of(route.functions[0])
        path = address(route).replace("real-2", "one").replace("real-1", "one")
        if right is not None and "GET" in right.methods and path not in UNSTEADY:
            yield path
    yield from ASKED


def world(client: Client) -> dict[str, tuple[int, str]]:
    """Return everything the site says to somebody."""
    seen = {}
    for path in paths():
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        packed = path.endswith((".xlsx", ".zip", ".docx", ".pptx", ".pdf"))
        text = "" if packed else TOKEN.sub(r"\1", body.decode(errors="replace"))
        seen[path] = (answer.status_code, text)
    return seen


# --- what the neighbour does ---


def drafts(workspace: Workspace, factor: int) -> None:
    """Fill in every cell, with numbers unlike anybody's."""
    del workspace
    case = the_case("two")
    if "begin" in case.standing.verbs_for(doer("neighbour").party):
        move(case, "begin", doer("neighbour"))
    for name, said in values_of(2023).items():
        text = str(said).lower() if isinstance(said, bool) else str(said)
        text = str(Decimal(text) * factor) if name in WHOLES else text
        Cell.objects.filter(case=case, period="values", field=name).update(said=text, status="")
    Cell.objects.filter(case=case).update(confirmed=True)


def adds_files(workspace: Workspace, factor: int) -> None:
    del workspace
    for number in range(factor):
        file = SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.7 " + bytes([number]))
        attach(the_case("two"), file, doer("neighbour"))


def has_longer(workspace: Workspace, factor: int) -> None:
    del workspace
    deadlines.extend(the_case("two"), "filing", 10 + factor, "洪水", doer("province"))


def submits(workspace: Workspace, factor: int) -> None:
    del factor
    submit(the_case("two"), workspace, doer("neighbour"))


def is_asked(workspace: Workspace, factor: int) -> None:
    del workspace
    for number in range(factor):
        questions.ask(the_case("two"), "values.exports", f"{number}?", doer("prefecture"))


def is_returned(workspace: Workspace, factor: int) -> None:
    del workspace, factor
    move(the_case("two"), "return", doer("prefecture"), "再核", ["exports"])


def is_accepted(workspace: Workspace, factor: int) -> None:
    submits(workspace, factor)
    for login in ("prefecture", "province"):
        move(the_case("two"), "endorse", doer(login))
    accepting.accept(the_case("two"), workspace, doer("nation"))


def is_gone(workspace: Workspace, factor: int) -> None:
    del workspace, factor
    Case.objects.filter(cluster="two").delete()


YEAR_ROUND = (
    drafts, adds_files, has_longer, submits, is_asked, is_returned, is_accepted, is_gone,
)  # fmt: skip


@pytest.fixture
def released(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return an installation whose last year is out; editions are made in this process."""
    from jiqun.publications import contents, making

    monkeypatch.setattr(making, "made_apart", lambda source, what, _: contents.make(source, what))
    release(office, 2022)
    return office


def test_whatever_a_neighbour_does_through_the_year_shows_nowhere_to_a_filer(
    released: Workspace,
) -> None:
    client = signed_in("county")
    before = world(client)
    for deed in YEAR_ROUND:
        deed(released, 3)
        now = world(client)
        told = {path for path in before if before[path] != now[path]}
        assert (deed.__name__, told) == (deed.__name__, set())


@pytest.mark.parametrize("login", ["agency", "public"])
def test_what_was_accepted_and_not_released_shows_nowhere_to_others(
    released: Workspace, login: str
) -> None:
    client = Client() if login == "public" else signed_in(login)
    before = world(client)
    for deed in YEAR_ROUND[:-1]:
        deed(released, 3)
    now = world(client)
    assert {path for path in before if before[path] != now[path]} == set()
