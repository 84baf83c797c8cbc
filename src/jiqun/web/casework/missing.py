"""Files that the event log says stand beside cases, and the database has no row of."""

import json
from collections import Counter
from collections.abc import Iterable

from jiqun.web.casework.files import ATTACH, DETACH, REPLACE
from jiqun.web.events.models import Event


def files_missing(beginning: str, there: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Hold the rows of files against those added and not removed again.

    Parameters
    ----------
    beginning
        How the log names the cases of a room: ``filing:``.
    there
        The rows there are, each as the case's name in the log and the content's hash.

    Returns
    -------
    list of tuple
        What is missing, in the same form.
    """
    expected = Counter[tuple[str, str]]()
    verbs = (ATTACH, REPLACE, DETACH)
    events = Event.objects.filter(verb__in=verbs, subject__startswith=beginning)
    for verb, subject, said in events.values_list("verb", "subject", "said"):
        try:
            sha256 = str(json.loads(said)["sha256"])
        except (ValueError, KeyError, TypeError):  # the chain's own check tells of it
            continue
        expected[subject, sha256] += -1 if verb == DETACH else 1
    expected.subtract(there)
    return [key for key, lacking in sorted(expected.items()) if lacking > 0]
