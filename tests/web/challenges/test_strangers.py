"""A stranger reads every page in both languages while proposals are sealed: none tells of them."""

import re

import pytest
from django.test import Client
from tests.web.challenges.sealed import Enclosed, Sealed
from tests.web.challenges.test_challenges import (
    OTHER,
    OWNER,
    PAGE,
    SOLVER,
    firms,
    posted,
    published,
)
from tests.web.people import signed_in

from jiqun.web.challenges.models import Challenge

__all__ = ["firms"]
OFFICES = ("nation", "province", "prefecture", "county", "agency", "neighbour")
PAGES = ("", "{0}/", "{0}/propose/", "{0}/open/", "{0}/sealed.json", "{0}/relay/", "{0}/panel/",
         "{0}/review/", "{0}/files/1/", "{0}/enclosed/1/", "plan/", "new/")  # fmt: skip
OUTSIDE = ("/exchange/", "/accounts/", "/")
TOKEN = re.compile(r"csrfmiddlewaretoken\" value=\"[^\"]+\"|nonce=\"[^\"]+\"|nonce-[^\"]+")


def readers(firms: dict[str, Client]) -> dict[str, Client]:
    """Return everybody but who proposes."""
    others = {login: signed_in(login) for login in OFFICES}
    return {"public": Client(), "owner": firms["owner"], "other": firms["other"], **others}


def answers(everybody: dict[str, Client], row: Challenge) -> dict[tuple[str, str], tuple[int, str]]:
    """Return what everybody reads everywhere in both languages."""
    paths = [f"{PAGE}{page.format(row.pk)}" for page in PAGES] + [*OUTSIDE]
    found = {}
    for path in (*paths, *(f"/en{path}" for path in paths)):
        for login, client in everybody.items():
            answer = client.get(path)
            text = TOKEN.sub("", answer.content.decode()) if not answer.streaming else ""
            found[login, path] = (answer.status_code, text)
    return found


@pytest.mark.parametrize("sent", [1, 2])
def test_no_page_differs_by_what_was_proposed(firms: dict[str, Client], sent: int) -> None:
    row = published(firms["owner"], criteria="指标 | 100", experts="3")
    everybody = readers(firms)
    if sent == 2:
        everybody.pop("other")
    before = answers(everybody, row)
    assert len({status for status, _ in before.values()}) > 1
    posted(firms["solver"], f"{row.pk}/propose/", **Sealed().posted)
    if sent == 2:
        bound = f"jiqun-challenge-files/1|{row.pk}|{OTHER}|{row.key}"
        enclosed = Enclosed(bound, {"a.pdf": b"%PDF-1.7"})
        said = {**Sealed(enclosed=enclosed.opens).posted, "enclosed": enclosed.posted}
        posted(firms["other"], f"{row.pk}/propose/", **said)
    after = answers(everybody, row)
    assert [key for key, said in after.items() if said != before[key]] == []
    for _, text in after.values():
        assert SOLVER not in text
    posted(firms["solver"], f"{row.pk}/withdraw/")
    withdrawn = answers(everybody, row)
    assert [key for key, said in withdrawn.items() if said != before[key]] == []


def test_no_firm_is_told_that_a_challenge_is_full(firms: dict[str, Client]) -> None:
    row = published(firms["owner"])
    for number in range(120):
        row.proposals.create(
            solver=f"91330110MA28{number:05}9", envelope={}, at="2026-01-01T00:00:00Z"
        )
    posted(firms["solver"], f"{row.pk}/propose/", **Sealed().posted)
    assert row.proposals.filter(solver=SOLVER, state="sealed").exists()
    assert OWNER != OTHER
