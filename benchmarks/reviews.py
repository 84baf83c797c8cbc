"""What people do with recognitions after the list, as verbs that a site may be struck under."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from benchmarks.killed import Post
from benchmarks.placed import Steps
from benchmarks.verbs import agreed, doer_at, events_of

LISTED_ON = date(2025, 6, 2)
REVIEWED, OTHER = 2022, 2025
"""The batch whose review is due, and one that is still held."""
AT_ONCE = 3
"""Reviews that are opened by one step."""
UNTIL = date(2028, 12, 31)
"""To when a recognition of the reviewed batch is extended."""
ACCOUNT = {"account": "三年来稳步发展。", "targets": "产值目标已完成。"}
WAY = (
    ("prefecture", "endorse", ""),
    ("province", "pass_first_review", "逐条符合。"),
    ("province", "record_site_check", "厂房属实。"),
    ("authority", "start_review", ""),
)
"""From an account that is handed in to where the authority decides."""


class Reviews(Steps):
    """Reviews opened, passed and extended, and recognitions revoked, in turn."""

    TURNS = ("open", "pass", "extend", "revoke")
    ROUTES = frozenset({"open_reviews", "paper_act:reviews", "recognition_act"})
    DEEDS = frozenset(
        {
            *(f"review:{verb}" for verb in ("open", "pass", "extend")),
            *(f"recognition:{verb}" for verb in ("begin_review", "extend", "revoke")),
        }
    )

    def begin(self) -> list[Post]:
        """List clusters in every county, and lead each to where its step begins."""
        self.rows, self.reviews = list[list[Any]](), dict[int, Any]()
        return [self._post(number, case) for number, (_, case) in enumerate(self.places())]

    def _verb(self, number: int) -> str:
        return self.TURNS[number % len(self.TURNS)]

    def _post(self, number: int, case: Any) -> Post:
        verb = self._verb(number)
        batch = OTHER if verb == "revoke" else REVIEWED
        many = AT_ONCE if verb == "open" else 1
        rows = [listed_in(case, f"r{number}-{at}", batch) for at in range(many)]
        self.rows.append(rows)
        if verb == "open":
            chosen = urlencode([("recognition", row.pk) for row in rows])
            return Post(self.nations("").session, "/recognised/papers/open/", chosen)
        if verb == "revoke":
            proposed(rows[0])
            return self.nations(f"/recognised/{rows[0].pk}/revoke/", reason="情况属实。")
        review = self.reviews[number] = under_review(rows[0], passed=verb == "extend")
        return self.nations(f"/recognised/papers/reviews/{review.pk}/{verb}/", reason="同意。")

    def gather(self) -> None:
        """Read the events."""
        self.logged = {verb: events_of(verb) for verb in (*self.TURNS, "begin_review")}

    def done(self, number: int) -> bool | str:
        """Hold recognition, review and events against each other."""
        verb, signs = self._verb(number), list[bool]()
        for row in self.rows[number]:
            row.refresh_from_db()
            signs += self._opened(row) if verb == "open" else []
            signs += self._moved(row, verb) if verb in ("extend", "revoke") else []
        if (review := self.reviews.get(number)) is not None:
            review.refresh_from_db()
            wanted = {"pass": "on_notice", "extend": "extended"}[verb]
            signs += [review.state == wanted, self.logged[verb][review.subject] == 1]
        return agreed(*signs)

    def _opened(self, row: Any) -> list[bool]:
        opened = [review.subject for review in row.reviews.all()]
        logged = [self.logged["open"][subject] == 1 for subject in opened]
        begun = self.logged["begin_review"][row.subject] == 1
        return [row.state == "under_review", len(opened) == 1, begun, *logged]

    def _moved(self, row: Any, verb: str) -> list[bool]:
        changed = row.until == UNTIL if verb == "extend" else row.ended is not None
        wanted = {"extend": "valid", "revoke": "revoked"}[verb]
        return [row.state == wanted, changed, self.logged[verb][row.subject] == 1]


def listed_in(case: Any, cluster: str, batch: int) -> Any:
    """Return the recognition of a cluster in a filing case's county."""
    from tests.web.recognised.made import listed

    from jiqun.clusters import Profile

    return listed(
        Profile(cluster, f"集群{cluster}", (case.county,), "electronics"), LISTED_ON, batch
    )


def under_review(row: Any, *, passed: bool) -> Any:
    """Return a recognition's review where the authority decides, or where it was passed."""
    from jiqun.web.casework.moving import move
    from jiqun.web.recognised import papers, reviewing

    (review,) = reviewing.open_reviews([row], doer_at(row, "authority"))
    county = doer_at(review, "county")
    review = papers.write(move(review, "begin", county), ACCOUNT, county)
    review = reviewing.submit(review, county)
    for slot, verb, text in (*WAY, *((("authority", "pass", "同意。"),) if passed else ())):
        review = reviewing.step(review, verb, doer_at(review, slot), text)
    return review


def proposed(row: Any) -> None:
    """Propose to take a recognition away; its county is heard."""
    from jiqun.web.recognised.revoking import step

    ground = "larger_accident"
    row = step(row, "propose_revocation", doer_at(row, "province"), "发生较大事故。", ground)
    step(row, "state", doer_at(row, "county"), "已整改。", "")


VERBS = {"reviews": Reviews}
