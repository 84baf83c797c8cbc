"""The search: whole matches first, few where the query is short, words where there is nothing."""

import pytest
from django.test import Client

from jiqun.web.explore.finding import Group, find


def titles(groups: list[Group]) -> dict[str, list[str]]:
    return {group.title.zh: [hit.title.zh for hit in group.hits] for group in groups}


def test_two_letters_find_what_they_begin_and_not_what_they_stand_within() -> None:
    found = find("hd", None)
    assert "邯郸市" in titles(found)["地区"]
    assert sum(group.total for group in found if group.title.zh == "国民经济行业") < 15


def test_two_letters_that_begin_nothing_are_looked_for_within() -> None:
    found = find("qj", None)
    assert found
    assert all(group.total for group in found)


@pytest.mark.parametrize(
    ("query", "first"),
    [("330106", "西湖区"), ("杭州市", "杭州市"), ("研发强度", "研发强度"), ("3432", None)],
)
def test_what_is_called_so_stands_before_what_holds_it(query: str, first: str | None) -> None:
    found = find(query, None)
    if first is None:
        assert found[0].title.zh == "国民经济行业"
    else:
        assert found[0].hits[0].title.zh == first


@pytest.mark.parametrize(
    ("prefix", "said"), [("", "没有找到与“xyzzy”"), ("/en", "Nothing answers “xyzzy”")]
)
def test_a_search_without_an_answer_says_so_and_where_to_begin(
    site: Client, prefix: str, said: str
) -> None:
    page = site.get(f"{prefix}/search/?q=xyzzy").content.decode()
    assert said in page
    assert f'href="{prefix}/regions/"' in page
