"""What the yearly filing may take from a closed year: only what truly follows from it.

A value is suggested with what stands behind it, never set over what somebody wrote. Of what does
not follow it is said why, so that nobody looks for it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiqun.base.language import Bilingual


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a field of the yearly filing may say, and what it follows from.

    Parameters
    ----------
    field
        Of the yearly filing.
    said
        As a cell says it: ``true``.
    because
        What was closed, in words: numbers of three firms or more alone.
    planned
        Whether it follows from the cluster's technology plan and challenges, not a closed year.
    joint
        Whether it follows from joint projects.
    """

    field: str
    said: str
    because: Bilingual
    planned: bool = False
    joint: bool = False


NOT_FROM_HERE: Mapping[str, Bilingual] = {
    "cloud_users": Bilingual(
        "数字化自评第 5 题把本地安装和云上合在一起问，推不出上云企业数",
        "question 5 of the ladder asks for installed and cloud systems together",
    ),
    "iiot_users": Bilingual(
        "数字化自评没有问工业互联网平台",
        "no question of the ladder is about industrial-internet platforms",
    ),
    "smart_maturity_service": Bilingual(
        "企业自己的评估结果说明不了集群是否提供评估服务",
        "what a firm was assessed at does not say that the cluster offers assessments",
    ),
    "integration_standard_service": Bilingual(
        "企业自己的贯标情况说明不了集群是否提供贯标服务",
        "a firm's own certificate does not say that the cluster offers help with the standard",
    ),
    "solid_waste_generated": Bilingual(
        "循环链接只说两家之间转移了多少，推不出集群一共产生多少固废",
        "circular links say what went between two firms, not what was generated in all",
    ),
    "solid_waste_used": Bilingual(
        "循环链接之外的综合利用这里不知道，转移的也不都是大宗固废",
        "what is used outside circular links is not known here, and not all they move is bulk "
        "solid waste",
    ),
    "carbon_accounting_service": Bilingual(
        "企业自己记碳账户，说明不了集群是否提供碳核算服务",
        "that firms keep carbon accounts does not say that the cluster offers accounting",
    ),
}
"""Fields of the yearly filing one might expect from here, and why nothing follows for them."""


def suggestions(closed: Mapping[str, Any]) -> dict[str, Suggestion]:
    """Return what the yearly filing of a year may take from what was closed of it.

    Parameters
    ----------
    closed
        The values of a submission of the form ``exchange-outcomes``. What is withheld there is a
        missing cell, and nothing is suggested from it; nor is "no" from a nought: what firms did
        elsewhere is not known here.

    Examples
    --------
    >>> found = suggestions({"solutions_finished": "4", "firms_with_solution": "3"})
    >>> found["digital_solution_service"].said
    'true'
    >>> suggestions({"solutions_finished": {"status": "missing", "reason": "…"}})
    {}
    """
    finished, firms = _number(closed, "solutions_finished"), _number(closed, "firms_with_solution")
    if not finished or not firms:
        return {}
    because = Bilingual(
        f"名单中有 {firms} 家企业完成了 {finished} 项数字化解决方案",
        f"digital solutions finished: {finished}, by firms of the list: {firms}",
    )
    return {
        "digital_solution_service": Suggestion("digital_solution_service", "true", because),
    }


def _number(closed: Mapping[str, Any], name: str) -> Decimal | None:
    said = closed.get(name)
    return Decimal(said) if isinstance(said, str) else None
