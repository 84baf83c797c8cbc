"""What every template can say: texts in the reader's language, addresses, numbers."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from jiqun.base.language import Bilingual, Lang
from jiqun.base.names import place_name
from jiqun.base.readers import PUBLIC, Office
from jiqun.base.units import symbol
from jiqun.exchange.wording import yuan
from jiqun.web.accounts.offices import office_title
from jiqun.web.languages import address_in, language_of
from jiqun.web.rights import (
    auditors,
    deciders,
    experts,
    filers,
    firms,
    managers,
    officials,
    openers,
    parties,
    reviewers,
)

HAN = re.compile("([\u3400-\u9fff，。；：、（）“”]+)")
"""A run of Chinese words."""


def environment(**options: Any) -> Environment:
    """Return Jinja's environment for Django's backend."""
    made = Environment(  # noqa: S701  # Django's backend switches autoescape on in the options
        trim_blocks=True, lstrip_blocks=True, **options
    )
    made.globals.update(
        static=static,
        url=_url,
        say=_say,
        words=_words,
        headed=_headed,
        unit=_unit,
        chinese=_chinese,
        mixed=_mixed,
        place=place_name,
        yuan=_yuan,
    )
    return made


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Return what every page's context holds."""
    from jiqun.web.explore.shelf import shelf

    path = request.path_info
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    other: Lang = "zh" if language_of(request) == "en" else "en"
    return {
        "lang": language_of(request),
        "path": path,
        "other_language": address_in(path, other)
        + (query or "?")
        + f"{'&' if query else ''}lang={other}",
        "demonstration": shelf().demonstration,
        "person": getattr(request, "person", None),
        "reader_offices": _offices(request),
        **_ended(request),
    }


def _ended(request: HttpRequest) -> dict[str, Any]:
    """Return the office that ended while its holder was signed in, and those held still."""
    ended, person = getattr(request, "ended", None), getattr(request, "person", None)
    if ended is None or person is None:
        return {}
    held = person.memberships.standing()
    title = office_title(Office(ended.office), ended.of)
    others = [(other.pk, office_title(Office(other.office), other.of)) for other in held]
    return {"office_ended": title, "offices_held": others}


def _offices(request: HttpRequest) -> dict[str, bool]:
    """Return which rooms of people a reader is led to."""
    reader = getattr(request, "reader", PUBLIC)
    return {
        right.name: right.allows(reader)
        for right in (
            officials,
            parties,
            reviewers,
            openers,
            managers,
            auditors,
            deciders,
            firms,
            experts,
            filers,
        )
    }


@pass_context
def _say(context: Context, zh: str, en: str) -> str:
    """Return one of two texts: the page's language decides."""
    return zh if context.get("lang", "zh") == "zh" else en


@pass_context
def _words(context: Context, texts: Any) -> str:
    """Return a catalogue's text in the page's language."""
    lang: Lang = context.get("lang", "zh")
    if isinstance(texts, Bilingual):
        return texts.in_(lang)
    return str(texts[lang])


@pass_context
def _headed(context: Context, texts: Any) -> str:
    """Return a catalogue's text with a capital, as a button or a heading begins."""
    said = _words(context, texts)
    return said[:1].upper() + said[1:]


@pass_context
def _unit(context: Context, unit: str) -> str:
    """Return how a unit is written in the page's language."""
    return symbol(unit).in_(context.get("lang", "zh"))


@pass_context
def _yuan(context: Context, amount: Decimal) -> str:
    """Return an amount of money in the page's language: 12,000 and 0.50, alike in every room."""
    return _say(context, f"{yuan(amount)} 元", f"CNY {yuan(amount)}")


@pass_context
def _chinese(context: Context, text: str) -> Markup:
    """Return a Chinese text, marked as such on an English page."""
    if not text or context.get("lang", "zh") == "zh":
        return escape(text)
    return Markup('<span lang="zh-Hans">{}</span>').format(text)


@pass_context
def _mixed(context: Context, texts: Bilingual) -> Markup:
    """Return a text in the page's language; Chinese words of an English one are marked as such."""
    parts = HAN.split(_words(context, texts))
    return Markup("").join(
        _chinese(context, part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def _url(name: str, *args: Any) -> str:
    """Return an address under the prefix of the request's language."""
    return _address(get_script_prefix(), settings.ROOT_URLCONF, name, args)


@lru_cache(maxsize=8192)
def _address(prefix: str, routes: str, name: str, args: tuple[Any, ...]) -> str:
    """Look an address up once: a page has hundreds, most of them every page's."""
    del prefix, routes
    return str(reverse(name, args=args))
