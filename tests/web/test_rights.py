"""Every route declares who may call it, and only they are answered."""

import re
import runpy
from collections.abc import Iterator

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.test.utils import override_settings
from tests.web.cast import CAST, COOKIE
from tests.web.samples import address

from jiqun.base.readers import Office, Reader
from jiqun.web.rights import officials, public, refuse_undeclared, right_of, undeclared
from jiqun.web.routes import Route, routes

OF_AUTHORITY = ("/opinions/", "/panel/", "/ranking/", "/objections/<int:number>/")
"""Routes of a call's authority, or of an expert."""
OF_PARTIES = (
    "/exchange/solutions/requests/",
    "/exchange/byproducts/links/",
    "/services/requests/",
    "/services/vouchers/",
    "/governance/",
)
"""Rooms whose things only their parties see: the cast's county, agency and firm are parties."""
SIGNED = re.compile("<!-- made for (.*?) -->")
TURNS = (
    ("county", {"HTTP_COOKIE": f"{COOKIE}=county"}),
    ("province", {"HTTP_AUTHORIZATION": "Cast province"}),
    ("public", {}),
    ("neighbour", {"HTTP_COOKIE": f"{COOKIE}=neighbour"}),
    ("public", {}),
)
"""Readers in turn: with a session, with a header, with neither, another session, neither."""


@pytest.fixture
def desks(cast_site: Client) -> Iterator[Client]:
    """Visit a site that has routes for officials, and one that declares nothing."""
    with override_settings(ROOT_URLCONF="tests.web.addresses"):
        yield Client()


def as_reader(name: str) -> dict[str, str]:
    return {"HTTP_COOKIE": f"{COOKIE}={name}"} if name != "public" else {}


def test_every_route_declares_its_right() -> None:
    assert [route.pattern for route in undeclared()] == []
    assert len(routes()) >= 35


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.pattern)
def test_the_cast_is_answered_by_the_right_a_route_declares(
    cast_site: Client, route: Route
) -> None:
    (function,) = route.functions
    right = right_of(function)
    assert right is not None, f"{route.pattern} declares no right"
    reads = "GET" in right.methods
    ask = cast_site.get if reads else cast_site.post
    for name, reader in CAST.items():
        status = ask(address(route), **as_reader(name)).status_code
        refused = 404 if right.hidden else 403
        if not right.allows(reader):
            assert status == refused, name
        elif is_of_nothing(route, reader) or is_of_no_part(route, reader):
            assert status == 404, name
        else:
            answered = (200,) if reads and not leads_on(route) else (302, 409, 422)
            assert status in answered or is_own(route), name


def leads_on(route: Route) -> bool:
    """Tell whether a page leads to another one: a draft's form, to the call once it is issued."""
    return route.name == "call_amend"


def is_of_nothing(route: Route, reader: Reader) -> bool:
    """Tell whether a route leads to nothing for a reader: another's case or county, or a candidate.

    A workspace without a register has no candidates.
    """
    of_a_case = (
        route.name == "plan_ahead"
        or "<str:cluster>" in route.pattern
        or "/recognition/<int" in route.pattern
    )
    of_a_case |= bool(
        re.match("/recognised/(<int:number>/<|<int:number>/b|papers/<)", route.pattern)
    )
    if reader.office is Office.COUNTY and route.pattern.startswith("/exchange/slots/"):
        return "<int" in route.pattern and not reader.sees_cluster("", "330106")
    elsewhere = not reader.sees_cluster("real-2", "330106") and not reader.cases
    if re.match("/exchange/challenges/<int:number>/(open|sealed|relay)", route.pattern):
        return elsewhere  # of the holders of its key
    if route.name in ("challenge_plan_remove", "challenge_panel", "challenge_part"):
        convenes = route.name == "challenge_plan_remove" or reader.office is Office.COUNTY
        return elsewhere or not convenes
    if re.match("/exchange/challenges/<int:number>/(files|enclosed|<int:place>)/", route.pattern):
        of_the_county = reader.office is Office.COUNTY and not elsewhere
        return reader.office is not Office.FIRM and not of_the_county
    if route.name == "cooperation_act" or (
        "<int" in route.pattern and route.pattern.startswith(OF_PARTIES)
    ):
        return elsewhere and reader.office is not Office.FIRM
    of_the_authority = any(part in route.pattern for part in OF_AUTHORITY)
    not_theirs = reader.office is not Office.NATION and not reader.cases
    return (
        (of_a_case and elsewhere)
        or (of_the_authority and not_theirs)
        or "<int:rank>" in route.pattern
    )


def is_of_no_part(route: Route, reader: Reader) -> bool:
    """Tell whether a reader has no part in a grant, or no share of a ballot's key."""
    if re.match("/governance/motions/<int:number>/(open/|sealed)", route.pattern):
        return reader.office not in (Office.AGENCY, Office.PROVINCE, Office.FIRM)
    return is_of_no_grant(route, reader)


def is_of_no_grant(route: Route, reader: Reader) -> bool:
    """Tell whether a reader has no part in a grant: data are for who reads by it alone."""
    if not route.pattern.startswith("/exchange/grants/<int"):
        return False
    if "/data" in route.pattern or "/tokens/" in route.pattern:
        return reader.office is not Office.AGENCY
    of_the_county = reader.office is Office.COUNTY and reader.covers("330106")
    return reader.office not in (Office.AGENCY, Office.FIRM) and not of_the_county


def is_own(route: Route) -> bool:
    """Tell whether a route is about the account that is signed in, which the cast has not."""
    return route.pattern.startswith("/accounts/")


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.pattern)
def test_nobody_gets_another_s_page(cast_site: Client, route: Route) -> None:
    tags = set()
    for name, headers in TURNS:
        answer = Client().get(address(route), **headers)  # a browser of its own each time
        assert set(SIGNED.findall(answer.content.decode(errors="replace"))) <= {name}
        if name == "public" and is_kept(route):
            tags.add(answer.headers["ETag"])
            assert answer.headers["Cache-Control"] == "public, no-cache"
            assert {"Cookie", "Authorization"} <= set(answer.headers["Vary"].split(", "))
        else:
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert "ETag" not in answer.headers
    assert len(tags) == is_kept(route)
    for _, headers in TURNS[:2]:
        answer = Client().get(address(route), **headers, HTTP_IF_NONE_MATCH=", ".join({*tags, "*"}))
        assert answer.status_code != 304


def is_kept(route: Route) -> bool:
    return hasattr(route.functions[0], "kept_by")


def test_a_known_reader_is_answered_anew_without_cookie_or_header(site: Client) -> None:
    site.get("/sectors/")
    with override_settings(JIQUN_READER_OF="tests.web.test_rights.the_nation"):
        answer = Client().get("/sectors/")
    assert answer.headers["Cache-Control"] == "private, no-store"


def the_nation(request: object) -> object:
    return CAST["nation"]


@pytest.mark.parametrize("cookie", ["csrftoken=x", "lang=zh; theme=dark", "sessionid="])
def test_any_cookie_but_the_language_s_is_somebody(site: Client, cookie: str) -> None:
    answer = site.get("/about/", HTTP_COOKIE=cookie)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    assert site.get("/about/", HTTP_COOKIE="lang=zh").headers["ETag"]


def test_an_authorization_header_is_somebody_even_if_nobody_knows_whom(site: Client) -> None:
    tag = site.get("/about/").headers["ETag"]
    said = {"HTTP_AUTHORIZATION": "Bearer unknown", "HTTP_IF_NONE_MATCH": tag}
    answer = site.get("/about/", **said)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("name", CAST)
def test_only_officials_reach_an_official_s_route(desks: Client, name: str) -> None:
    answer = desks.get("/desk/", **as_reader(name))
    official = CAST[name].office in (
        Office.NATION,
        Office.PROVINCE,
        Office.PREFECTURE,
        Office.COUNTY,
    )
    assert answer.status_code == (200 if official else 403)
    if not official:
        assert "这一页不对您开放" in answer.content.decode()
        english = desks.get("/en/desk/", **as_reader(name)).content.decode()
        assert "this page is not open to you" in english


def test_a_hidden_route_is_not_there_for_others(desks: Client) -> None:
    from dataclasses import replace

    from tests.web import addresses

    hidden = replace(officials, hidden=True)
    try:
        hidden(addresses.desk)
        assert desks.get("/desk/").status_code == 404
        assert desks.get("/desk/", **as_reader("county")).status_code == 200
    finally:
        officials(addresses.desk)


def test_a_route_without_a_right_is_never_answered(desks: Client) -> None:
    for name in CAST:
        assert desks.get("/forgotten/", **as_reader(name)).status_code == 404


def test_a_site_with_a_route_without_a_right_does_not_start(desks: Client) -> None:
    with pytest.raises(ImproperlyConfigured, match="/forgotten/"):
        refuse_undeclared()
    assert [found.id for found in run_checks() if not found.is_silenced()] == ["jiqun.E001"]


def test_the_application_does_not_start_with_a_route_without_a_right(desks: Client) -> None:
    with pytest.raises(ImproperlyConfigured, match="/forgotten/"):
        runpy.run_module("jiqun.web.wsgi")


def test_a_route_takes_the_methods_it_declares(desks: Client) -> None:
    county = as_reader("county")
    assert desks.post("/drafts/", **county).content.startswith(b"POST")
    answer = desks.put("/drafts/", **county)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST, HEAD")


def test_the_right_of_everybody_is_everybody_s() -> None:
    assert all(public.allows(reader) for reader in CAST.values())
