"""The first page: the newest figures, the map, and where to go on."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.codes import regions
from jiqun.base.names import region_name
from jiqun.clusters.recognised import batch_name, batches, recognised
from jiqun.publications.shown import shown
from jiqun.reports.outline import outline
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page


@public
@kept_page()
def home(request: HttpRequest) -> HttpResponse:
    """Show the newest vintage's main figures and the recognised clusters on the map."""
    newest = shelf().newest(reader_of(request))
    hero = []
    if newest is not None:
        nation = newest.at("nation", "CN")
        hero = [shown(newest, nation[name]) for name in outline().hero if name in nation]
    clusters = list(recognised().values())
    counted = Counter(cluster.batch for cluster in clusters)
    return render(
        request,
        "explore/home.html.j2",
        {
            "newest": newest,
            "hero": hero,
            "recognised": clusters,
            "batches": [(batch, batch_name(batch), counted[batch]) for batch in batches()],
            "sectors": [
                (*sector, count)
                for sector, count in Counter(
                    (cluster.sector_id, cluster.sector_name) for cluster in clusters
                ).most_common()
            ],
            "outline_names": {
                found.code: region_name(found.code).en for found in regions().provinces
            },
            "provinces": len({cluster.province_code for cluster in clusters}),
        },
    )
