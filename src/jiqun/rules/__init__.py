"""Floor 4: recognition rules as data, verdicts from a cluster's own filings.

A programme is one file of ``catalog/rules``; :func:`assess` holds a cluster against it on a day.
Numbers have dates and citations; where a number is not known to us, the verdict is "cannot tell".
"""

from jiqun.rules.assessment import Assessment, Judgement, Verdict, assess, assess_all
from jiqun.rules.facts import Facts, facts_of_snapshot, facts_of_submissions
from jiqun.rules.loading import programme, programmes, programmes_for
from jiqun.rules.logic import Answer
from jiqun.rules.programmes import Programme

__all__ = [
    "Answer",
    "Assessment",
    "Facts",
    "Judgement",
    "Programme",
    "Verdict",
    "assess",
    "assess_all",
    "facts_of_snapshot",
    "facts_of_submissions",
    "programme",
    "programmes",
    "programmes_for",
]
