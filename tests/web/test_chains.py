"""Chains on the site: each with its picture and table, and led to from a recognised cluster."""

import pytest
from django.test import Client

from jiqun.chains.loading import chains


def text_of(site: Client, path: str) -> str:
    return site.get(path).content.decode()


@pytest.mark.parametrize("name", sorted(chains()))
def test_every_chain_is_shown_with_its_picture_and_all_its_links(site: Client, name: str) -> None:
    page, chain = text_of(site, f"/chains/{name}/"), chains()[name]
    assert page.count("<svg") >= 1
    for node in chain.nodes:
        assert page.count(node.title.zh) >= 2  # in the picture and in the table
    assert page.count('<span class="tag">关键环节</span>') == len(chain.core)


def test_the_list_leads_to_every_chain(site: Client) -> None:
    page = text_of(site, "/chains/")
    assert all(f"/chains/{name}/" in page for name in chains())


def test_a_recognised_cluster_leads_to_the_chain_of_its_industry(site: Client) -> None:
    assert "/chains/cranes/" in text_of(site, "/clusters/410783-mqsqzjx/")


def test_a_chain_nobody_knows_says_where_all_are(site: Client) -> None:
    answer = site.get("/chains/none/")
    assert answer.status_code == 404
    assert "产业链图谱" in answer.content.decode()
