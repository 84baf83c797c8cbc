"""What offices responded between two vintages: measures taken, findings dismissed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from jiqun.workspace.responses import Response

Change = Literal["new", "amended", "gone"]
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ResponseChange:
    """A response that one of two vintages has otherwise than the other.

    Parameters
    ----------
    change
        ``new`` in the newer, ``amended`` there, or ``gone`` from it: withdrawn or taken back.
    before, after
        What stood in the older and in the newer; None where it did not.
    """

    change: Change
    before: Response | None
    after: Response | None

    @property
    def response(self) -> Response:
        """What stands, or what stood last."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  # one of them is there
        return found

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        response = self.response
        return {
            "cluster": response.cluster,
            "kind": response.kind,
            "change": self.change,
            "office": response.office,
            "on": response.on,
            "before": None if self.before is None else dict(self.before.said),
            "after": None if self.after is None else dict(self.after.said),
        }


def response_changes(older: Iterable[Response], newer: Iterable[Response]) -> list[ResponseChange]:
    """Return what changed from one vintage's responses to another's, by cluster and number.

    Parameters
    ----------
    older, newer
        What stood in each.

    Examples
    --------
    >>> first = Response("c1", "taken", {"measure": "cloud_move"}, "330106", "2023-01-01", about=1)
    >>> [changed.change for changed in response_changes([], [first])]
    ['new']
    >>> response_changes([first], [first])
    []
    """
    before, after = _by_number(older), _by_number(newer)
    found = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            found.append(ResponseChange("new" if was is None else "gone", was, now))
        elif was.said != now.said:
            found.append(ResponseChange("amended", was, now))
    return found


def _by_number(responses: Iterable[Response]) -> dict[Key, Response]:
    standing = (response for response in responses if response.standing)
    return {(response.cluster, response.about): response for response in standing}
