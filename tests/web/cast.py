"""The cast: readers of every office, and how a request of a test says which of them it is."""

from django.http import HttpRequest, HttpResponse

from jiqun.base.readers import NATION, PUBLIC, Office, Reader, reader_named

CAST = {
    "public": PUBLIC,
    "county": reader_named("330106"),
    "neighbour": reader_named("330110"),
    "prefecture": reader_named("330100"),
    "province": reader_named("330000"),
    "nation": NATION,
    "agency": Reader(Office.AGENCY, clusters=frozenset({"real-2"})),
    "firm": Reader(Office.FIRM, credit_code="91330106MA2800000X"),
    "expert": Reader(Office.EXPERT, cases=frozenset({"case-1"})),
    "system": Reader(Office.SYSTEM),
    "security": Reader(Office.SECURITY),
    "audit": Reader(Office.AUDIT),
}
COOKIE = "sessionid"


def reader_of(request: HttpRequest) -> Reader:
    """Return who the session's cookie or the Authorization header names."""
    said = request.COOKIES.get(COOKIE) or request.headers.get("Authorization", "Cast public")
    return CAST.get(said.removeprefix("Cast "), PUBLIC)


def who(request: HttpRequest) -> str:
    """Return the name of who asks."""
    return next(name for name, reader in CAST.items() if reader == request.reader)  # type: ignore[attr-defined]  # set by Admission


class Signed:
    """Write into every page for whom it was made: innermost, so that a kept page shows it."""

    def __init__(self, get_response: object) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self._respond(request)  # type: ignore[operator]  # Django's protocol
        if response.status_code == 200 and not response.streaming:
            response.content += f"<!-- made for {who(request)} -->".encode()
        return response
