"""Responses that changed between two vintages, as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual, Lang
from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.measures import measures
from jiqun.diagnosis.response_changes import ResponseChange, response_changes
from jiqun.disclosure import Compared
from jiqun.workspace.released_responses import responses_in
from jiqun.workspace.responses import TAKEN
from jiqun.workspace.vintages import vintage_snapshot

if TYPE_CHECKING:
    from jiqun.base.readers import Reader
    from jiqun.workspace import Workspace

WORDS = {
    ("taken", "new"): Bilingual("采取举措", "measure taken"),
    ("taken", "amended"): Bilingual("更正举措记录", "record of a measure amended"),
    ("taken", "gone"): Bilingual("撤回举措记录", "record of a measure withdrawn"),
    ("dismissed", "new"): Bilingual("排除短板", "finding dismissed"),
    ("dismissed", "amended"): Bilingual("更正排除理由", "reason of a dismissal amended"),
    ("dismissed", "gone"): Bilingual("撤回排除", "dismissal taken back"),
}


def changed_responses(
    store: Workspace, one: str, other: str, reader: Reader
) -> list[ResponseChange]:
    """Return what offices responded between two vintages, of clusters the reader sees in full."""
    compared = Compared(vintage_snapshot(store, other), reader)
    return [
        changed
        for changed in response_changes(responses_in(store, one), responses_in(store, other))
        if changed.response.cluster in compared.counties
        and compared.sees_whole(changed.response.cluster)
    ]


def response_line(changed: ResponseChange, lang: Lang) -> str:
    """Return a changed response in a line: cluster, what was done, to what, since when or why."""
    said = changed.response.said
    taken = changed.response.kind == TAKEN
    known = measures() if taken else findings()
    name = said["measure"] if taken else said["finding"]
    title = known[name].title.in_(lang) if name in known else name
    what = WORDS[changed.response.kind, changed.change].in_(lang)
    colon = Bilingual("：", ": ").in_(lang)
    more = f"{said['since']} {said['what']}" if taken else f"{said['year']} {said['reason']}"
    return f"{changed.response.cluster} · {what}{colon}{title} · {more}"
