"""The order as its page shows it: reckoned once, and kept for its reader until anything happens.

What is kept goes by the last event's hash, which is another after every step of anybody, and by who
reads: no reader is given what was reckoned for another. A decision never goes by what is kept.
"""

from collections import OrderedDict
from threading import Lock

from jiqun.base.readers import Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.events.models import FIRST, Head
from jiqun.web.recognition.models import Call
from jiqun.web.recognition.ranking import Ranking, ranking_of, refuse_unseen, setting_in

MOST = 4
"""Orders kept at once in a process."""
Key = tuple[str, int, Reader]
"""The last event's hash, the call, and who reads."""
_kept: OrderedDict[Key, Ranking] = OrderedDict()
_lock = Lock()


def order_shown(call: Call, doer: Doer) -> Ranking:
    """Return the order of a call whose scores are closed, to be shown.

    Parameters
    ----------
    call
        The call.
    doer
        Who reads: its authority.

    Raises
    ------
    Refused
        Where it is another's call, or scores are still open.
    """
    refuse_unseen(call, doer)
    head = Head.objects.values_list("sha256", flat=True).first() or FIRST
    key = (head, call.pk, doer.reader)
    with _lock:
        found = _kept.get(key)
    if found is None or found.setting != setting_in(call, found.codes):
        found = ranking_of(call, doer)  # of rules as they are: a catalogue may be edited, too
        _keep(key, found)
    return found


def _keep(key: Key, ranking: Ranking) -> None:
    if key[0] == FIRST:
        return  # before any event, nothing tells one moment from the next
    with _lock:
        _kept[key] = ranking
        while len(_kept) > MOST:
            _kept.popitem(last=False)
