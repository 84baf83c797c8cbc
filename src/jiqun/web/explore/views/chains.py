"""Industry chains: which there are, and the map of each with its table."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from jiqun.base.errors import NotFound, Problem
from jiqun.base.language import Lang
from jiqun.chains.chain import STAGES, Chain
from jiqun.chains.loading import chains
from jiqun.chains.picture import ChainPicture
from jiqun.clusters.recognised import Recognised, recognised
from jiqun.web.languages import language_of
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page


@public
@kept_page()
def listed(request: HttpRequest) -> HttpResponse:
    """List the chains with their size and the recognised clusters of each."""
    found = [(chain, clusters_of(chain)) for chain in chains().values()]
    return render(request, "explore/chains.html.j2", {"chains": found})


@public
@kept_page()
def shown(request: HttpRequest, id: str) -> HttpResponse:
    """Show one chain: its picture, and the same as a table with sources."""
    chain = chains().get(id)
    if chain is None:
        raise Http404(NotFound(Problem("web.no_chain", details={"id": id})))
    return render(
        request,
        "explore/chain.html.j2",
        {
            "chain": chain,
            "drawing": drawing_of(chain, language_of(request)),
            "stages": [(STAGES[stage], chain.of_stage(stage)) for stage in STAGES],
            "feeds": {
                node.id: [link for link in chain.links if link.start == node.id]
                for node in chain.nodes
            },
            "clusters": clusters_of(chain),
        },
    )


def clusters_of(chain: Chain) -> list[Recognised]:
    """Return the recognised clusters of a chain's lead industry."""
    return [recognised()[cluster] for cluster in chain.clusters]


def chain_of(cluster: str) -> Chain | None:
    """Return the chain of a recognised cluster's lead industry, where one is mapped."""
    return next((chain for chain in chains().values() if cluster in chain.clusters), None)


def drawing_of(chain: Chain | None, lang: Lang) -> Markup:
    """Return the picture of a chain; nothing where none is mapped."""
    if chain is None:
        return Markup()
    return Markup(ChainPicture.of(chain).svg(lang))  # noqa: S704  # pictures escape their texts
