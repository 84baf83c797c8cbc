"""The industry somebody means: by its code or its Chinese name."""

from __future__ import annotations

from jiqun.base.codes import industries
from jiqun.base.errors import NotFound, Problem, Where
from jiqun.planning.settings import settings


def industry_meant(said: str) -> str:
    """Return the code of an industry, given by its code or name.

    Raises
    ------
    NotFound
        Where none that is compared bears it.

    Examples
    --------
    >>> industry_meant("343"), industry_meant("玩具制造")
    ('343', '245')
    """
    wanted, said = settings(), said.strip()
    for code, industry in industries().items():
        counts = wanted.first_division <= code[:2] <= wanted.last_division
        if len(code) == wanted.digits and counts and said in (code, industry.name):
            return code
    details = {
        "name": said,
        "digits": wanted.digits,
        "first": wanted.first_division,
        "last": wanted.last_division,
    }
    raise NotFound(Problem("planning.no_industry", Where(), details))
