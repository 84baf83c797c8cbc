"""Recognition programmes: what each asks, with its numbers, dates, clauses and sources."""

from decimal import Decimal
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.definitions import every_indicator
from jiqun.base.errors import NotFound, Problem
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import LOCAL, Entered
from jiqun.base.units import amount
from jiqun.indicators.words import definition_words
from jiqun.policies import policies
from jiqun.rules import Programme, programmes
from jiqun.rules.checks import sources
from jiqun.rules.comparison import life_in_words
from jiqun.rules.history import history
from jiqun.rules.overview import full, overview
from jiqun.rules.sentences import article_words, entered_words, word
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page


@public
@kept_page()
def listed(request: HttpRequest) -> HttpResponse:
    """List the recognition programmes: rule files and the documents behind them."""
    documents = [policy for policy in policies().values() if policy.kind == "recognition_programme"]
    rules = [overview(programme) for programme in programmes().values()]
    return render(request, "explore/programmes.html.j2", {"documents": documents, "rules": rules})


@public
@kept_page()
def shown(request: HttpRequest, jurisdiction: str, name: str) -> HttpResponse:
    """Show one programme's criteria, numbers and procedure."""
    found = programmes().get(f"{jurisdiction}/{name}")
    if found is None:
        details = {"id": f"{jurisdiction}/{name}"}
        raise Http404(NotFound(Problem("web.no_programme", details=details)))
    return render(request, "explore/programme.html.j2", _context(found))


def _context(programme: Programme) -> dict[str, object]:
    said = full(programme)
    origins = {
        jurisdiction: next(
            other.title for other in programmes().values() if other.jurisdiction == jurisdiction
        )
        for jurisdiction in programme.chain
    } | {LOCAL: word("origins", LOCAL)}
    return {
        "programme": said,
        "sources": [(key, sources()[key]) for key in said["sources"]],
        "dimensions": [
            (word("dimensions", dimension), list(criteria))
            for dimension, criteria in groupby(
                said["criteria"], key=lambda criterion: criterion["dimension"]
            )
        ],
        "written": _written,
        "article": article_words,
        "defined": _defined,
        "entered": lambda said: entered_words(Entered.of(said)),
        "life": [(word("life", part), text) for part, text in life_in_words(programme).items()],
        "history": history(programme),
        "policy": policies().get(programme.policy or ""),
        "extended": programmes().get(programme.extends),
        "origins": origins,
        "where": {
            place: word("where", place)
            for place in {parameter["relaxed_in"] for parameter in said["parameters"].values()}
            if place
        },
    }


def _defined(figure: str) -> Bilingual:
    """Say how a criterion's figure is defined, in both languages."""
    entry = every_indicator()[figure]
    definition = entry.definition
    return Bilingual(
        f"{entry.title.zh} = {definition_words(definition, 'zh')}",
        f"{entry.title.en} = {definition_words(definition, 'en')}",
    )


def _written(number: str, unit: str) -> Bilingual:
    """Write a number with its unit in both languages."""
    return Bilingual(amount(Decimal(number), unit, "zh"), amount(Decimal(number), unit, "en"))
