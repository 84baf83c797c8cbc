"""Finish what a crash cut off between the workspace and the database, each by what the other says.

Both stores are written one after the other: what the workspace holds already is taken over into
the database, under the event the journal names. Done when a site or a worker starts; for one case
also whenever somebody comes to it (:func:`jiqun.web.filing.accepting.notice_import`).
"""

import logging

from jiqun.base.rule_reasons import RELEASED
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.filing.accepting import notice_import, release_all
from jiqun.web.filing.models import Case
from jiqun.workspace import Workspace
from jiqun.workspace.vintages import released_hashes

_log = logging.getLogger("jiqun.web")


def finish(workspace: Workspace, doer: Doer) -> list[Case]:
    """Take every step that one of the stores says was taken, and the other does not.

    Parameters
    ----------
    workspace
        The installation's.
    doer
        Who releases what a vintage holds already; an acceptance is its own doer's.

    Returns
    -------
    list of Case
        The cases that went on by it.
    """
    with seen_whole():
        every = Case.objects.select_related("definition")
        begun = list(every.exclude(accepting=None))
        now = [notice_import(case, workspace) for case in begun]
        pairs = zip(begun, now, strict=True)
        done = [case for before, case in pairs if case.state != before.state]
        accepted = list(every.filter(state="accepted"))
        held = released_hashes(workspace) if accepted else frozenset[str]()
        frozen = [case for case in accepted if case.known_sha256 in held]
        done += release_all(frozen, doer, RELEASED)
    for case in done:
        _log.warning("%s: a step that was cut off is finished; it is %s", case.subject, case.state)
    return done
